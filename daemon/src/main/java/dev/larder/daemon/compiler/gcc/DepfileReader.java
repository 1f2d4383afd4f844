package dev.larder.daemon.compiler.gcc;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the prerequisites out of a depfile as gcc and clang write it: make's syntax, with space,
 * tab, {@code #} and {@code :} escaped by a backslash and {@code $} by itself.
 */
final class DepfileReader {
  private final String text;
  private final List<String> prerequisites = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean afterTargets;

  private DepfileReader(String text) {
    this.text = text;
  }

  /** All prerequisites of all rules, in order, duplicates included. */
  static List<String> prerequisites(String text) {
    var reader = new DepfileReader(text);
    reader.read();
    return reader.prerequisites;
  }

  private void read() {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      char next = at + 1 < text.length() ? text.charAt(at + 1) : '\n';
      if (c == '\\' && next == '\n') {
        endWord();
        at++;
      } else if (c == '\\' && " \t#:".indexOf(next) >= 0) {
        word.append(next);
        at++;
      } else if (c == '\\' && next == '\\' && escapesSpace(at)) {
        word.append('\\');
        at++;
      } else if (c == '$' && next == '$') {
        word.append('$');
        at++;
      } else if (c == ':' && !afterTargets && Character.isWhitespace(next)) {
        word.setLength(0);
        afterTargets = true;
      } else if (c == '\n') {
        endWord();
        afterTargets = false;
      } else if (c == ' ' || c == '\t') {
        endWord();
      } else {
        word.append(c);
      }
      at++;
    }
    endWord();
  }

  /* Backslashes are doubled only in front of a space. */
  private boolean escapesSpace(int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) == '\\') {
      end++;
    }
    return end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t');
  }

  private void endWord() {
    if (afterTargets && !word.isEmpty()) {
      prerequisites.add(word.toString());
    }
    word.setLength(0);
  }
}
