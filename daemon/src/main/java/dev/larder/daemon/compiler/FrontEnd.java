package dev.larder.daemon.compiler;

import java.util.List;

/** Knows one family of compilers. Implementations are safe for use by many threads. */
public interface FrontEnd {

  /**
   * Whether this front end speaks for the program.
   *
   * @param resolvedProgram the real path of the program, all links followed
   */
  boolean recognises(Invocation invocation, String resolvedProgram);

  /** What the call means. Asked only of a front end that recognises the program. */
  Analysis analyse(Invocation invocation, String resolvedProgram);

  /**
   * The same for a caller to whom it makes no difference how some directories are called.
   *
   * @param baseDirectories absolute, without a slash at the end
   */
  default Analysis analyse(
      Invocation invocation, String resolvedProgram, List<String> baseDirectories) {
    return analyse(invocation, resolvedProgram);
  }
}
