package dev.larder.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The documentation of all settings, as a page of the manual and as a part of the help text. */
public final class SettingsPage {
  private static final int WIDTH = 96;

  private static final String INTRODUCTION =
      """
      # Settings

      This page is written by `larder --settings`, from the table that Larder itself reads.

      A setting is taken from the caller's environment, else from the configuration file, else it has
      its standard value. Where two variables mean the same, the one named first wins. An empty variable counts
      as not set. A change takes effect with the next call, unless the list says that it is read when the daemon starts.

      The configuration file is TOML with one key for each setting:

      ```toml
      cache_size = "30GiB"
      log = "info"
      ```

      If `SCCACHE_CONF` names a file of sccache's and `LARDER_CONF` is not set, its tables `[cache.disk]`, `[cache.redis]`
      and `[cache.multilevel]` are read as well, after Larder's own file.

      A name that is no setting and a value that can not be read are named once in the daemon's log, and in
      `larder --show-stats`; they break nothing.
      """;

  private SettingsPage() {}

  /** The whole page, in Markdown. */
  public static String markdown() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (Setting<?> setting : Settings.all()) {
      page.append("\n## ").append(setting.variable()).append("\n\n").append(setting.doc());
      page.append("\n\n");
      List<String> facts = new ArrayList<>();
      if (!setting.others().isEmpty()) {
        facts.add("Also as: " + others(setting));
      }
      if (!setting.key().isEmpty()) {
        facts.add("In the file: `" + setting.key() + "`");
      }
      facts.add("Value: " + setting.syntax().expected());
      facts.add(
          "Standard: " + (setting.standard().isEmpty() ? "none" : "`" + setting.standard() + "`"));
      facts.add("Read by: " + setting.reader().words());
      facts.forEach(fact -> page.append("* ").append(fact).append('\n'));
    }
    return page.toString();
  }

  /** A few lines for each setting. */
  public static String summary() {
    StringBuilder text = new StringBuilder();
    for (Setting<?> setting : Settings.all()) {
      String standard = setting.standard().isEmpty() ? "" : " [" + setting.standard() + "]";
      text.append("  ").append(setting.variable()).append(standard).append('\n');
      wrap(setting.doc(), "      ", text);
    }
    return text.toString();
  }

  private static void wrap(String words, String indent, StringBuilder text) {
    String line = "";
    for (String word : words.split(" ", -1)) {
      if (line.isEmpty()) {
        line = indent + word;
      } else if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = indent + word;
      } else {
        line += " " + word;
      }
    }
    text.append(line).append('\n');
  }

  private static String others(Setting<?> setting) {
    return setting.others().stream()
        .map(
            other ->
                other.syntax().equals(setting.syntax())
                    ? "`" + other.variable() + "`"
                    : "`" + other.variable() + "` (" + other.syntax().expected() + ")")
        .collect(Collectors.joining(", "));
  }
}
