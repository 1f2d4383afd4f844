package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.NativePath;

/** How the kernel refuses a path to this process. */
public final class Refusal {
  private static final int READ = 4;
  private static final int EXECUTE = 1;

  private Refusal() {}

  /**
   * The errno with which the path is not found, else not readable, else not executable; 0 if none
   * of them is so. A {@link Fact.Refused} holds as long as this answer stays.
   */
  public static int of(Calls calls, NativePath path) {
    int errno = calls.stat(path);
    if (errno == 0) {
      errno = calls.access(path, READ);
    }
    return errno == 0 ? ofExecution(calls, path) : errno;
  }

  /** The errno with which the path may not be executed, or 0. */
  public static int ofExecution(Calls calls, NativePath path) {
    return calls.access(path, EXECUTE);
  }
}
