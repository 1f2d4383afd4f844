package dev.larder.projects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What the tests do with whole directories. */
public final class Tree {
  private Tree() {}

  /** The source of a project, as {@code ./check} fetched it. */
  public static Path source(String name) {
    Path source = Path.of(System.getProperty("larder.sources", "")).resolve(name);
    if (!Files.exists(source.resolve(".complete"))) {
      throw new AssertionError(source + " is not there: ./check fetches it");
    }
    return source;
  }

  /** Deletes a directory and all below it, if it is there. */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** Replaces the directory by a copy with the same times, as an unpacked archive would be. */
  public static void copy(Path source, Path directory) throws IOException, InterruptedException {
    delete(directory);
    Files.createDirectories(directory.getParent());
    Command.of(source, "cp", "-a", source.toString(), directory.toString()).run();
  }

  /** Path and digest of each object and depfile below a directory. */
  static SortedMap<String, String> objects(Path directory) throws IOException {
    return digests(directory, name -> name.endsWith(".o") || name.endsWith(".d"));
  }

  /**
   * Path and digest of each file below a directory whose path from there is one of those wanted.
   */
  public static SortedMap<String, String> digests(Path directory, Predicate<String> wanted)
      throws IOException {
    return digests(directory, wanted, content -> content);
  }

  /** The same of contents from which something is taken away first. */
  public static SortedMap<String, String> digests(
      Path directory, Predicate<String> wanted, UnaryOperator<byte[]> what) throws IOException {
    var digests = new TreeMap<String, String>();
    try (Stream<Path> all = Files.walk(directory)) {
      all.filter(Files::isRegularFile)
          .filter(path -> wanted.test(directory.relativize(path).toString()))
          .forEach(path -> digests.put(directory.relativize(path).toString(), digest(path, what)));
    }
    return digests;
  }

  private static String digest(Path file, UnaryOperator<byte[]> what) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(what.apply(Files.readAllBytes(file))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
