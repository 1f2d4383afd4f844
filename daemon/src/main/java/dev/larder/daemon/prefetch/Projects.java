package dev.larder.daemon.prefetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Tells of which project a build is. */
/*
 * What a build compiles need not lie in its project: cargo compiles what a project depends on in the
 * directory where that was unpacked. So it is the directory of whoever started the compiler that is
 * looked at first, and the compiler's own only after it.
 */
final class Projects {
  private static final int REMEMBERED = 4096;
  private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);
  private static final long LARGEST_LOCK = 16 << 20;

  private final Cache<Place, Optional<Project>> known = memory();

  /* Cargo runs each compiler in a directory of its own, but itself in one. */
  private final Cache<Path, Optional<Project>> around = memory();

  private static <K> Cache<K, Optional<Project>> memory() {
    return Caffeine.newBuilder()
        .maximumSize(REMEMBERED)
        .expireAfterWrite(REMEMBERED_FOR)
        .executor(Runnable::run)
        .build();
  }

  /**
   * From where a call came, as far as it can be told without asking the kernel.
   *
   * @param shell the directory of the shell in which it began, empty if unknown
   */
  private record Place(String cwd, String shell) {}

  /**
   * The project of a call, if it has one.
   *
   * @param name by which the user calls it; empty to find out
   * @param cwd the directory in which the compiler runs
   * @param pid the compiler's process
   */
  Optional<Project> of(String name, String cwd, Map<String, String> environment, int pid) {
    if (!name.isEmpty()) {
      return Optional.of(Project.named(name));
    }
    Place place = new Place(cwd, environment.getOrDefault("PWD", ""));
    return known.get(place, absent -> find(cwd, pid));
  }

  private Optional<Project> find(String cwd, int pid) {
    try {
      Path own = Path.of(cwd);
      return directoryOfParent(pid)
          .filter(parents -> !parents.equals(own))
          .flatMap(this::around)
          .or(() -> around(own));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** See proc(5). */
  private static Optional<Path> directoryOfParent(int pid) {
    try {
      String stat =
          Files.readString(
              Path.of("/proc", Integer.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
      // The name in parentheses may hold anything; behind it come state and parent.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", 3);
      return fields.length < 3
          ? Optional.empty()
          : Optional.of(Files.readSymbolicLink(Path.of("/proc", fields[1], "cwd")));
    } catch (IOException e) {
      return Optional.empty(); // it has ended, or is another user's
    }
  }

  private Optional<Project> around(Path start) {
    return around.get(start, Projects::enclosing);
  }

  private static Optional<Project> enclosing(Path start) {
    Optional<Path> git = Optional.empty();
    Optional<Path> lock = Optional.empty();
    for (Path each = start; each != null; each = each.getParent()) {
      if (git.isEmpty() && Files.exists(each.resolve(".git"))) {
        git = Optional.of(each.resolve(".git"));
      }
      if (Files.isRegularFile(each.resolve("Cargo.lock"))) {
        lock = Optional.of(each.resolve("Cargo.lock"));
      }
    }
    Optional<Path> topmost = lock;
    return git.flatMap(Origin::of)
        .map(Project::from)
        .or(() -> topmost.flatMap(Projects::content).map(Project::locked));
  }

  private static Optional<byte[]> content(Path lock) {
    try {
      return Files.size(lock) > LARGEST_LOCK
          ? Optional.empty()
          : Optional.of(Files.readAllBytes(lock));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
