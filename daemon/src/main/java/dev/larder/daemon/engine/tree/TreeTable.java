package dev.larder.daemon.engine.tree;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a {@link Tree}. */
final class TreeTable {
  private static final int VERSION = 2;

  private static final int DIRECTORY = 0;
  private static final int LINK = 1;
  private static final int FILE = 2;
  private static final int HARD_LINK = 3;

  /* A kind, an empty name and a mode. */
  private static final int LEAST = 1 + 4 + 2;

  private TreeTable() {}

  /*
   * Big-endian: u8 version, u32 count, and for each u8 kind, u32 length and bytes of the path, u16 mode; then for a link u32
   * length and bytes of its text, for a hard link those of the other path, for a file u32 content, u64 offset, u64 length.
   */
  static byte[] encode(Tree tree) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(tree.items().size());
      for (Tree.Item item : tree.items()) {
        switch (item) {
          case Tree.Directory directory -> head(out, DIRECTORY, item, directory.mode());
          case Tree.Link link -> {
            head(out, LINK, item, 0);
            text(out, link.text());
          }
          case Tree.HardLink link -> {
            head(out, HARD_LINK, item, 0);
            text(out, link.of());
          }
          case Tree.File file -> {
            head(out, FILE, item, file.mode());
            out.writeInt(file.content());
            out.writeLong(file.offset());
            out.writeLong(file.length());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // into memory
    }
    return bytes.toByteArray();
  }

  private static void head(DataOutputStream out, int kind, Tree.Item item, int mode)
      throws IOException {
    out.writeByte(kind);
    text(out, item.path());
    out.writeShort(mode);
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * What the bytes say, still to be {@linkplain Tree#objection checked}.
   *
   * @throws IOException if they are none of these
   */
  static Tree decode(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readUnsignedByte() != VERSION) {
        throw new IOException("a directory of an unknown version");
      }
      int count = in.readInt();
      if (count < 0 || count > Tree.MOST || (long) count * LEAST > in.available()) {
        throw new IOException("a directory of an impossible size");
      }
      List<Tree.Item> items = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        items.add(item(in));
      }
      return new Tree(items);
    }
  }

  private static Tree.Item item(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    String path = text(in);
    int mode = in.readUnsignedShort() & 0777;
    return switch (kind) {
      case DIRECTORY -> new Tree.Directory(path, mode);
      case LINK -> new Tree.Link(path, text(in));
      case HARD_LINK -> new Tree.HardLink(path, text(in));
      case FILE -> new Tree.File(path, mode, in.readInt(), in.readLong(), in.readLong());
      default -> throw new IOException("a file of an unknown kind");
    };
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a name of an impossible length");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
