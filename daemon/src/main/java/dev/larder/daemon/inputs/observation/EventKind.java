package dev.larder.daemon.inputs.observation;

import java.util.Optional;
import java.util.Set;

/** The kinds of records, with their numbers in the region. */
public enum EventKind {
  START(1),
  OPEN(2),
  PROBE(3),
  LIST(4),
  READLINK(5),
  REALPATH(6),
  WRITE(7),
  RENAME(8),
  EXEC(9),
  BLIND(10),
  VARIABLE(11),
  TIME(12),
  WORKING_DIRECTORY(13),
  LOAD(14),
  ODD(15),
  CLOCK(16),
  HOST(17);

  private static final EventKind[] BY_CODE = values();

  private final int code;

  EventKind(int code) {
    this.code = code;
  }

  static Optional<EventKind> of(int code) {
    return code < 1 || code > BY_CODE.length ? Optional.empty() : Optional.of(BY_CODE[code - 1]);
  }

  /** The bits of the header that ask for these kinds. */
  static int mask(Set<EventKind> kinds) {
    int mask = 0;
    for (EventKind kind : kinds) {
      mask |= 1 << kind.code;
    }
    return mask;
  }
}
