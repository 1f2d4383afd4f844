package dev.larder.daemon.compiler.gcc;

import java.util.List;
import java.util.Set;

/**
 * What {@code -Wa,} hands to the assembler: which of it is cached, and which lets the working
 * directory in.
 */
final class AssemblerOptions {
  private static final Set<String> HARMLESS =
      Set.of(
          "--noexecstack",
          "--execstack",
          "--fatal-warnings",
          "--warn",
          "--no-warn",
          "-W",
          "--64",
          "--32",
          "--x32",
          "-L",
          "--keep-locals",
          "-n",
          "-J",
          "-K",
          "--divide",
          "--strip-local-absolute",
          "--nocompress-debug-sections",
          "--compress-debug-sections",
          "--reduce-memory-overheads");

  private static final List<String> HARMLESS_BEGINNINGS =
      List.of(
          "-m",
          "-I",
          "--compress-debug-sections=",
          "--generate-missing-build-notes=",
          "--elf-stt-common=",
          "--hash-size=",
          "--defsym=");

  private AssemblerOptions() {}

  /** Whether all options of one {@code -Wa,} word are understood. */
  static boolean understood(String value) {
    List<String> parts = List.of(value.split(",", -1));
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if ((part.equals("--defsym") || part.equals("-I")) && i + 1 < parts.size()) {
        i++;
      } else if (!debugs(part)
          && !HARMLESS.contains(part)
          && HARMLESS_BEGINNINGS.stream().noneMatch(part::startsWith)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether one {@code -Wa,} word asks for debug information, which names the working directory.
   */
  static boolean namesWorkingDirectory(String value) {
    return List.of(value.split(",", -1)).stream().anyMatch(AssemblerOptions::debugs);
  }

  private static boolean debugs(String part) {
    return part.equals("-g")
        || part.equals("--gen-debug")
        || part.startsWith("--gdwarf")
        || part.startsWith("--gstabs");
  }
}
