package dev.larder.daemon.inputs.observation;

import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.Errno;
import dev.larder.daemon.inputs.files.FileStat;
import dev.larder.daemon.inputs.files.NativePath;
import dev.larder.daemon.inputs.files.PathNames;
import dev.larder.daemon.inputs.files.Text;
import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The file system after the run, seen from the request's working directory. */
final class Now {
  private final Calls calls;
  private final Arena arena;
  private final String cwd;
  private final Set<String> present = new HashSet<>();
  private final Set<String> missing = new HashSet<>();
  private Optional<Text> canonicalCwd = Optional.empty();

  Now(Calls calls, Arena arena, String cwd) {
    this.calls = calls;
    this.arena = arena;
    this.cwd = cwd;
  }

  Calls calls() {
    return calls;
  }

  NativePath path(String spelled) {
    return NativePath.of(arena, cwd, spelled);
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
    // Whoever searches asks for much of which the same directory is missing.
    for (String part = spelled; !part.isEmpty(); part = above(part)) {
      if (missing.contains(part)) {
        return Optional.of(part);
      }
    }
    if (calls.stat(path(spelled)) != Errno.ENOENT) {
      return Optional.empty();
    }
    String topmost = spelled;
    String above = above(topmost);
    while (!above.isEmpty() && !exists(above)) {
      topmost = above;
      above = above(topmost);
    }
    missing.add(topmost);
    return Optional.of(topmost);
  }

  private boolean exists(String spelled) {
    if (present.contains(spelled)) {
      return true;
    }
    boolean exists = calls.stat(path(spelled)) != Errno.ENOENT;
    if (exists) {
      present.add(spelled);
    }
    return exists;
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
