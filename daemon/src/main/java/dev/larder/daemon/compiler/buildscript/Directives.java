package dev.larder.daemon.compiler.buildscript;

import dev.larder.daemon.compiler.RunRules.Declared;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a script tells cargo to look at before it runs it again. "Build Scripts", The Cargo Book.
 */
final class Directives {
  private static final Pattern RERUN =
      Pattern.compile("cargo::?rerun-if-(changed|env-changed)=(.*)");

  private Directives() {}

  /**
   * Reads them from a script's standard output.
   *
   * @param packageDirectory what counts for a script that names no files and no variables
   */
  static Declared read(String stdout, String packageDirectory) {
    List<String> files = new ArrayList<>();
    List<String> variables = new ArrayList<>();
    Optional<String> objection = Optional.empty();
    for (String line : stdout.split("\n", -1)) {
      Matcher rerun = RERUN.matcher(line.stripTrailing());
      if (!rerun.matches()) {
        continue;
      }
      String what = rerun.group(2);
      if (rerun.group(1).equals("env-changed")) {
        variables.add(what);
      } else if (what.isBlank()) {
        objection = Optional.of("the script asks to be run each time");
      } else {
        files.add(what);
      }
    }
    if (files.isEmpty() && variables.isEmpty() && objection.isEmpty()) {
      files.add(packageDirectory);
    }
    return new Declared(files, variables, objection);
  }
}
