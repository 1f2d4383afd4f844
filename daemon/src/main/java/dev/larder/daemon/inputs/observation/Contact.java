package dev.larder.daemon.inputs.observation;

import dev.larder.daemon.inputs.files.Errno;
import dev.larder.daemon.inputs.files.FileStat;
import java.util.Set;
import java.util.TreeSet;

/** All that a run did to learn of one path, as spelled, before it wrote there itself. */
final class Contact {
  /** How it was asked. */
  enum Question {
    READ,
    PROBED,
    NAME_PROBED,
    LISTED,
    LINK_READ,
    RESOLVED
  }

  private final String path;
  private final String key;
  private boolean read;
  private boolean probed;
  private boolean listed;
  private boolean resolved;
  private boolean linkAsked;
  private boolean found;
  private boolean nameFound;
  private boolean missing;
  private boolean nameMissing;
  private Set<Integer> refusals = Set.of();
  private Set<Integer> marks = Set.of();

  Contact(String path, String key) {
    this.path = path;
    this.key = key;
  }

  /** As a fact names it. */
  String path() {
    return path;
  }

  String key() {
    return key;
  }

  void note(Question question, int errno) {
    boolean ofName = question == Question.NAME_PROBED || question == Question.LINK_READ;
    // Not a link: that is an answer about the name, too.
    boolean answered = errno == 0 || (question == Question.LINK_READ && errno == Errno.EINVAL);
    if (answered) {
      found |= !ofName;
      nameFound |= ofName;
      read |= question == Question.READ;
      probed |= question == Question.PROBED || question == Question.NAME_PROBED;
      listed |= question == Question.LISTED;
      resolved |= question == Question.RESOLVED;
      linkAsked |= ofName;
    } else if (errno == Errno.ENOENT) {
      missing |= !ofName;
      nameMissing |= ofName;
    } else {
      refusals = with(refusals, errno);
    }
  }

  /* Of thousands of paths hardly one is refused, and most are opened once. */
  private static Set<Integer> with(Set<Integer> numbers, int another) {
    if (numbers.isEmpty()) {
      return Set.of(another);
    }
    Set<Integer> more = new TreeSet<>(numbers);
    more.add(another);
    return more;
  }

  /** Notes which file it was that was opened. */
  void opened(int mark) {
    if (mark != 0) {
      marks = with(marks, mark);
    }
  }

  /**
   * Whether this may be the file that was opened. Another one may lie there by now although nothing
   * about either has changed: a directory above was renamed, or a link that leads there.
   */
  boolean mayBe(FileStat stat) {
    return marks.isEmpty() || marks.equals(Set.of(stat.mark()));
  }

  /** Whether this is the file that was opened, for certain. */
  boolean is(FileStat stat) {
    return marks.equals(Set.of(stat.mark()));
  }

  /** Whether it was there and was not there: somebody else was at work. */
  boolean contradicts() {
    return (found && missing) || (nameFound && nameMissing) || (found && nameMissing);
  }

  boolean read() {
    return read;
  }

  /** Whether the run learned what {@code stat} tells. */
  boolean probed() {
    return probed;
  }

  boolean listed() {
    return listed;
  }

  boolean resolved() {
    return resolved;
  }

  /** Whether the run learned what the name itself is. */
  boolean linkAsked() {
    return linkAsked;
  }

  boolean found() {
    return found || nameFound;
  }

  boolean missing() {
    return missing || nameMissing;
  }

  /** The errors other than that nothing is there. */
  Set<Integer> refusals() {
    return refusals;
  }
}
