package dev.larder.daemon.protocol;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a frame (type and payload, without its length) into a {@link Question}. */
public final class QuestionReader {
  private QuestionReader() {}

  /**
   * Reads one message; the buffer holds exactly that.
   *
   * @throws ProtocolException if the bytes are none
   */
  public static Question read(ByteBuf frame) throws ProtocolException {
    try {
      int type = frame.readUnsignedByte();
      return switch (type) {
        case 0x01 -> request(frame);
        case 0x02 -> new Question.Printed(Stream.STDOUT, rest(frame));
        case 0x03 -> new Question.Printed(Stream.STDERR, rest(frame));
        case 0x04 -> report(frame);
        case 0x05 -> placed(frame);
        case 0x06 -> new Question.Cancelled();
        default -> throw new ProtocolException("unknown message type " + type);
      };
    } catch (IndexOutOfBoundsException e) {
      throw new ProtocolException("a message ends too early", e);
    }
  }

  private static Question.Request request(ByteBuf frame) throws ProtocolException {
    int version = frame.readUnsignedShort();
    int kind = frame.readUnsignedByte();
    int flags = frame.readUnsignedByte();
    return new Question.Request(
        version,
        kind == 2,
        (flags & 1) != 0,
        (flags & 2) != 0,
        frame.readInt(),
        frame.readInt(),
        frame.readLong(),
        frame.readLong(),
        frame.readLong(),
        text(frame),
        text(frame),
        list(frame),
        list(frame),
        frame.readUnsignedShort(),
        Optional.of(text(frame)).filter(input -> (flags & 4) != 0),
        new RequestKey(frame.readLong(), frame.readLong()));
  }

  private static Question.Report report(ByteBuf frame) throws ProtocolException {
    Question.End end = end(frame.readUnsignedByte());
    int code = frame.readInt();
    long start = frame.readLong();
    long wall = frame.readLong();
    long user = frame.readLong();
    long system = frame.readLong();
    long peak = frame.readLong();
    int flags = frame.readUnsignedByte();
    return new Question.Report(
        end, code, start, wall, user, system, peak, (flags & 1) != 0, (flags & 2) != 0);
  }

  private static Question.End end(int how) throws ProtocolException {
    return switch (how) {
      case 0 -> Question.End.EXITED;
      case 1 -> Question.End.SIGNALLED;
      case 2 -> Question.End.NOT_STARTED;
      default -> throw new ProtocolException("unknown end " + how);
    };
  }

  private static Question.Placed placed(ByteBuf frame) {
    boolean complete = frame.readUnsignedByte() == 1;
    int error = frame.readInt();
    List<Question.PlacedFile> files = new ArrayList<>();
    while (frame.isReadable()) {
      files.add(
          new Question.PlacedFile(
              frame.readLong(),
              frame.readLong(),
              frame.readLong(),
              frame.readLong(),
              frame.readLong()));
    }
    return new Question.Placed(complete, error, files);
  }

  private static List<Text> list(ByteBuf frame) throws ProtocolException {
    int count = frame.readInt();
    // Each item takes four bytes at least: a count that the frame can not hold takes no memory.
    if (count < 0 || count > frame.readableBytes() / 4) {
      throw new ProtocolException("a list of " + count + " items does not fit its message");
    }
    List<Text> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(text(frame));
    }
    return items;
  }

  private static Text text(ByteBuf frame) throws ProtocolException {
    int length = frame.readInt();
    if (length < 0 || length > frame.readableBytes()) {
      throw new ProtocolException("a text of " + length + " bytes does not fit its message");
    }
    byte[] bytes = new byte[length];
    frame.readBytes(bytes);
    return Text.of(bytes);
  }

  private static byte[] rest(ByteBuf frame) {
    byte[] bytes = new byte[frame.readableBytes()];
    frame.readBytes(bytes);
    return bytes;
  }
}
