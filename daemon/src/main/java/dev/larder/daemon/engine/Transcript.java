package dev.larder.daemon.engine;

import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.protocol.Question;
import dev.larder.daemon.protocol.Stream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a compiler printed, on both streams, in the order in which it came: neighbours on one stream
 * are one piece.
 */
final class Transcript {
  /** A compiler that prints more than this, in bytes, is not cached. */
  static final long LIMIT = 16 << 20;

  private record Piece(Stream stream, ByteArrayOutputStream bytes) {}

  private final List<Piece> pieces = new ArrayList<>();
  private long length;

  void add(Question.Printed printed) {
    length += printed.bytes().length;
    if (tooLong()) {
      pieces.clear();
      return;
    }
    if (pieces.isEmpty() || pieces.getLast().stream() != printed.stream()) {
      pieces.add(new Piece(printed.stream(), new ByteArrayOutputStream()));
    }
    pieces.getLast().bytes().writeBytes(printed.bytes());
  }

  boolean tooLong() {
    return length > LIMIT;
  }

  /** What was printed on standard output, one byte a character. */
  String stdout() {
    return text(Stream.STDOUT);
  }

  /** What was printed on standard error, one byte a character. */
  String stderr() {
    return text(Stream.STDERR);
  }

  private String text(Stream stream) {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece.stream() == stream) {
        text.append(piece.bytes().toString(StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }

  /** What was printed on each stream, for who reads them apart. */
  List<Answer.Print> streams() {
    Map<Stream, ByteArrayOutputStream> streams = new EnumMap<>(Stream.class);
    for (Piece piece : pieces) {
      streams
          .computeIfAbsent(piece.stream(), stream -> new ByteArrayOutputStream())
          .writeBytes(piece.bytes().toByteArray());
    }
    return streams.entrySet().stream()
        .map(stream -> new Answer.Print(stream.getKey(), stream.getValue().toByteArray()))
        .toList();
  }

  /** The pieces as the messages that print them again. */
  List<Answer.Print> pieces() {
    return pieces.stream()
        .map(piece -> new Answer.Print(piece.stream(), piece.bytes().toByteArray()))
        .toList();
  }
}
