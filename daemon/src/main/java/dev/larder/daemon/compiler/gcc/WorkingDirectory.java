package dev.larder.daemon.compiler.gcc;

import dev.larder.daemon.compiler.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The name by which the compilers know where they run. */
final class WorkingDirectory {
  private WorkingDirectory() {}

  /**
   * As gcc and clang do: {@code PWD}, if it is absolute and names the working directory (perhaps
   * through links), else the directory's real path.
   */
  static String spelled(Invocation invocation) {
    return invocation
        .variable("PWD")
        .filter(pwd -> pwd.startsWith("/") && isSame(pwd, invocation.cwd()))
        .orElse(invocation.cwd());
  }

  private static boolean isSame(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    try {
      return Files.isSameFile(Path.of(one), Path.of(other));
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }
}
