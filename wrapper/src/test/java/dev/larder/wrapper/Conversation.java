package dev.larder.wrapper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** The partner's side of one connection. */
final class Conversation {
  private final SocketChannel channel;

  Conversation(SocketChannel channel) {
    this.channel = channel;
  }

  Request request() throws IOException {
    return Request.of(next());
  }

  Frame next() throws IOException {
    int length = ByteBuffer.wrap(read(4)).getInt();
    byte[] frame = read(length);
    return new Frame(frame[0], new String(frame, 1, length - 1, ISO_8859_1));
  }

  /** What is printed from here on, and then the report. */
  Told untilReport() throws IOException {
    var stdout = new StringBuilder();
    var stderr = new StringBuilder();
    for (; ; ) {
      Frame frame = next();
      switch (frame.type()) {
        case Frame.STDOUT -> stdout.append(frame.payload());
        case Frame.STDERR -> stderr.append(frame.payload());
        default -> {
          return new Told(stdout.toString(), stderr.toString(), Report.of(frame));
        }
      }
    }
  }

  void send(Frame... frames) throws IOException {
    for (Frame frame : frames) {
      send(frame.encoded());
    }
  }

  void send(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Whether the wrapper has ended or hung up, having said nothing more. */
  boolean over() throws IOException {
    try {
      return channel.read(ByteBuffer.allocate(1)) < 0;
    } catch (IOException reset) {
      return true; // it left with something of ours unread
    }
  }

  void close() throws IOException {
    channel.close();
  }

  private byte[] read(int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the wrapper hung up");
      }
    }
    return buffer.array();
  }

  /** What a wrapper told of a run. */
  record Told(String stdout, String stderr, Report report) {}

  /** All outputs of a PLACED frame, as device, inode, size, modified, changed. */
  static List<List<Long>> placed(Frame frame) {
    ByteBuffer fields = frame.fields();
    fields.position(5);
    List<List<Long>> files = new ArrayList<>();
    while (fields.hasRemaining()) {
      List<Long> file = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        file.add(fields.getLong());
      }
      files.add(file);
    }
    return files;
  }
}
