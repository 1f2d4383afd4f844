package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What lies at an output's path before a hit is placed there. A new file can stand for what the
 * compiler would do only where there is nothing yet, or a plain file of the caller's own: compilers
 * write through links and into devices, and fail on files that they may not write, each in its own
 * way.
 */
final class Targets {
  private static final int OWNER_WRITES = 0200;

  private Targets() {}

  /** Why the compiler had better write the outputs itself; empty if nothing speaks against us. */
  static Optional<Recorder.Result.NotKept> obstacle(Action action, Path cwd) {
    for (Action.Output output : action.outputs()) {
      Optional<String> obstacle = obstacle(cwd.resolve(output.path()), output.manner());
      if (obstacle.isPresent()) {
        String what = obstacle.get();
        return Optional.of(
            new Recorder.Result.NotKept(
                "an output is " + what, "output " + output.path() + " is " + what));
      }
    }
    return Optional.empty();
  }

  /**
   * Why a run into this directory is neither to be kept nor to be done without; empty if nothing
   * speaks against it. What a run makes of what an earlier one left is its own affair.
   */
  static Optional<String> obstacle(Path tree) {
    try (Stream<Path> names = Files.list(tree)) {
      return names.findAny().isPresent() || Files.isSymbolicLink(tree)
          ? Optional.of("the output directory is not empty")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of("the output directory can not be listed");
    }
  }

  private static Optional<String> obstacle(Path path, Action.Manner manner) {
    Map<String, Object> stat;
    try {
      stat = Files.readAttributes(path, "unix:mode,nlink,isRegularFile", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Files.isDirectory(path.resolveSibling(""))
          ? Optional.empty()
          : Optional.of("in no directory");
    } catch (IOException e) {
      return Optional.of("not readable");
    }
    if (!Boolean.TRUE.equals(stat.get("isRegularFile"))) {
      return Optional.of("no regular file");
    }
    boolean replaced = manner == Action.Manner.REPLACED || manner == Action.Manner.LAUNCHED;
    if (!replaced && number(stat, "nlink") > 1) {
      return Optional.of("a hard link");
    }
    return (number(stat, "mode") & OWNER_WRITES) == 0
        ? Optional.of("write-protected")
        : Optional.empty();
  }

  private static int number(Map<String, Object> stat, String name) {
    return (Integer) Objects.requireNonNull(stat.get(name));
  }
}
