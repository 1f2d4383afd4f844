package dev.larder.daemon.compiler.gcc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the real compilers that the tests need. */
final class Compilers {
  private Compilers() {}

  /** The path of a compiler as PATH has it. Fails, saying what to install, if there is none. */
  static String find(String name) {
    for (String directory : System.getenv("PATH").split(":", -1)) {
      Path program = Path.of(directory, name);
      if (directory.startsWith("/") && Files.isExecutable(program)) {
        return program.toString();
      }
    }
    throw new AssertionError(
        name + " is not in PATH: install gcc, g++, clang and gcc-aarch64-linux-gnu");
  }

  /** Where its links lead. */
  static String resolved(String name) {
    try {
      return Path.of(find(name)).toRealPath().toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
