package dev.larder.daemon.protocol;

import io.netty.buffer.ByteBuf;
import java.util.Iterator;
import java.util.List;

/** Writes an {@link Answer} as a frame, its length included. */
public final class AnswerWriter {
  /** No frame is longer than this. */
  public static final int MAX_FRAME = 64 << 20;

  /** What is printed goes in pieces of this size, so that no frame is too long. */
  private static final int PIECE = 1 << 20;

  private AnswerWriter() {}

  /** Appends the frame (for something long to be printed: the frames) to the buffer. */
  public static void write(Answer answer, ByteBuf out) {
    switch (answer) {
      case Answer.Exec exec -> framed(out, 0x41, () -> text(out, Text.of(exec.reason())));
      case Answer.Run run ->
          framed(
              out,
              0x42,
              () -> {
                list(out, run.arguments());
                list(out, run.edits());
              });
      case Answer.Wait wait -> framed(out, 0x43, () -> {});
      case Answer.Print print -> print(print, out);
      case Answer.PlaceBytes place ->
          framed(
              out,
              0x46,
              () -> {
                text(out, place.path());
                out.writeInt(place.mode()).writeByte(0).writeBytes(place.bytes());
              });
      case Answer.PlaceStretch place ->
          framed(
              out,
              0x46,
              () -> {
                text(out, place.path());
                out.writeInt(place.mode()).writeByte(place.spare() ? 3 : 1);
                text(out, Text.of(place.file().toString()));
                out.writeLong(place.offset()).writeLong(place.length());
              });
      case Answer.PlaceChecked place ->
          framed(
              out,
              0x46,
              () -> {
                text(out, place.path());
                out.writeInt(place.mode()).writeByte(2).writeLong(place.checksum());
                text(out, Text.of(place.file().toString()));
                out.writeLong(place.offset()).writeLong(place.length());
              });
      case Answer.PlaceTree tree -> tree(tree, out);
      case Answer.Exit exit -> framed(out, 0x47, () -> out.writeInt(exit.status()));
      case Answer.Done done -> framed(out, 0x48, () -> list(out, done.scripts()));
      case Answer.Cancel cancel -> framed(out, 0x49, () -> {});
    }
  }

  private static void print(Answer.Print print, ByteBuf out) {
    int type = print.stream() == Stream.STDOUT ? 0x44 : 0x45;
    for (int start = 0; start < print.bytes().length; start += PIECE) {
      int from = start;
      int length = Math.min(PIECE, print.bytes().length - from);
      framed(out, type, () -> out.writeBytes(print.bytes(), from, length));
    }
  }

  /* In frames of some megabytes, each of which names the root. */
  private static void tree(Answer.PlaceTree tree, ByteBuf out) {
    Iterator<Answer.TreeItem> items = tree.items().iterator();
    do {
      framed(
          out,
          0x4a,
          () -> {
            int begun = out.writerIndex();
            text(out, tree.root());
            while (items.hasNext() && out.writerIndex() - begun < PIECE) {
              item(out, items.next());
            }
          });
    } while (items.hasNext());
  }

  private static void item(ByteBuf out, Answer.TreeItem item) {
    switch (item) {
      case Answer.TreeItem.Directory directory -> head(out, 0, item, directory.mode());
      case Answer.TreeItem.Link link -> {
        head(out, 1, item, 0);
        text(out, link.text());
      }
      case Answer.TreeItem.HardLink link -> {
        head(out, 4, item, 0);
        text(out, link.of());
      }
      case Answer.TreeItem.Bytes bytes -> {
        head(out, 2, item, bytes.mode());
        out.writeInt(bytes.length()).writeBytes(bytes.bytes(), bytes.offset(), bytes.length());
      }
      case Answer.TreeItem.Stretch stretch -> {
        head(out, 3, item, stretch.mode());
        text(out, Text.of(stretch.file().toString()));
        out.writeLong(stretch.offset()).writeLong(stretch.length());
      }
    }
  }

  private static void head(ByteBuf out, int kind, Answer.TreeItem item, int mode) {
    out.writeByte(kind);
    text(out, item.path());
    out.writeInt(mode);
  }

  private static void framed(ByteBuf out, int type, Runnable payload) {
    int at = out.writerIndex();
    out.writeInt(0).writeByte(type);
    payload.run();
    out.setInt(at, out.writerIndex() - at - Integer.BYTES);
  }

  private static void text(ByteBuf out, Text text) {
    out.writeInt(text.length()).writeBytes(text.bytes());
  }

  private static void list(ByteBuf out, List<Text> items) {
    out.writeInt(items.size());
    items.forEach(item -> text(out, item));
  }
}
