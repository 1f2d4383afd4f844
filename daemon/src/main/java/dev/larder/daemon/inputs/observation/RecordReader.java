package dev.larder.daemon.inputs.observation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the records of a region's log; docs/PROTOCOL.md, section 2, has the layout. */
final class RecordReader {
  private static final char IN_PLACE_OF_THE_MALFORMED = '\ufffd';
  private static final int HEAD = 24;
  private static final int BEGUN = 1;
  private static final int DONE = 2;

  private RecordReader() {}

  /** The records are not what they should be. */
  private static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenException(String message) {
      super(message);
    }
  }

  /** The fields of a record, before they mean anything. */
  @SuppressWarnings("ArrayRecordComponent") // read once, compared nowhere
  private record Fields(
      EventKind kind, boolean done, int flags, int pid, int result, int extra, byte[] payload) {
    boolean flag(int bit) {
      return (flags & bit) != 0;
    }

    /** A call that never returned may have had its effect. */
    int errno() {
      return done ? result : 0;
    }
  }

  static Recording read(byte[] log) {
    ByteBuffer bytes = ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    try {
      while (bytes.hasRemaining()) {
        events.add(event(fields(bytes)));
      }
      return new Recording.Complete(events);
    } catch (BrokenException e) {
      return new Recording.Broken(String.valueOf(e.getMessage()));
    }
  }

  private static Fields fields(ByteBuffer bytes) throws BrokenException {
    int at = bytes.position();
    if (bytes.remaining() < HEAD) {
      throw new BrokenException("a record is cut short at " + at);
    }
    int length = bytes.getInt(at);
    int payload = bytes.getInt(at + 16);
    int state = bytes.get(at + 6);
    EventKind kind =
        EventKind.of(bytes.getShort(at + 4) & 0xffff)
            .orElseThrow(() -> new BrokenException("a record of unknown kind at " + at));
    if (length < HEAD
        || length % 8 != 0
        || length > bytes.remaining()
        || payload < 0
        || payload > length - HEAD) {
      throw new BrokenException("a record is damaged at " + at);
    }
    boolean twoPhase =
        kind == EventKind.WRITE || kind == EventKind.RENAME || kind == EventKind.EXEC;
    if (state != DONE && !(state == BEGUN && twoPhase)) {
      throw new BrokenException("a record of kind " + kind + " was left open");
    }
    byte[] content = new byte[payload];
    bytes.get(at + HEAD, content);
    bytes.position(at + length);
    return new Fields(
        kind,
        state == DONE,
        bytes.get(at + 7),
        bytes.getInt(at + 8),
        bytes.getInt(at + 12),
        bytes.getInt(at + 20),
        content);
  }

  private static Event event(Fields fields) throws BrokenException {
    int pid = fields.pid();
    int errno = fields.errno();
    return switch (fields.kind()) {
      case START -> start(fields);
      case OPEN -> new Event.Open(pid, path(fields), errno, fields.extra());
      case PROBE -> new Event.Probe(pid, path(fields), !fields.flag(1), errno);
      case LIST -> new Event.Listed(pid, path(fields), errno);
      case READLINK -> new Event.LinkRead(pid, path(fields), errno);
      case REALPATH -> new Event.Resolved(pid, path(fields), errno);
      case WRITE ->
          new Event.Write(
              pid, path(fields), change(fields), fields.flag(1), fields.flag(16), errno);
      case RENAME -> rename(fields);
      case EXEC -> new Event.Exec(pid, path(fields), fields.flag(1), fields.extra(), errno);
      case BLIND -> blind(fields);
      case VARIABLE -> new Event.Variable(pid, text(fields.payload()));
      case TIME ->
          new Event.Time(
              pid, asked(fields, 0), asked(fields, 1), fields.flag(1) || fields.extra() == 1);
      case WORKING_DIRECTORY -> new Event.WorkingDirectory(pid);
      case LOAD -> load(fields);
      case ODD -> new Event.Odd(pid, text(fields.payload()));
      case CLOCK -> new Event.Clock(pid, asked(fields, 0), asked(fields, 1));
      case HOST -> new Event.Host(pid, asked(fields, 0), asked(fields, 1));
    };
  }

  private static Event.Change change(Fields fields) {
    if (fields.flag(2)) {
      return Event.Change.REMOVED;
    }
    if (fields.flag(4)) {
      return Event.Change.DIRECTORY_MADE;
    }
    return fields.flag(8) ? Event.Change.ATTRIBUTES : Event.Change.CONTENT;
  }

  private static Event start(Fields fields) throws BrokenException {
    List<String> parts = parts(fields.payload());
    if (parts.size() < 2) {
      throw new BrokenException("a roll call without names");
    }
    return new Event.Start(
        fields.pid(), fields.extra(), parts.get(0), parts.get(1), parts.subList(2, parts.size()));
  }

  private static Event blind(Fields fields) throws BrokenException {
    List<String> parts = parts(fields.payload());
    int last = parts.size() - 1;
    String program = last < 1 ? "" : last == 1 ? parts.get(0) : parts.get(0) + "/" + parts.get(1);
    return new Event.Blind(fields.pid(), program, parts.get(last));
  }

  private static Event load(Fields fields) throws BrokenException {
    List<String> parts = parts(fields.payload());
    if (parts.size() != 2) {
      throw new BrokenException("a library of " + parts.size() + " names");
    }
    return new Event.Load(fields.pid(), parts.get(0), parts.get(1));
  }

  /** By which function something was asked for (0), and by which program (1). */
  private static String asked(Fields fields, int part) throws BrokenException {
    List<String> parts = parts(fields.payload());
    if (parts.size() != 2) {
      throw new BrokenException("a question by nobody");
    }
    return parts.get(part);
  }

  private static Event rename(Fields fields) throws BrokenException {
    ByteBuffer payload = ByteBuffer.wrap(fields.payload()).order(ByteOrder.LITTLE_ENDIAN);
    int length = payload.remaining() < 4 ? -1 : payload.getInt();
    if (length < 0 || length > payload.remaining()) {
      throw new BrokenException("a renaming without names");
    }
    byte[] from = new byte[length];
    payload.get(from);
    byte[] to = new byte[payload.remaining()];
    payload.get(to);
    Event.Naming naming =
        fields.flag(2)
            ? Event.Naming.SYMBOLICALLY_LINKED
            : fields.flag(1) ? Event.Naming.HARD_LINKED : Event.Naming.MOVED;
    return new Event.Rename(fields.pid(), path(from), path(to), naming, fields.errno());
  }

  private static SpelledPath path(Fields fields) throws BrokenException {
    return path(fields.payload());
  }

  private static SpelledPath path(byte[] payload) throws BrokenException {
    String text = text(payload);
    int end = text.indexOf('\0');
    if (end < 0) {
      return new SpelledPath("", text);
    }
    String path = text.substring(end + 1);
    if (path.indexOf('\0') >= 0) {
      throw new BrokenException("a path of more than two parts");
    }
    if (!text.startsWith("/")) {
      throw new BrokenException("a path relative to an unknown directory: " + path);
    }
    return new SpelledPath(text.substring(0, end), path);
  }

  private static List<String> parts(byte[] payload) throws BrokenException {
    return List.of(text(payload).split("\0", -1));
  }

  private static String text(byte[] payload) throws BrokenException {
    String text = new String(payload, StandardCharsets.UTF_8);
    if (text.indexOf(IN_PLACE_OF_THE_MALFORMED) < 0) {
      return text;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
    } catch (CharacterCodingException e) {
      throw new BrokenException("a name that is not UTF-8");
    }
  }
}
