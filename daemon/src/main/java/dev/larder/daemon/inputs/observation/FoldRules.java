package dev.larder.daemon.inputs.observation;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a front end knows about its compiler, so that a run of it can be judged. */
public interface FoldRules {

  /** What becomes of a run that asked for today's date or time. */
  enum Calendar {
    /** It is kept: what it asked for can not reach an output. */
    FOLDED,
    /** It is good for today. */
    DATE,
    /** It is not kept. */
    REFUSED
  }

  /**
   * Whether something is neither an input nor a reason against the run. Asked for every event but
   * {@link Event.Start}.
   *
   * @param libraries the program which did it, what it was loaded with and what it has asked for
   *     since; none if that is unknown
   */
  boolean ignores(Event event, List<String> libraries);

  /** The variable that an event asked for in another way than by its name, if it did. */
  default Optional<String> asksFor(Event event) {
    return Optional.empty();
  }

  /**
   * Whether what happens at a path is the compiler's own affair, by the path's {@linkplain
   * SpelledPath#key key}.
   */
  default boolean foldsPath(String key) {
    return false;
  }

  /**
   * Whether a file that a run reads may get further names meanwhile, by those who wrote it: then
   * the file's time of change tells nothing, as long as it is that file and was written before.
   */
  default boolean mayBeLinked(String key) {
    return false;
  }

  /**
   * Whether a run may compare times of change, and so learn of a file that it only asked about
   * whether it is another than before: then the content counts.
   *
   * @param code the programs and libraries of the run
   */
  default boolean comparesFiles(Collection<String> code) {
    return false;
  }

  /** Whether a run may copy files, with their permissions. */
  default boolean copiesFiles() {
    return false;
  }

  /**
   * Whether a run may have asked for the permissions of a file that it did not read.
   *
   * @param code the programs and libraries of the run
   */
  default boolean asksForPermissions(Collection<String> code) {
    return false;
  }

  /**
   * Whether the working directory's name is no input, although the run asked for it or for the
   * canonical form of a relative path.
   */
  boolean foldsWorkingDirectory();

  /**
   * Whether a program that asks for the working directory's name writes it into what it makes,
   * whatever others want it for.
   *
   * @param libraries the program and those of its libraries
   */
  default boolean namesWorkingDirectory(List<String> libraries) {
    return false;
  }

  /**
   * Asked once of a run that asked for calendar time: of now, or of a file.
   *
   * @param read the files that it read, as it spelled them
   */
  Calendar calendar(List<String> read);
}
