package dev.larder.daemon.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What tells whether a file has changed.
 *
 * @param identity device and inode, size and time of modification; empty if there is no such file
 */
record FileStamp(Path path, Optional<Identity> identity) {
  /** Times of modification are this coarse on the coarsest file systems. */
  private static final Duration TICK = Duration.ofSeconds(2);

  record Identity(String key, long size, FileTime modified) {}

  static FileStamp of(Path path) {
    if (!Files.exists(path)) {
      return new FileStamp(path, Optional.empty());
    }
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new FileStamp(
          path,
          Optional.of(
              new Identity(
                  String.valueOf(attributes.fileKey()),
                  attributes.size(),
                  attributes.lastModifiedTime())));
    } catch (IOException goneMeanwhile) {
      return new FileStamp(path, Optional.empty());
    }
  }

  boolean exists() {
    return identity.isPresent();
  }

  boolean holds() {
    return equals(of(path));
  }

  /** Whether the file could be changed once more, after now, without a change of its stamp. */
  boolean young(Instant now) {
    return identity
        .map(known -> known.modified().toInstant().plus(TICK).isAfter(now))
        .orElse(false);
  }
}
