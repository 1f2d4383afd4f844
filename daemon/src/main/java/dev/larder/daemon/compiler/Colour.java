package dev.larder.daemon.compiler;

import java.io.ByteArrayOutputStream;

/** Takes the terminal sequences that compilers colour their diagnostics with out of a text. */
public final class Colour {
  private static final int ESCAPE = 0x1b;
  private static final int BELL = 0x07;

  private Colour() {}

  /**
   * The text without colours (SGR), erasures to the end of the line (EL) and hyperlinks (OSC 8);
   * everything else, other sequences included, stays. ECMA-48; the hyperlinks are a convention of
   * terminal emulators.
   */
  public static byte[] strip(byte[] text) {
    var plain = new ByteArrayOutputStream(text.length);
    int at = 0;
    while (at < text.length) {
      int end = text[at] == ESCAPE ? endOfSequence(text, at) : at;
      if (end == at) {
        plain.write(text[at]);
        end = at + 1;
      }
      at = end;
    }
    return plain.toByteArray();
  }

  /* The index after the sequence that begins here, or where it begins if it is none of those that go. */
  private static int endOfSequence(byte[] text, int start) {
    if (start + 1 >= text.length) {
      return start;
    }
    return switch (text[start + 1]) {
      case '[' -> endOfControl(text, start);
      case ']' -> endOfHyperlink(text, start);
      default -> start;
    };
  }

  private static int endOfControl(byte[] text, int start) {
    int at = start + 2;
    while (at < text.length
        && ((text[at] >= '0' && text[at] <= '9') || text[at] == ';' || text[at] == ':')) {
      at++;
    }
    boolean goes = at < text.length && (text[at] == 'm' || text[at] == 'K');
    return goes ? at + 1 : start;
  }

  private static int endOfHyperlink(byte[] text, int start) {
    if (start + 3 >= text.length || text[start + 2] != '8' || text[start + 3] != ';') {
      return start;
    }
    for (int at = start + 4; at < text.length; at++) {
      if (text[at] == BELL) {
        return at + 1;
      }
      if (text[at] == ESCAPE && at + 1 < text.length && text[at + 1] == '\\') {
        return at + 2;
      }
    }
    return start;
  }
}
