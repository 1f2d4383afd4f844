package dev.larder.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The daemon's program. {@code SOCKET}: serve there, relative to the working directory. {@code
 * --command ARGUMENT…}: do one of Larder's own commands here, without a daemon.
 */
public final class Main {
  private Main() {}

  /** Runs until there is nothing more to do. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> words = Arrays.asList(arguments);
    if (!words.isEmpty() && words.getFirst().equals("--command")) {
      System.exit(Foreground.run(words.subList(1, words.size())));
    }
    if (words.size() != 1) {
      System.err.println("usage: larderd SOCKET | larderd --command ARGUMENT...");
      System.exit(2);
    }
    Start.daemon(Path.of(words.getFirst()), image(), System.getenv());
    System.exit(0); // else a thread of Netty's keeps the process for another second
  }

  /** The directory that Larder is installed in. */
  private static Path image() {
    return Path.of(System.getProperty("larder.image", ".")).toAbsolutePath();
  }
}
