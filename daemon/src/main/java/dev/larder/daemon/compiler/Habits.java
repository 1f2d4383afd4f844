package dev.larder.daemon.compiler;

import dev.larder.daemon.compiler.RunRules.Asked;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What well-known programs do at their start, or for their own purposes. Seen with {@code ltrace}
 * and with the observer itself, on Debian 12.
 */
public final class Habits {
  /* x86_64-linux-gnu-python3.11: what stands before and behind the name. */
  private static final Pattern VERSION = Pattern.compile("[-.0-9]+$");
  private static final Pattern TARGET = Pattern.compile("^[a-z0-9_]+-linux-gnu-");

  /** Ask for the time, and make nothing of it. */
  private static final Set<String> LOOK_AT_THE_CLOCK =
      Set.of(
          "awk",
          "bash",
          "cargo",
          "cc1",
          "cc1plus",
          "clang",
          "clippy-driver",
          "cmake",
          "find",
          "gawk",
          "git",
          "java",
          "lto1",
          "make",
          "mawk",
          "node",
          "perl",
          "python",
          "rustc",
          "tar");

  /** Spell out times, of files or of a start, and make nothing of it; compilers put them in. */
  private static final Set<String> SPELL_TIMES_OUT =
      Set.of(
          "bash", "cargo", "cmake", "find", "git", "java", "make", "node", "perl", "python", "tar");

  /** Ask for the host's name or the kernel's version, likewise. */
  private static final Set<String> LOOK_AT_THE_HOST =
      Set.of("bash", "cargo", "cmake", "curl", "find", "git", "java", "node", "python", "rustup");

  /** Read variables by name and no others. */
  private static final Set<String> ASK_BY_NAME =
      Set.of(
          "ar",
          "as",
          "c++",
          "cargo",
          "cc",
          "cc1",
          "cc1plus",
          "clang",
          "clang++",
          "cmake",
          "collect2",
          "cp",
          "cpp",
          "g++",
          "gcc",
          "git",
          "install",
          "ld",
          "ld.bfd",
          "ld.gold",
          "ld.lld",
          "lld",
          "llvm-ar",
          "llvm-config",
          "lto1",
          "mkdir",
          "mold",
          "mv",
          "nm",
          "objcopy",
          "pkg-config",
          "pkgconf",
          "ranlib",
          "rm",
          "rustc",
          "rustup",
          "strip",
          "touch",
          "uname");

  private Habits() {}

  /** Whether such a program makes nothing of what it asks for. */
  public static boolean excuse(Asked what, String program) {
    return switch (what) {
      case CALENDAR -> isIn(SPELL_TIMES_OUT, program);
      case CLOCK -> isIn(LOOK_AT_THE_CLOCK, program);
      case HOST -> isIn(LOOK_AT_THE_HOST, program);
    };
  }

  /** Whether such a program reads no variables but those that it asks for by name. */
  public static boolean asksByName(String program) {
    return isIn(ASK_BY_NAME, program);
  }

  private static boolean isIn(Set<String> names, String program) {
    String file = program.substring(program.lastIndexOf('/') + 1);
    String name = TARGET.matcher(file).replaceFirst("");
    return names.contains(name) || names.contains(VERSION.matcher(name).replaceFirst(""));
  }
}
