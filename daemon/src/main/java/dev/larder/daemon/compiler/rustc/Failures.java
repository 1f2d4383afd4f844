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

  /* rustc_driver_impl::install_ctrlc_handler: stops the evaluation of constants, and soon thereafter the process. */
  private static final String INTERRUPTED = "compilation was interrupted";

  private static final Pattern SUMMARY = Pattern.compile("aborting due to ");

  private Failures() {}

  /**
   * Whether every error that rustc reported has a code of the language's, or a lint's name, and
   * none is of those that an unchanged crate may well get rid of. The last one counts the others:
   * where it is missing, rustc was stopped.
   */
  static boolean areOfTheLanguage(String stderr) {
    boolean some = false;
    boolean counted = false;
    for (String line : stderr.split("\n", -1)) {
      boolean json = line.startsWith("{");
      if (json ? !hasLevel(line) : !ERROR_TEXT.matcher(line).lookingAt()) {
        continue;
      }
      if (SUMMARY.matcher(line).find()) {
        counted = true;
        continue;
      }
      boolean coded = (json ? CODED : CODED_TEXT).matcher(line).find();
      if (!coded || OF_FINDING_CRATES.matcher(line).find() || line.contains(INTERRUPTED)) {
        return false;
      }
      some = true;
    }
    return some && counted;
  }

  /* The level of the message itself, which stands in front of those of its notes. */
  private static boolean hasLevel(String line) {
    var level = Pattern.compile("\"level\":\"").matcher(line);
    return level.find() && ERROR.matcher(line).region(level.start(), line.length()).lookingAt();
  }
}
