package dev.larder.storage.redis;

import dev.larder.storage.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What stands before everything that goes to the server, so that a damaged, forged or misplaced
 * value is found out before anything is done with it.
 */
/*
 * Big-endian:
 *
 *     0  u64  magic, one for each kind
 *     8  u16  version
 *    10  u16  1 if signed, else 0
 *    12  the SHA-256 of all from 108 on
 *    44  the signature over magic, version and that SHA-256; zeros if there is none
 *   108  the content, which begins with the key (and what else says where it belongs)
 */
final class Envelope {
  /** Bytes before the content. */
  static final int LENGTH = 108;

  /** Goes up with each change of a format; is part of the keys' names, too. */
  static final int VERSION = 1;

  private static final int FLAGS = 10;
  private static final int DIGEST = 12;
  private static final int SIGNATURE = 44;

  private final Signatures signatures;
  private final Sha256 sha256;

  Envelope(Signatures signatures, Sha256 sha256) {
    this.signatures = signatures;
    this.sha256 = sha256;
  }

  /** What is inside. */
  enum Kind {
    VALUE(0x4c_41_52_44_52_45_44_56L),
    RECORD(0x4c_41_52_44_52_45_44_52L);

    private final long magic;

    Kind(long magic) {
      this.magic = magic;
    }
  }

  /** What reading came to. */
  sealed interface Opened {
    /** The content, position at its start. */
    record Sound(ByteBuffer content) implements Opened {}

    record Unfit(String reason) implements Opened {}
  }

  /** Fills in the first {@link #LENGTH} bytes; the content stands behind them already. */
  void seal(Kind kind, byte[] bytes) {
    ByteBuffer out = ByteBuffer.wrap(bytes);
    out.putLong(kind.magic).putShort((short) VERSION);
    out.putShort((short) (signatures.signs() ? 1 : 0));
    out.put(digest(bytes));
    Optional<byte[]> signature = signatures.sign(message(kind, bytes));
    signature.ifPresent(out::put);
  }

  /** Looks whether it is whole, of this kind, and signed if it has to be. */
  Opened open(Kind kind, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < LENGTH || in.getLong() != kind.magic || in.getShort() != VERSION) {
      return new Opened.Unfit("not of Larder's");
    }
    int flags = in.getShort(FLAGS);
    byte[] stored = Arrays.copyOfRange(bytes, DIGEST, SIGNATURE);
    if (!Arrays.equals(stored, digest(bytes))) {
      return new Opened.Unfit("damaged");
    }
    if (signatures.required()) {
      if (flags != 1) {
        return new Opened.Unfit("not signed");
      }
      if (!signatures.accepts(message(kind, bytes), Arrays.copyOfRange(bytes, SIGNATURE, LENGTH))) {
        return new Opened.Unfit("signed by nobody who is trusted");
      }
    }
    return new Opened.Sound(ByteBuffer.wrap(bytes, LENGTH, bytes.length - LENGTH).slice());
  }

  private static byte[] message(Kind kind, byte[] bytes) {
    return ByteBuffer.allocate(Long.BYTES + Short.BYTES + SIGNATURE - DIGEST)
        .putLong(kind.magic)
        .putShort((short) VERSION)
        .put(bytes, DIGEST, SIGNATURE - DIGEST)
        .array();
  }

  private byte[] digest(byte[] bytes) {
    return sha256.of(bytes, LENGTH);
  }
}
