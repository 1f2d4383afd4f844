package dev.larder.daemon.engine.tree;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is in a directory, parents before what is in them.
 *
 * @param items at most {@value #MOST}
 */
record Tree(List<Item> items) {
  /** More is not kept. */
  static final int MOST = 50_000;

  private static final int LONGEST_PATH = 4000;
  private static final int LONGEST_NAME = 255;

  Tree {
    items = List.copyOf(items);
  }

  /** One thing; its path is relative to the directory. */
  sealed interface Item {
    String path();
  }

  /** A directory, with its permission bits. */
  record Directory(String path, int mode) implements Item {}

  /** A symbolic link. */
  record Link(String path, String text) implements Item {}

  /**
   * A file.
   *
   * @param mode its permission bits
   * @param content which of the contents has its bytes
   * @param offset where they begin there
   */
  record File(String path, int mode, int content, long offset, long length) implements Item {}

  /**
   * Another name of a file that stands before it.
   *
   * @param of the file's path
   */
  record HardLink(String path, String of) implements Item {}

  /**
   * What speaks against making this anywhere; empty if nothing does. All of it lies in the
   * directory then, and nothing behind a link.
   *
   * @param lengths of the contents
   */
  Optional<String> objection(List<Long> lengths) {
    Map<String, Item> known = new HashMap<>();
    Set<String> directories = new HashSet<>(Set.of(""));
    if (items.size() > MOST) {
      return Optional.of("too many files");
    }
    for (Item item : items) {
      String path = item.path();
      int slash = path.lastIndexOf('/');
      if (path.length() > LONGEST_PATH || !isName(path.substring(slash + 1))) {
        return Optional.of("impossible name " + path);
      }
      if (!directories.contains(slash < 0 ? "" : path.substring(0, slash))) {
        return Optional.of("no directory for " + path);
      }
      if (known.put(path, item) != null) {
        return Optional.of("twice " + path);
      }
      switch (item) {
        case Directory directory -> directories.add(path);
        case Link link -> {
          if (link.text().isEmpty() || link.text().indexOf('\0') >= 0) {
            return Optional.of("impossible link " + path);
          }
        }
        case HardLink link -> {
          if (!(known.get(link.of()) instanceof File)) {
            return Optional.of("no file for " + path);
          }
        }
        case File file -> {
          boolean within =
              file.content() >= 0
                  && file.content() < lengths.size()
                  && file.offset() >= 0
                  && file.length() >= 0
                  && file.offset() <= lengths.get(file.content()) - file.length();
          if (!within) {
            return Optional.of("no content for " + path);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST_NAME
        && !name.equals(".")
        && !name.equals("..")
        && name.indexOf('\0') < 0;
  }
}
