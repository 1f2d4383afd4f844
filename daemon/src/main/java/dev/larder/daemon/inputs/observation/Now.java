package dev.larder.daemon.inputs.observation;

import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.Errno;
import dev.larder.daemon.inputs.files.FileStat;
import dev.larder.daemon.inputs.files.NativePath;
import dev.larder.daemon.inputs.files.PathNames;
import dev.larder.daemon.inputs.files.PathSpace;
import dev.larder.daemon.inputs.files.Text;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The file system after the run, seen from the request's working directory. */
final class Now {
  private final Calls calls;
  private final PathSpace space;
  private final String cwd;
  private final Map<String, Optional<String>> directories = new HashMap<>();
  private Optional<Text> canonicalCwd = Optional.empty();

  Now(Calls calls, Arena arena, String cwd) {
    this.calls = calls;
    this.space = new PathSpace(arena);
    this.cwd = cwd;
  }

  Calls calls() {
    return calls;
  }

  NativePath path(String spelled) {
    return NativePath.of(space, cwd, spelled);
  }

  /** What a path leads to; empty if it can not be told. */
  Optional<FileStat> stat(String spelled) {
    return calls.stat(path(spelled)) == 0 ? Optional.of(calls.found()) : Optional.empty();
  }

  /** What a name is; empty if it can not be told. */
  Optional<FileStat> lstat(String spelled) {
    return calls.lstat(path(spelled)) == 0 ? Optional.of(calls.found()) : Optional.empty();
  }

  Text canonical(String spelled) {
    return calls.canonical(path(spelled));
  }

  Text canonicalCwd() {
    if (canonicalCwd.isEmpty()) {
      canonicalCwd = Optional.of(canonical(cwd));
    }
    return canonicalCwd.get();
  }

  /**
   * The topmost part of a path that is missing; empty if the path is there, or is not found for
   * another reason.
   */
  Optional<String> topmostMissing(String spelled) {
    Optional<String> above = missingOf(above(spelled));
    if (above.isPresent()) {
      return above;
    }
    return calls.stat(path(spelled)) == Errno.ENOENT ? Optional.of(spelled) : Optional.empty();
  }

  /* Whoever searches asks for much that lies, or would lie, in the same directories. */
  private Optional<String> missingOf(String directory) {
    if (directory.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> known = directories.get(directory);
    if (known != null) {
      return known;
    }
    Optional<String> missing =
        calls.stat(path(directory)) == Errno.ENOENT
            ? missingOf(above(directory)).or(() -> Optional.of(directory))
            : Optional.empty();
    directories.put(directory, missing);
    return missing;
  }

  /** The path without its last component, empty if nothing is left that could be missing. */
  private static String above(String spelled) {
    String path = spelled;
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    String above = path.contains("/") ? PathNames.directoryOf(path) : "";
    while (above.length() > 1 && above.endsWith("/")) {
      above = above.substring(0, above.length() - 1);
    }
    return above.equals("/") ? "" : above;
  }
}
