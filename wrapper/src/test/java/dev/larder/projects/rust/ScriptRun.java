package dev.larder.projects.rust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the run of a build script has left.
 *
 * @param directory where cargo keeps it, such as {@code target/debug/build/package-0123456789ab}
 */
record ScriptRun(Path directory) {
  /** The runs of the scripts of all packages whose name, with cargo's hash, matches. */
  static List<ScriptRun> in(Cargo cargo, String names) throws IOException {
    try (Stream<Path> all = Files.list(cargo.target().resolve("debug/build"))) {
      return all.filter(path -> path.getFileName().toString().matches(names))
          .filter(path -> Files.exists(path.resolve("output")))
          .sorted()
          .map(ScriptRun::new)
          .toList();
    }
  }

  /** The package's name with cargo's hash. */
  String name() {
    return directory.getFileName().toString();
  }

  /** What it printed, and each thing in its {@code OUT_DIR}. */
  SortedMap<String, String> made() throws Exception {
    var made = new TreeMap<String, String>();
    made.put("stdout", Files.readString(directory.resolve("output")));
    made.put("stderr", Files.readString(directory.resolve("stderr")));
    Path out = directory.resolve("out");
    try (Stream<Path> all = Files.walk(out)) {
      for (Path path : all.toList()) {
        made.put(out.relativize(path).toString(), describe(path));
      }
    }
    return made;
  }

  private static String describe(Path path) throws Exception {
    if (Files.isSymbolicLink(path)) {
      return "link to " + Files.readSymbolicLink(path);
    }
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String mode = PosixFilePermissions.toString(attributes.permissions());
    if (attributes.isDirectory()) {
      return "directory " + mode;
    }
    if (!attributes.isRegularFile()) {
      return "something else " + mode;
    }
    byte[] content = Files.readAllBytes(path);
    return "file "
        + mode
        + " "
        + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
