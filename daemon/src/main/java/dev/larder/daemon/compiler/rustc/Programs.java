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
