package dev.larder.daemon.engine.tree;

import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The way from a directory to the sections of an entry. Small files share sections, so that an
 * entry does not have as many as there are files.
 */
public final class TreeCapture {
  /** The section with the table. */
  static final String TABLE = "tree";

  /** Followed by a number: a section with contents. */
  static final String CONTENT = "tree.";

  private static final long SMALL = 16 << 10;
  private static final int PACK = 1 << 20;
  private static final long MOST_PACKED = 48L << 20;
  private static final long MOST_BYTES = 1L << 30;
  private static final int MOST_SECTIONS = Entry.MAX_SECTIONS - 16;

  private final Path root;
  private final List<Tree.Item> items = new ArrayList<>();
  private final List<Content> contents = new ArrayList<>();
  private final Map<Object, Links> links = new HashMap<>();
  private ByteArrayOutputStream pack = new ByteArrayOutputStream();
  private int packNumber = -1;
  private long packed;
  private long total;

  private record Links(String path, int there, int seen) {}

  private TreeCapture(Path root) {
    this.root = root;
  }

  /**
   * The sections for all that is in a directory.
   *
   * @throws UnfitTreeException if something in it can not be kept
   */
  public static List<Entry.Section> of(Path root) throws IOException, UnfitTreeException {
    TreeCapture capture = new TreeCapture(root);
    capture.addAll(root, "");
    capture.checkLinks();
    capture.closePack();
    List<Entry.Section> sections = new ArrayList<>();
    byte[] table = TreeTable.encode(new Tree(capture.items));
    sections.add(new Entry.Section(TABLE, 0, new Content.Bytes(table)));
    for (int i = 0; i < capture.contents.size(); i++) {
      sections.add(new Entry.Section(CONTENT + i, 0, capture.contents.get(i)));
    }
    return sections;
  }

  private void addAll(Path directory, String prefix) throws IOException, UnfitTreeException {
    List<Path> there;
    try (Stream<Path> names = Files.list(directory)) {
      there = names.sorted().toList();
    }
    for (Path file : there) {
      String name = String.valueOf(file.getFileName());
      if (name.indexOf('\uFFFD') >= 0) {
        throw new UnfitTreeException("a name that is not UTF-8", "not UTF-8: " + file);
      }
      add(file, prefix + name);
      if (items.size() > Tree.MOST) {
        throw new UnfitTreeException("too many files", "more than " + Tree.MOST + " in " + root);
      }
    }
  }

  private void add(Path file, String path) throws IOException, UnfitTreeException {
    Map<String, Object> stat =
        Files.readAttributes(
            file,
            "unix:mode,nlink,size,fileKey,isRegularFile,isDirectory,isSymbolicLink",
            LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) Objects.requireNonNull(stat.get("mode"));
    if (is(stat, "isSymbolicLink")) {
      items.add(new Tree.Link(path, Files.readSymbolicLink(file).toString()));
      return;
    }
    if ((mode & 07000) != 0) {
      throw new UnfitTreeException("a file with special permissions", "set-uid or sticky: " + file);
    }
    if (is(stat, "isDirectory")) {
      items.add(new Tree.Directory(path, mode & 0777));
      addAll(file, path + "/");
    } else if (is(stat, "isRegularFile")) {
      int names = (Integer) Objects.requireNonNull(stat.get("nlink"));
      if (names > 1) {
        Links all =
            links.merge(
                Objects.requireNonNull(stat.get("fileKey")),
                new Links(path, names, 1),
                (one, other) -> new Links(one.path(), one.there(), one.seen() + 1));
        if (all.seen() > 1) {
          items.add(new Tree.HardLink(path, all.path()));
          return;
        }
      }
      add(file, path, mode & 0777, (Long) Objects.requireNonNull(stat.get("size")));
    } else {
      throw new UnfitTreeException("a special file", "no file, directory or link: " + file);
    }
  }

  private static boolean is(Map<String, Object> stat, String what) {
    return Boolean.TRUE.equals(stat.get(what));
  }

  private void add(Path file, String path, int mode, long size)
      throws IOException, UnfitTreeException {
    total += size;
    if (total > MOST_BYTES) {
      throw new UnfitTreeException("too large", "more than " + MOST_BYTES + " bytes in " + root);
    }
    if (size >= SMALL || packed > MOST_PACKED) {
      contents.add(new Content.Stretch(file, 0, size));
      items.add(new Tree.File(path, mode, contents.size() - 1, 0, size));
    } else {
      byte[] bytes = Files.readAllBytes(file);
      if (packNumber < 0 || pack.size() + bytes.length > PACK) {
        closePack();
        packNumber = contents.size();
        contents.add(new Content.Bytes(bytes)); // keeps the place
      }
      items.add(new Tree.File(path, mode, packNumber, pack.size(), bytes.length));
      pack.writeBytes(bytes);
      packed += bytes.length;
    }
    if (contents.size() > MOST_SECTIONS) {
      throw new UnfitTreeException("too many files", "too many large files in " + root);
    }
  }

  private void closePack() {
    if (packNumber >= 0) {
      contents.set(packNumber, new Content.Bytes(pack.toByteArray()));
      pack = new ByteArrayOutputStream();
      packNumber = -1;
    }
  }

  /* A file with a name elsewhere can be changed there. */
  private void checkLinks() throws UnfitTreeException {
    for (Links one : links.values()) {
      if (one.seen() < one.there()) {
        throw new UnfitTreeException("a hard link from outside", "hard link: " + one.path());
      }
    }
  }
}
