package dev.larder.daemon.compiler.buildscript;

import java.util.List;
import java.util.Set;

/**
 * What the variables of a script's environment are to it. "Environment Variables", The Cargo Book,
 * lists those that cargo sets.
 */
final class ScriptVariables {
  private static final Set<String> OF_CARGO =
      Set.of(
          "CARGO",
          "CARGO_ENCODED_RUSTFLAGS",
          "CARGO_MANIFEST_DIR",
          "CARGO_MANIFEST_LINKS",
          "CARGO_MANIFEST_PATH",
          "DEBUG",
          "HOST",
          "OPT_LEVEL",
          "OUT_DIR",
          "PROFILE",
          "RUSTC",
          "RUSTC_LINKER",
          "RUSTDOC",
          "TARGET");

  private static final List<String> FAMILIES =
      List.of("CARGO_CFG_", "CARGO_FEATURE_", "CARGO_PKG_", "DEP_");

  /* Read by the loader and by libc, unobserved. */
  private static final Set<String> OF_LIBC =
      Set.of("LD_LIBRARY_PATH", "LD_PRELOAD", "LD_AUDIT", "GLIBC_TUNABLES", "LOCPATH", "TZ");

  private static final Set<String> WRAPPERS = Set.of("RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER");

  /** Of no account whoever asks: where to work, and how much at once. */
  private static final Set<String> IDLE =
      Set.of(
          "CARGO_MAKEFLAGS",
          "MAKEFLAGS",
          "MFLAGS",
          "NUM_JOBS",
          "RUST_BACKTRACE",
          "RUST_LIB_BACKTRACE",
          "TEMP",
          "TMP",
          "TMPDIR");

  /* Read by Larder itself, where the script runs a compiler through it. */
  private static final List<String> OF_CACHES = List.of("LARDER_", "SCCACHE_");

  /** Different in each session, and of no account where a program asks that the script runs. */
  private static final Set<String> OF_A_SESSION =
      Set.of(
          "_",
          "COLORTERM",
          "COLUMNS",
          "DISPLAY",
          "LINES",
          "LS_COLORS",
          "OLDPWD",
          "PWD",
          "SHLVL",
          "TERM",
          "WAYLAND_DISPLAY",
          "WINDOWID");

  private static final List<String> SESSION_FAMILIES =
      List.of(
          "DBUS_",
          "SSH_",
          "TERM_",
          "TMUX",
          "VTE_",
          "XDG_CURRENT_",
          "XDG_RUNTIME_",
          "XDG_SEAT",
          "XDG_SESSION_",
          "XDG_VTNR");

  private ScriptVariables() {}

  /** Whether a variable counts for a run whether the script asks for it or not. */
  static boolean counts(String name, String value) {
    return OF_CARGO.contains(name)
        || OF_LIBC.contains(name)
        || FAMILIES.stream().anyMatch(name::startsWith)
        || (WRAPPERS.contains(name) && !isLarder(value));
  }

  /* It stands for rustc itself, and does what that does. */
  private static boolean isLarder(String wrapper) {
    String name = wrapper.substring(wrapper.lastIndexOf('/') + 1);
    return name.equals("larder") || name.equals("sccache");
  }

  /** The same for one that the script itself asked for: it may put down what it was told. */
  static boolean isFoldedForScript(String name, String value) {
    return IDLE.contains(name) || WRAPPERS.contains(name) || counts(name, value);
  }

  /** Whether a variable that was asked for is no input of its own. */
  static boolean isFolded(String name, String value) {
    return OF_A_SESSION.contains(name)
        || SESSION_FAMILIES.stream().anyMatch(name::startsWith)
        || OF_CACHES.stream().anyMatch(name::startsWith)
        || isFoldedForScript(name, value);
  }
}
