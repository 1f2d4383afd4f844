package dev.larder.daemon.compiler.buildscript;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code uname} tells of the kernel, but for the machine's name. */
final class Kernel {
  /** By this name it counts as if it were a variable. */
  static final String NAME = "<kernel>";

  private static final Path OF_THE_KERNEL = Path.of("/proc/sys/kernel");

  private static final String VERSION =
      read("ostype") + " " + read("osrelease") + " " + read("version");

  private Kernel() {}

  /** Name, release and version. */
  static String version() {
    return VERSION;
  }

  private static String read(String name) {
    try {
      return Files.readString(OF_THE_KERNEL.resolve(name)).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }
}
