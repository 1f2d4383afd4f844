package dev.larder.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and directories that nobody but their owner may use. */
public final class PrivateFiles {
  /** What a file is made with: {@code rw-------}. */
  public static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final FileAttribute<?> DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private PrivateFiles() {}

  /**
   * Makes a directory and those above it where they are missing; what is there stays as it is.
   *
   * @throws IOException if one of them can not be made
   */
  public static void createDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) { // mostly it is there, and to fail to make it costs more
      Files.createDirectories(directory, DIRECTORY);
    }
  }

  /**
   * Makes the directories above a file where they are missing.
   *
   * @throws IOException if one of them can not be made
   */
  public static void createDirectoriesAbove(Path file) throws IOException {
    createDirectories(file.toAbsolutePath().resolveSibling(""));
  }
}
