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
import java.util.stream.Stream;

/** What the tests do with whole directories. */
final class Tree {
  private Tree() {}

  /** The source of a project, as {@code ./check} fetched it. */
  static Path source(String name) {
    Path source = Path.of(System.getProperty("larder.sources", "")).resolve(name);
    if (!Files.exists(source.resolve(".complete"))) {
      throw new AssertionError(source + " is not there: ./check fetches it");
    }
    return source;
  }

  static void delete(Path directory) throws IOException {
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
  static void copy(Path source, Path directory) throws IOException, InterruptedException {
    delete(directory);
    Files.createDirectories(directory.getParent());
    Command.of(source, "cp", "-a", source.toString(), directory.toString()).run();
  }

  /** Path and digest of each object and depfile below a directory. */
  static SortedMap<String, String> objects(Path directory) throws IOException {
    var digests = new TreeMap<String, String>();
    try (Stream<Path> all = Files.walk(directory)) {
      all.filter(path -> path.toString().endsWith(".o") || path.toString().endsWith(".d"))
          .forEach(path -> digests.put(directory.relativize(path).toString(), digest(path)));
    }
    return digests;
  }

  private static String digest(Path file) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
