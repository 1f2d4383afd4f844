package dev.larder.daemon.inputs.observation;

import dev.larder.daemon.inputs.files.FileStat;
import java.util.List;

/** One thing that a process of the run did, in the order in which they were reserved. */
public sealed interface Event {
  /** The process, as it knows itself. */
  int pid();

  /** Something was done with a path. */
  sealed interface OfPath extends Event {
    /** The path. */
    SpelledPath path();

    /** 0, or why it failed. */
    int errno();
  }

  /**
   * A process image began.
   *
   * @param parent the parent's pid
   * @param executable the file that runs
   * @param invokedAs what was given to {@code execve}; for a script the script
   * @param libraries the files that were loaded with it
   */
  record Start(int pid, int parent, String executable, String invokedAs, List<String> libraries)
      implements Event {
    public Start {
      libraries = List.copyOf(libraries);
    }
  }

  /**
   * A file was opened for reading.
   *
   * @param mark which file it was ({@link FileStat#mark}), or 0 if that is unknown
   */
  record Open(int pid, SpelledPath path, int errno, int mark) implements OfPath {}

  /**
   * A path was asked about.
   *
   * @param followed whether a link in the last component was followed
   */
  record Probe(int pid, SpelledPath path, boolean followed, int errno) implements OfPath {}

  /** A directory was listed. */
  record Listed(int pid, SpelledPath path, int errno) implements OfPath {}

  /** A link's text was read. */
  record LinkRead(int pid, SpelledPath path, int errno) implements OfPath {}

  /** A path was resolved to its canonical form. */
  record Resolved(int pid, SpelledPath path, int errno) implements OfPath {}

  /** What a {@link Write} does to its path. */
  enum Change {
    /** Its content is written. */
    CONTENT,
    REMOVED,
    DIRECTORY_MADE,
    ATTRIBUTES
  }

  /**
   * A path was written, made, removed, or changed in its attributes.
   *
   * @param readToo whether it was opened for reading as well
   * @param kept whether the former content was not cut off
   * @param errno 0 also if the call never returned
   */
  record Write(int pid, SpelledPath path, Change change, boolean readToo, boolean kept, int errno)
      implements OfPath {}

  /** What becomes of the first path of a {@link Rename}. */
  enum Naming {
    MOVED,
    HARD_LINKED,
    /** The first path is a link's text. */
    SYMBOLICALLY_LINKED
  }

  /**
   * A second name was given.
   *
   * @param errno 0 also if the call never returned
   */
  record Rename(int pid, SpelledPath from, SpelledPath path, Naming naming, int errno)
      implements OfPath {}

  /**
   * A program was executed.
   *
   * @param spawned whether in a process of its own
   * @param child that process, or 0 if the observer could not know it
   * @param errno 0 also if the call never returned, as it does not when it replaces the image
   */
  record Exec(int pid, SpelledPath path, boolean spawned, int child, int errno) implements OfPath {}

  /** A program that can not be observed is executed. */
  record Blind(int pid, String program, String why) implements Event {}

  /** A variable was asked for. */
  record Variable(int pid, String name) implements Event {}

  /**
   * Calendar time was asked for.
   *
   * @param near whether for a time close to now
   */
  record Time(int pid, String function, String program, boolean near) implements Event {}

  /** The working directory's name was asked for. */
  record WorkingDirectory(int pid) implements Event {}

  /**
   * A library was asked for, or was found loaded.
   *
   * @param name what was asked for, or empty
   * @param file what was loaded, or empty
   */
  record Load(int pid, String name, String file) implements Event {}

  /** Something was done that an observer can not vouch for. */
  record Odd(int pid, String what) implements Event {}

  /** The wall clock was asked. */
  record Clock(int pid, String function, String program) implements Event {}

  /** The host's or the user's name was asked for. */
  record Host(int pid, String function, String program) implements Event {}
}
