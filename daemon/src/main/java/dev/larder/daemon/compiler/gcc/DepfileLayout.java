package dev.larder.daemon.compiler.gcc;

import dev.larder.daemon.compiler.gcc.CompilerName.Family;
import java.util.ArrayList;
import java.util.List;

/**
 * Breaks the lines of a depfile's first rule where the compilers do: libcpp's {@code mkdeps.cc}
 * (gcc 12) and clang's {@code DependencyFile.cpp} (clang 14). Whether another version does the same
 * is seen by laying out anew what it has written.
 */
final class DepfileLayout {
  private static final int MOST_GCC = 72;
  private static final int MOST_CLANG = 75;

  private final StringBuilder text = new StringBuilder();
  private int column;

  private DepfileLayout() {}

  static String of(String depfile, Family family) {
    int end = endOfRule(depfile);
    List<String> words = words(depfile.substring(0, end));
    DepfileLayout layout = new DepfileLayout();
    boolean targets = true;
    for (String word : words) {
      boolean last = targets && word.endsWith(":") && !word.endsWith("\\:");
      String name = last ? word.substring(0, word.length() - 1) : word;
      switch (family) {
        case GCC -> layout.addAsGcc(name);
        case CLANG -> layout.addAsClang(name, targets);
      }
      if (last) {
        layout.text.append(':');
        layout.column++;
        targets = false;
      }
    }
    return layout.text + depfile.substring(end);
  }

  /* The rules after the first one, for headers that went away, have one word each. */
  private static int endOfRule(String depfile) {
    for (int at = 0; at < depfile.length(); at++) {
      if (depfile.charAt(at) == '\n' && (at == 0 || depfile.charAt(at - 1) != '\\')) {
        return at;
      }
    }
    return depfile.length();
  }

  private static List<String> words(String rule) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int at = 0; at < rule.length(); at++) {
      char c = rule.charAt(at);
      boolean escapes = c == '\\' && at + 1 < rule.length();
      if (escapes && rule.charAt(at + 1) != '\n') {
        word.append(c).append(rule.charAt(++at));
      } else if (c == ' ' || escapes) {
        at += escapes ? 1 : 0;
        end(word, words);
      } else {
        word.append(c);
      }
    }
    end(word, words);
    return words;
  }

  private static void end(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  private void addAsGcc(String name) {
    if (column > 0) {
      if (column + name.length() > MOST_GCC) {
        text.append(" \\\n");
        column = 0;
      }
      text.append(' ');
      column++;
    }
    text.append(name);
    column += name.length();
  }

  private void addAsClang(String name, boolean target) {
    int room = target ? 0 : 1;
    if (target && column == 0) {
      column = name.length();
    } else if (column + name.length() + room + 2 > MOST_CLANG) {
      text.append(" \\\n  ");
      column = 2 + name.length() + room;
    } else {
      text.append(' ');
      column += name.length() + 1;
    }
    text.append(name);
  }
}
