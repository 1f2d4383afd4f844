package dev.larder.daemon.compiler.rustc;

import java.util.regex.Pattern;

/** Tells errors in what is compiled from those that have other causes. */
final class Failures {
  /* As JSON: every message has its code, null if it has none. For people: the code stands behind the level. */
  private static final Pattern CODED = Pattern.compile("\"code\":\\{\"code\":\"[A-Za-z]");
  private static final Pattern CODED_TEXT = Pattern.compile("error\\[E[0-9]{4}\\]");
  private static final Pattern ERROR = Pattern.compile("\"level\":\"error");
  private static final Pattern ERROR_TEXT = Pattern.compile("error(: internal compiler)?[:\\[]");

  /*
   * rustc_metadata::errors: a crate was not found, or not the right one. It is looked for by listing directories, which is
   * no input: the next listing may well find it.
   */
  private static final Pattern OF_FINDING_CRATES =
      Pattern.compile("E0(?:457|46[0-6]|514|519|523|786)");

  private static final Pattern SUMMARY = Pattern.compile("aborting due to ");

  private Failures() {}

  /**
   * Whether every error that rustc reported has a code of the language's, or a lint's name, and
   * none is of those that an unchanged crate may well get rid of.
   */
  static boolean areOfTheLanguage(String stderr) {
    boolean some = false;
    for (String line : stderr.split("\n", -1)) {
      boolean json = line.startsWith("{");
      boolean error = json ? hasLevel(line) : ERROR_TEXT.matcher(line).lookingAt();
      boolean coded = (json ? CODED : CODED_TEXT).matcher(line).find();
      if (error && !coded && !SUMMARY.matcher(line).find()) {
        return false;
      }
      if (error && OF_FINDING_CRATES.matcher(line).find()) {
        return false;
      }
      some |= error && coded;
    }
    return some;
  }

  /* The level of the message itself, which stands in front of those of its notes. */
  private static boolean hasLevel(String line) {
    var level = Pattern.compile("\"level\":\"").matcher(line);
    return level.find() && ERROR.matcher(line).region(level.start(), line.length()).lookingAt();
  }
}
