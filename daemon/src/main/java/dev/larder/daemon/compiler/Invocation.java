package dev.larder.daemon.compiler;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller asked for.
 *
 * @param cwd the caller's working directory, absolute
 * @param program what is to be executed, as {@code execve} gets it; may be relative to {@code cwd}
 * @param arguments the argument vector, with the name under which the program is called in front
 * @param environment the caller's variables
 * @param stdoutTerminal whether the caller's standard output is a terminal
 * @param stderrTerminal whether the caller's standard error is a terminal
 * @param umask the caller's file mode creation mask
 * @param columns width of the caller's controlling terminal, 0 without one
 * @param input what the caller's standard input holds, if that is known; equal only where equal
 */
public record Invocation(
    String cwd,
    String program,
    List<String> arguments,
    Map<String, String> environment,
    boolean stdoutTerminal,
    boolean stderrTerminal,
    int umask,
    int columns,
    Optional<String> input) {

  public Invocation {
    if (!cwd.startsWith("/")) {
      throw new IllegalArgumentException("working directory is not absolute: " + cwd);
    }
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("empty argument vector for " + program);
    }
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** A call without a controlling terminal, of whose standard input nothing is known. */
  public Invocation(
      String cwd,
      String program,
      List<String> arguments,
      Map<String, String> environment,
      boolean stdoutTerminal,
      boolean stderrTerminal,
      int umask) {
    this(
        cwd,
        program,
        arguments,
        environment,
        stdoutTerminal,
        stderrTerminal,
        umask,
        0,
        Optional.empty());
  }

  /** The same call with other variables. */
  public Invocation in(Map<String, String> variables) {
    return new Invocation(
        cwd, program, arguments, variables, stdoutTerminal, stderrTerminal, umask, columns, input);
  }

  /** The value of a variable, if the caller has set it (perhaps to nothing). */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name));
  }
}
