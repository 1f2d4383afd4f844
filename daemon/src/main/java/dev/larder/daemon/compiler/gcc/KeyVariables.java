package dev.larder.daemon.compiler.gcc;

import dev.larder.daemon.compiler.Action.Part;
import dev.larder.daemon.compiler.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The variables that go into every key, because the compilers or their C library may read them
 * unobserved.
 */
final class KeyVariables {
  /* gcc's manual, "Environment Variables"; clang's driver; ld.so(8). */
  private static final List<String> NAMES =
      List.of(
          "COMPILER_PATH",
          "GCC_EXEC_PREFIX",
          "GCC_COMPARE_DEBUG",
          "GCC_ROOT",
          "BINUTILS_ROOT",
          "LIBRARY_PATH",
          "LPATH",
          "CPATH",
          "C_INCLUDE_PATH",
          "CPLUS_INCLUDE_PATH",
          "OBJC_INCLUDE_PATH",
          "OBJCPLUS_INCLUDE_PATH",
          "LLVM_OVERRIDE_PRODUCER",
          "CLANG_CONFIG_FILE_SYSTEM_DIR",
          "CLANG_CONFIG_FILE_USER_DIR",
          "GCC_COLORS",
          "GCC_URLS",
          "TERM_URLS",
          "GCC_EXTRA_DIAGNOSTIC_OUTPUT",
          "LANGUAGE",
          "LOCPATH",
          "NLSPATH",
          "OUTPUT_CHARSET",
          "TZ",
          "LD_LIBRARY_PATH",
          "LD_PRELOAD",
          "LD_AUDIT",
          "GLIBC_TUNABLES",
          "POSIXLY_CORRECT");

  /* Variables that make the compiler write or print something else than asked for. */
  private static final List<String> REFUSED =
      List.of(
          "DEPENDENCIES_OUTPUT",
          "SUNPRO_DEPENDENCIES",
          "CCC_OVERRIDE_OPTIONS",
          "CC_PRINT_OPTIONS",
          "CC_PRINT_HEADERS",
          "CC_PRINT_PROC_STAT",
          "CC_LOG_DIAGNOSTICS",
          "AS_SECURE_LOG_FILE",
          "FORCE_CLANG_DIAGNOSTICS_CRASH");

  private static final Set<String> NAME_SET = Set.copyOf(NAMES);

  private KeyVariables() {}

  /** The variable that keeps a call from being cached, if one is set. */
  static Optional<String> refused(Invocation invocation) {
    return REFUSED.stream().filter(name -> invocation.variable(name).isPresent()).findFirst();
  }

  /** Whether the key has the variable. */
  static boolean contains(String name) {
    return NAME_SET.contains(name);
  }

  /** The parts of the key: those that are set, and the locale that follows from several of them. */
  static List<Part> parts(Invocation invocation) {
    var parts = new ArrayList<Part>();
    for (String name : NAMES) {
      invocation.variable(name).ifPresent(value -> parts.add(new Part("variable " + name, value)));
    }
    for (String category : List.of("LC_CTYPE", "LC_MESSAGES")) {
      parts.add(new Part("locale " + category, effective(invocation, category)));
    }
    return parts;
  }

  /* setlocale(3): LC_ALL, the category, LANG; the first that is not empty. */
  private static String effective(Invocation invocation, String category) {
    return List.of("LC_ALL", category, "LANG").stream()
        .flatMap(name -> invocation.variable(name).stream())
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("C");
  }
}
