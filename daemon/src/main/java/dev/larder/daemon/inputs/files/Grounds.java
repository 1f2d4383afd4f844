package dev.larder.daemon.inputs.files;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What a standing answer rests on, laid down for a wrapper, which holds it against what is so then
 * (docs/PROTOCOL.md, 3; ground.h beside the native library).
 */
public final class Grounds {
  /** What is told about a path. */
  public enum Kind {
    /**
     * Which file it is, and in which state: as long as it is the same, nobody has written to it.
     */
    STATE(1),
    /** What kind of thing it is; of a file how long, too. */
    PRESENCE(2),
    PERMISSIONS(3),
    /** The name that all links lead to. */
    NAME(4),
    /** Nothing is found there. */
    ABSENCE(5),
    /** It may be executed. */
    EXECUTION(6),
    /** None of some names is in the directory. */
    NAMES(7),
    /** Which file or directory it is, whatever became of it since it was made. */
    IDENTITY(8);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  private static final int HEAD = 1 + Long.BYTES;

  private byte[] bytes = new byte[16 << 10];
  private int length;
  private int count;

  /** Adds what a row of a table expects; false if it expects nothing now. */
  public boolean add(Kind kind, StampTable table, int row) {
    int laid = table.ground(row, kind.code, bytes, length);
    while (laid == 0) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      laid = table.ground(row, kind.code, bytes, length);
    }
    if (laid > 0) {
      length += laid;
      count++;
    }
    return laid > 0;
  }

  /** Adds the state of a file of which this was found. */
  public void addState(String path, FileStat found) {
    try (Arena arena = Arena.ofConfined()) {
      StampTable table = StampTable.of(1);
      table.set(0, NativePath.of(arena, "/", path), true);
      table.lay();
      table.stamp(0, found);
      add(Kind.STATE, table, 0);
    }
  }

  /** Adds which file or directory a path leads to, or that it leads nowhere. */
  public void addIdentity(String path) {
    try (Arena arena = Arena.ofConfined()) {
      long identity = NativeCalls.identity(NativePath.of(arena, "/", path).address());
      if (identity == 0) {
        addAbsence("/", path);
      } else {
        add(Kind.IDENTITY, identity, "/", path);
      }
    }
  }

  /** Adds that all links of an absolute path lead to this name. */
  public void addName(String path, String canonical) {
    add(Kind.NAME, fingerprint(canonical), "/", path);
  }

  /** Adds that nothing is found at a path, which may be relative to a directory. */
  public void addAbsence(String directory, String path) {
    add(Kind.ABSENCE, 0, directory, path);
  }

  /** Adds that what is found at a path, which may be relative to a directory, may be executed. */
  public void addExecution(String directory, String path) {
    add(Kind.EXECUTION, 0, directory, path);
  }

  /** Adds that none of these names is in the directory at a path, which may be relative. */
  public void addAbsentNames(String directory, String path, List<String> names) {
    add(Kind.NAMES, names.size(), directory, path);
    // Ascending as the wrapper reads them, without a sign.
    long[] fingerprints =
        names.stream()
            .mapToLong(name -> fingerprint(name) ^ Long.MIN_VALUE)
            .sorted()
            .map(shifted -> shifted ^ Long.MIN_VALUE)
            .toArray();
    reserve(fingerprints.length * Long.BYTES);
    ByteBuffer.wrap(bytes, length, fingerprints.length * Long.BYTES)
        .asLongBuffer()
        .put(fingerprints);
    length += fingerprints.length * Long.BYTES;
  }

  private static long fingerprint(String name) {
    return fingerprint(name.getBytes(StandardCharsets.UTF_8), 0);
  }

  /** Whether a row of a table expects something now. */
  public boolean isStamped(StampTable table, int row) {
    return table.ground(row, Kind.STATE.code, bytes, length) >= 0;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * (length + more));
    }
  }

  private void add(Kind kind, long fingerprint, String directory, String path) {
    PathBytes absolute = new PathBytes(directory);
    absolute.add(path);
    reserve(HEAD + absolute.length());
    ByteBuffer.wrap(bytes, length, HEAD).put((byte) kind.code).putLong(fingerprint);
    System.arraycopy(absolute.array(), 0, bytes, length + HEAD, absolute.length());
    length += HEAD + absolute.length();
    count++;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** All of them, one behind the other. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** A fingerprint of some bytes, as a wrapper takes it: XXH3's 64 bits. */
  public static long fingerprint(byte[] bytes, int from) {
    return fingerprint(bytes, from, bytes.length - from);
  }

  /** The same of a part of them. */
  public static long fingerprint(byte[] bytes, int from, int length) {
    return NativeCalls.fingerprint(bytes, from, length);
  }
}
