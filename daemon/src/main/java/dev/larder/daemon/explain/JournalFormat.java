package dev.larder.daemon.explain;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An entry as a line of text, and back. */
final class JournalFormat {
  /*
   * Fields are separated by tabs: the format's number, when it began and ended in milliseconds since
   * 1970, kind, cwd, language, source, output, reason, then label and value of each part. A label
   * that repeats the one before is left empty. Backslash, tab and line ends are escaped.
   */
  private static final String FORMAT = "2";
  private static final int FIXED_FIELDS = 9;

  /** Parts longer than this, in all, are left out: such an argument list is machine-made. */
  private static final int MAX_PARTS_LENGTH = 64 << 10;

  private JournalFormat() {}

  static void append(StringBuilder text, JournalEntry entry) {
    text.append(FORMAT);
    field(text, Long.toString(entry.began().toEpochMilli()));
    field(text, Long.toString(entry.time().toEpochMilli()));
    field(text, entry.kind().name());
    field(text, entry.cwd());
    field(text, entry.language());
    field(text, entry.source());
    field(text, entry.output());
    field(text, entry.reason());
    String last = "";
    for (Part part : length(entry.parts()) > MAX_PARTS_LENGTH ? List.<Part>of() : entry.parts()) {
      field(text, part.label().equals(last) ? "" : part.label());
      field(text, part.value());
      last = part.label();
    }
    text.append('\n');
  }

  /** The entry that a line tells of; nothing if the line was torn or is of another version. */
  static Optional<JournalEntry> parse(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length < FIXED_FIELDS || !fields[0].equals(FORMAT) || fields.length % 2 == 0) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    String label = "";
    for (int i = FIXED_FIELDS; i < fields.length; i += 2) {
      label = fields[i].isEmpty() ? label : unescaped(fields[i]);
      parts.add(new Part(label, unescaped(fields[i + 1])));
    }
    try {
      return Optional.of(
          new JournalEntry(
              Instant.ofEpochMilli(Long.parseLong(fields[1])),
              Instant.ofEpochMilli(Long.parseLong(fields[2])),
              unescaped(fields[4]),
              unescaped(fields[5]),
              unescaped(fields[6]),
              unescaped(fields[7]),
              JournalEntry.Kind.valueOf(fields[3]),
              unescaped(fields[8]),
              parts));
    } catch (IllegalArgumentException | DateTimeException torn) {
      return Optional.empty();
    }
  }

  private static long length(List<Part> parts) {
    return parts.stream().mapToLong(part -> part.label().length() + part.value().length()).sum();
  }

  private static void field(StringBuilder text, String value) {
    text.append('\t');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> text.append(c);
      }
    }
  }

  private static String unescaped(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    StringBuilder text = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && i + 1 < field.length()) {
        i++;
        text.append(
            switch (field.charAt(i)) {
              case 't' -> '\t';
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> field.charAt(i);
            });
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
