package dev.larder.daemon.compiler.gcc;

import dev.larder.daemon.compiler.gcc.CompilerName.Family;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the working directory's name can reach an output.
 *
 * <p>Shown by experiment for gcc 12 and clang 14: without debug information, link-time code and
 * relative system directories, objects, assembly and diagnostics of compiles in two directories are
 * equal.
 */
final class DirectoryUse {
  /* The directories in these are system directories, whose names gcc may replace by their real paths. */
  private static final List<String> SYSTEM_PATH_VARIABLES =
      List.of(
          "C_INCLUDE_PATH",
          "CPLUS_INCLUDE_PATH",
          "OBJC_INCLUDE_PATH",
          "COMPILER_PATH",
          "GCC_EXEC_PREFIX");

  private DirectoryUse() {}

  /**
   * Whether it can by another way than debug information, judging by the arguments, the variables
   * and the path under which the compiler is started.
   */
  static boolean reachesOutput(CommandLine line, String program, Map<String, String> environment) {
    return line.isStrict()
        || line.has(Effect.WORKING_DIRECTORY)
        || line.with(Effect.SYSTEM_DIRECTORY)
            .anyMatch(argument -> !argument.value().startsWith("/"))
        || line.with(Effect.FOR_ASSEMBLER)
            .anyMatch(argument -> AssemblerOptions.namesWorkingDirectory(argument.value()))
        || linkTime(line)
        || !program.startsWith("/")
        || SYSTEM_PATH_VARIABLES.stream().anyMatch(name -> hasRelative(environment.get(name)));
  }

  /** Whether debug information is made and names it. */
  static boolean inDebugInformation(CommandLine line, Family family) {
    return debug(line) && !replaced(line, family);
  }

  /* What follows the last -g0 counts. */
  private static boolean debug(CommandLine line) {
    boolean on = false;
    for (Argument argument : line.with(Effect.DEBUG).toList()) {
      String level = argument.value();
      if (level.equals("0") || level.equals("gdb0")) {
        on = false;
      } else if (!level.startsWith("no-") && !level.equals("z") && !level.startsWith("z=")) {
        on = true;
      }
    }
    return on;
  }

  /** Whether the object is made for optimisation at link time. */
  static boolean linkTime(CommandLine line) {
    return line.last(Effect.LINK_TIME).filter(last -> !last.name().equals("-fno-lto")).isPresent();
  }

  private static boolean replaced(CommandLine line, Family family) {
    return family == Family.CLANG
        && line.with(Effect.COMPILATION_DIRECTORY)
            .anyMatch(argument -> !argument.name().equals("-fcoverage-compilation-dir="));
  }

  private static boolean hasRelative(@Nullable String paths) {
    return paths != null
        && List.of(paths.split(":", -1)).stream().anyMatch(path -> !path.startsWith("/"));
  }
}
