package dev.larder.storage.disk;

import dev.larder.storage.CacheKey;
import dev.larder.storage.format.EntryHeader;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Goes through all files of the cache, one directory at a time, so that it needs little memory. */
final class DirectoryScan {
  private static final int LOOKED_UP = 2 * CacheKey.LENGTH;
  private static final int UNIQUE = LOOKED_UP + 1 + 32;

  private DirectoryScan() {}

  /**
   * A file.
   *
   * @param names all names that it has in its directory
   * @param isLookedUp whether one of them is a name under which readers look; else it is being
   *     written, or its writer was killed
   */
  record Item(List<Path> names, boolean isLookedUp, long size, Instant lastUse) {
    /** Bytes that it takes on the disk. */
    long occupied() {
      return DirectoryScan.occupied(size);
    }
  }

  /** Bytes that a file of this size takes on the disk. */
  static long occupied(long size) {
    return (size + EntryHeader.PAGE - 1) / EntryHeader.PAGE * EntryHeader.PAGE;
  }

  /** Is given the files of one directory; says whether to go on. */
  @FunctionalInterface
  interface Visitor {
    boolean visit(Collection<Item> files) throws IOException;
  }

  /** Visits each directory of files below these. What vanishes meanwhile is not seen. */
  static void visitAll(List<Path> trees, Visitor visitor) throws IOException {
    for (Path tree : trees) {
      for (Path directory : children(tree)) {
        if (!visitor.visit(files(directory))) {
          return;
        }
      }
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children;
  }

  private static Collection<Item> files(Path directory) throws IOException {
    Map<Object, Item> byInode = new HashMap<>();
    for (Path name : children(directory)) {
      int length = name.getFileName().toString().length();
      if (length != LOOKED_UP && length != UNIQUE) {
        continue;
      }
      try {
        BasicFileAttributes attributes =
            Files.readAttributes(name, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isRegularFile()) {
          Item item =
              new Item(
                  List.of(name),
                  length == LOOKED_UP,
                  attributes.size(),
                  attributes.lastModifiedTime().toInstant());
          byInode.merge(attributes.fileKey(), item, DirectoryScan::join);
        }
      } catch (NoSuchFileException vanished) {
        // Another process was at work.
      }
    }
    return byInode.values();
  }

  private static Item join(Item one, Item other) {
    List<Path> names = new ArrayList<>(one.names());
    names.addAll(other.names());
    return new Item(names, one.isLookedUp() || other.isLookedUp(), other.size(), other.lastUse());
  }
}
