package dev.larder.daemon.compiler.rustc;

import dev.larder.daemon.compiler.Invocation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which words of a call are the compiler's name, and which its arguments.
 *
 * @param wrapped whether the first argument is rustc's path, as cargo gives it to {@code
 *     RUSTC_WORKSPACE_WRAPPER}, clippy-driver among them
 */
record Programs(boolean wrapped) {
  private static final Pattern RUSTC = Pattern.compile("rustc(-[0-9][0-9.]*)?");

  /*
   * What a run of rustc starts: these ask for the variables that they read by name, although they have to hand on all of
   * them. With the target, or the toolchain that they belong to, before the name.
   */
  private static final Pattern TOOL =
      Pattern.compile(
          "(?:rust-|llvm-|[a-z0-9_]+(?:-[a-z0-9_]+){1,3}-)?"
              + "(?:rustc|rustup|clippy-driver|gcc|g\\+\\+|cc|c\\+\\+|clang|clang\\+\\+|cc1|cc1plus|lto1|lto-wrapper"
              + "|collect2|as|ld|ld\\.[a-z0-9]+|gold|lld|wasm-ld|mold|ar|ranlib|nm|strip|objcopy|dwp)"
              + "(?:-[0-9][0-9.]*)?");

  private static final Pattern LIBRARY = Pattern.compile(".*\\.so(?:\\..*)?");

  /** Whether a program or library is of a kind that compilers and linkers are made of. */
  static boolean areOfToolchains(String path) {
    String name = fileName(path);
    return TOOL.matcher(name).matches() || LIBRARY.matcher(name).matches();
  }

  /** rustc itself, rustup in its place, or a program that wraps it; empty if it is none of them. */
  static Optional<Programs> of(Invocation invocation, String resolvedProgram) {
    boolean called = isRustc(invocation.program());
    if (called && (isRustc(resolvedProgram) || fileName(resolvedProgram).equals("rustup"))) {
      return Optional.of(new Programs(false));
    }
    List<String> words = invocation.arguments();
    boolean driver = fileName(invocation.program()).equals("clippy-driver");
    if (!called && words.size() > 1 && isRustc(words.get(1))) {
      return Optional.of(new Programs(true));
    }
    return driver ? Optional.of(new Programs(false)) : Optional.empty();
  }

  /** Whether a program of this path is rustc by its name. */
  static boolean isRustc(String path) {
    return RUSTC.matcher(fileName(path)).matches();
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The words that rustc reads. */
  List<String> arguments(Invocation invocation) {
    List<String> words = invocation.arguments();
    return words.subList(wrapped ? 2 : 1, words.size());
  }
}
