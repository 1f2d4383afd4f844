package dev.larder.daemon;

import dev.larder.daemon.protocol.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which files this process sees under their names. A caller in a container, a sandbox or a chroot
 * sees others, and what is true here says nothing about its files.
 *
 * @param mountNamespace inode of the mount namespace, 0 if unknown
 * @param rootDevice device of the root directory
 * @param rootInode inode of the root directory
 */
record Surroundings(long mountNamespace, long rootDevice, long rootInode) {

  /** Those of this process. */
  static Surroundings ofThisProcess() throws IOException {
    Path root = Path.of("/");
    return new Surroundings(
        mountNamespaceOfThisProcess(),
        (Long) Files.getAttribute(root, "unix:dev"),
        (Long) Files.getAttribute(root, "unix:ino"));
  }

  private static long mountNamespaceOfThisProcess() {
    try {
      return (Long) Files.getAttribute(Path.of("/proc/self/ns/mnt"), "unix:ino");
    } catch (IOException e) {
      return 0; // no /proc: the caller has none either, and says 0 as well
    }
  }

  /** Whether the caller sees the same files. */
  boolean sharedWith(Question.Request request) {
    return request.mountNamespace() == mountNamespace
        && request.rootDevice() == rootDevice
        && request.rootInode() == rootInode;
  }
}
