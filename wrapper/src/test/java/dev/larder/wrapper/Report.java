package dev.larder.wrapper;

import java.nio.ByteBuffer;

/** How the wrapper says that the compiler ended. */
record Report(
    int how,
    int status,
    long start,
    long wallNanos,
    long userMicros,
    long systemMicros,
    long peakKilobytes,
    boolean survivors,
    boolean incomplete) {

  static final int NOT_STARTED = 2;

  static Report of(Frame frame) {
    if (frame.type() != Frame.REPORT) {
      throw new AssertionError("not a report: " + frame);
    }
    ByteBuffer fields = frame.fields();
    int how = fields.get();
    int status = fields.getInt();
    long start = fields.getLong();
    long wall = fields.getLong();
    long user = fields.getLong();
    long system = fields.getLong();
    long peak = fields.getLong();
    int flags = fields.get();
    return new Report(
        how, status, start, wall, user, system, peak, (flags & 1) != 0, (flags & 2) != 0);
  }
}
