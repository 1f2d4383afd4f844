package dev.larder.storage.disk;

import dev.larder.storage.CacheKey;
import dev.larder.storage.PrivateFiles;
import dev.larder.storage.format.EntryHeader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which file is where.
 *
 * <pre>
 *   values/ab/KEY       an entry, and
 *   values/ab/KEY-ID    the same file under a name that no other entry ever gets; or one that is
 *                       being written, or an unpacked section that somebody is about to take
 *   sets/ab/KEY         a record set, and
 *   sets/ab/KEY-ID      one that is being written anew
 *   lock                held while evicting or rewriting
 *   size                what all of them take, while no daemon is at work
 * </pre>
 *
 * KEY is 64 hex digits, ID 32 hex digits drawn by chance, {@code ab} the first two of KEY.
 *
 * <p>Not final, so that tests can step in between the opening of a file and its writing.
 */
class Layout {
  /** What tells backup programs that this is a cache; see https://bford.info/cachedir/. */
  private static final String CACHE_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n";

  private final Path directory;
  private final Path values;
  private final Path sets;

  Layout(Path directory) {
    this.directory = directory;
    this.values = directory.resolve("values");
    this.sets = directory.resolve("sets");
  }

  Path directory() {
    return directory;
  }

  Path lock() {
    return directory.resolve("lock");
  }

  Path size() {
    return directory.resolve("size");
  }

  /** The directories whose subdirectories hold the files. */
  List<Path> trees() {
    return List.of(values, sets);
  }

  Path value(CacheKey key) {
    String name = key.hex();
    return values.resolve(name.substring(0, 2)).resolve(name);
  }

  Path set(CacheKey key) {
    String name = key.hex();
    return sets.resolve(name.substring(0, 2)).resolve(name);
  }

  /** The name that only one writing of a file has. */
  static Path unique(Path file, EntryHeader.Id id) {
    return file.resolveSibling(file.getFileName() + "-" + id.hex());
  }

  /** Whether this is a name under which an entry or a set is looked up. */
  static boolean isLookedUp(Path file) {
    return file.getFileName().toString().length() == 2 * CacheKey.LENGTH;
  }

  static EntryHeader.Id drawId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new EntryHeader.Id(random.nextLong(), random.nextLong());
  }

  /** Opens a file that only its owner may read if it is made, and makes the directories above. */
  FileChannel openForWriting(Path file, Set<? extends OpenOption> options) throws IOException {
    try {
      return FileChannel.open(file, options, PrivateFiles.FILE);
    } catch (NoSuchFileException missing) {
      makeDirectories(file.resolveSibling("").toAbsolutePath());
      return FileChannel.open(file, options, PrivateFiles.FILE);
    }
  }

  private void makeDirectories(Path leaf) throws IOException {
    PrivateFiles.createDirectories(leaf.normalize());
    Path tag = directory.resolve("CACHEDIR.TAG");
    if (!Files.exists(tag)) {
      try {
        Files.writeString(tag, CACHE_TAG, StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException another) {
        // Another process was first.
      }
    }
  }

  /** Whether the file exists and has this identity. */
  static boolean isInode(Path file, Object inode) throws IOException {
    try {
      return inode(file).equals(inode);
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  /** The file's identity within its file system, as long as it exists. */
  static Object inode(Path file) throws IOException {
    Object key =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    if (key == null) {
      throw new IOException(file + " lies on a file system without inodes");
    }
    return key;
  }
}
