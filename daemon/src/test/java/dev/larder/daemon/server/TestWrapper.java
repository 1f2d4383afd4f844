package dev.larder.daemon.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Speaks the wrapper's side of the protocol, byte by byte. */
final class TestWrapper implements AutoCloseable {
  private final SocketChannel channel;
  private final DataInputStream in;

  TestWrapper(Path socket) throws IOException {
    channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    in = new DataInputStream(Channels.newInputStream(channel));
  }

  /** A frame: its type and its payload. */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Frame(int type, byte[] payload) {}

  void send(int type, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(5 + payload.length);
    frame.putInt(1 + payload.length).put((byte) type).put(payload).flip();
    sendRaw(frame.array());
  }

  void sendRaw(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  Frame receive() throws IOException {
    int length = in.readInt();
    int type = in.readUnsignedByte();
    return new Frame(type, in.readNBytes(length - 1));
  }

  /** Whether the other side closed without another word. */
  boolean isClosed() throws IOException {
    return in.read() < 0;
  }

  static byte[] request(String program, List<String> arguments) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(1);
    out.writeByte(1);
    out.writeByte(2);
    out.writeInt(022);
    out.writeInt(4711);
    out.writeLong(1);
    out.writeLong(2);
    out.writeLong(3);
    text(out, "/somewhere");
    text(out, program);
    list(out, arguments);
    list(out, List.of("A=1", "B=ü"));
    out.writeShort(80);
    text(out, "");
    out.writeLong(5);
    out.writeLong(6);
    return bytes.toByteArray();
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void list(DataOutputStream out, List<String> items) throws IOException {
    out.writeInt(items.size());
    for (String item : items) {
      text(out, item);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
