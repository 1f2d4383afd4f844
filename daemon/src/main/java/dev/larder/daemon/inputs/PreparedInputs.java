package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.FileStat;
import dev.larder.daemon.inputs.files.NativePath;
import dev.larder.daemon.inputs.files.PathNames;
import java.lang.foreign.Arena;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An input set laid out for quick verification in one working directory: paths as bytes for the
 * kernel, absences by directory, and what the last verification learned. Worth keeping as long as
 * its entry is looked up. Safe for many threads.
 */
public final class PreparedInputs {
  /** A fact about a path, and the stat under which it was last seen to hold. */
  static final class Slot<F extends Fact.OfPath> {
    private final F fact;
    private final NativePath path;
    private final boolean linked;
    // Whichever value a thread sees was true of its stamp.
    private volatile Optional<FileStat> stamp = Optional.empty();

    Slot(F fact, NativePath path, boolean linked) {
      this.fact = fact;
      this.path = path;
      this.linked = linked;
    }

    F fact() {
      return fact;
    }

    NativePath path() {
      return path;
    }

    /** Whether another fact covers where the name leads, so that it may be a link. */
    boolean linked() {
      return linked;
    }

    Optional<FileStat> stamp() {
      return stamp;
    }

    void stamp(FileStat verified) {
      stamp = Optional.of(verified);
    }
  }

  private final InputSet inputs;
  private final String cwd;
  private final NativePath nativeCwd;
  private final List<Slot<Fact.Content>> contents = new ArrayList<>();
  private final List<Slot<Fact.Program>> programs = new ArrayList<>();
  private final List<Slot<Fact.Presence>> presences = new ArrayList<>();
  private final List<Slot<Fact.OfPath>> others = new ArrayList<>();
  private final List<Fact> withoutPath = new ArrayList<>();
  private final List<AbsentGroup> absences = new ArrayList<>();

  private PreparedInputs(InputSet inputs, String cwd) {
    this.inputs = inputs;
    this.cwd = cwd;
    Map<String, List<Fact.Absent>> absent = absentByDirectory(inputs);
    SegmentAllocator space = space(inputs, cwd, absent.keySet());
    this.nativeCwd = NativePath.of(space, cwd, cwd);
    Set<String> covered = covered(inputs);
    for (Fact fact : inputs.facts()) {
      switch (fact) {
        case Fact.Content content -> contents.add(slot(space, content, covered));
        case Fact.Program program -> programs.add(slot(space, program, covered));
        case Fact.Presence presence -> presences.add(slot(space, presence, covered));
        case Fact.Absent name -> {
          if (!AbsentGroup.listable(name.path())) {
            others.add(slot(space, name, covered));
          }
        }
        case Fact.Listing listing -> others.add(slot(space, listing, covered));
        case Fact.Link link -> others.add(slot(space, link, covered));
        case Fact.Canonical canonical -> others.add(slot(space, canonical, covered));
        case Fact.Refused refused -> others.add(slot(space, refused, covered));
        case Fact.Executable executable -> others.add(slot(space, executable, covered));
        case Fact.Variable variable -> withoutPath.add(variable);
        case Fact.WorkingDirectory directory -> withoutPath.add(directory);
        case Fact.Today today -> withoutPath.add(today);
      }
    }
    absent.forEach(
        (directory, names) ->
            absences.add(new AbsentGroup(NativePath.of(space, cwd, directory), names)));
    // What is spelled relative is the project's own, and changes most.
    contents.sort(Comparator.comparing(slot -> slot.fact().path().startsWith("/")));
  }

  private static Map<String, List<Fact.Absent>> absentByDirectory(InputSet inputs) {
    Map<String, List<Fact.Absent>> byDirectory = new LinkedHashMap<>();
    String directory = "";
    List<Fact.Absent> names = new ArrayList<>();
    for (Fact fact : inputs.facts()) {
      if (fact instanceof Fact.Absent absent && AbsentGroup.listable(absent.path())) {
        // Names of one directory mostly stand together.
        if (!lies(absent.path(), directory)) {
          directory = PathNames.directoryOf(absent.path());
          names = byDirectory.computeIfAbsent(directory, other -> new ArrayList<>());
        }
        names.add(absent);
      }
    }
    return byDirectory;
  }

  private static boolean lies(String path, String directory) {
    return !directory.isEmpty()
        && path.lastIndexOf('/') == directory.length()
        && path.startsWith(directory);
  }

  /** Lays out a set for verification in {@code cwd}, an absolute path. */
  public static PreparedInputs of(InputSet inputs, String cwd) {
    return new PreparedInputs(inputs, cwd);
  }

  private <F extends Fact.OfPath> Slot<F> slot(
      SegmentAllocator space, F fact, Set<String> covered) {
    return new Slot<>(fact, NativePath.of(space, cwd, fact.path()), covered.contains(fact.path()));
  }

  private static SegmentAllocator space(InputSet inputs, String cwd, Set<String> directories) {
    long bytes = NativePath.space(cwd, cwd);
    for (String directory : directories) {
      bytes += NativePath.space(cwd, directory);
    }
    for (Fact fact : inputs.facts()) {
      if (fact instanceof Fact.OfPath file
          && !(fact instanceof Fact.Absent absent && AbsentGroup.listable(absent.path()))) {
        bytes += NativePath.space(cwd, file.path());
      }
    }
    return SegmentAllocator.slicingAllocator(Arena.ofAuto().allocate(bytes));
  }

  private static Set<String> covered(InputSet inputs) {
    Set<String> covered = new HashSet<>();
    for (Fact fact : inputs.facts()) {
      if (fact instanceof Fact.Link link) {
        covered.add(link.path());
      } else if (fact instanceof Fact.Canonical canonical) {
        covered.add(canonical.path());
      }
    }
    return covered;
  }

  /** The set that was laid out. */
  public InputSet inputs() {
    return inputs;
  }

  /** The set's digest. */
  public Digest digest() {
    return inputs.digest();
  }

  /** The working directory that it was laid out for. */
  public String cwd() {
    return cwd;
  }

  NativePath nativeCwd() {
    return nativeCwd;
  }

  List<Slot<Fact.Content>> contents() {
    return contents;
  }

  List<Slot<Fact.Program>> programs() {
    return programs;
  }

  List<Slot<Fact.Presence>> presences() {
    return presences;
  }

  List<Slot<Fact.OfPath>> others() {
    return others;
  }

  List<Fact> withoutPath() {
    return withoutPath;
  }

  List<AbsentGroup> absences() {
    return absences;
  }
}
