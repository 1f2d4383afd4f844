package dev.larder.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a command left behind.
 *
 * @param files each file that it wrote, by path below the directory: its permissions and its bytes
 *     as Latin-1
 */
public record Outcome(int status, String stdout, String stderr, Map<String, String> files) {

  public Outcome {
    files = Map.copyOf(files);
  }

  /** Says in what this differs from what was expected; empty if in nothing. */
  public String difference(Outcome expected) {
    var text = new StringBuilder();
    describe(text, "exit status", Integer.toString(expected.status), Integer.toString(status));
    describe(text, "standard output", expected.stdout, stdout);
    describe(text, "standard error", expected.stderr, stderr);
    var names = new TreeMap<>(expected.files);
    names.putAll(files);
    for (String name : names.keySet()) {
      describe(
          text,
          name,
          expected.files.getOrDefault(name, "absent"),
          files.getOrDefault(name, "absent"));
    }
    return text.toString();
  }

  private static void describe(StringBuilder text, String what, String expected, String actual) {
    if (!expected.equals(actual)) {
      text.append(what)
          .append(": expected ")
          .append(shown(expected))
          .append(", but got ")
          .append(shown(actual))
          .append('\n');
    }
  }

  private static String shown(String value) {
    boolean printable =
        value.chars().allMatch(c -> c == '\n' || c == '\t' || c == 0x1b || (c >= ' ' && c != 0x7f));
    return printable && value.length() < 1500
        ? '"' + value + '"'
        : value.getBytes(ISO_8859_1).length
            + " bytes, hash "
            + Integer.toHexString(value.hashCode());
  }
}
