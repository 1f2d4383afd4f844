package dev.larder.daemon.compiler.buildscript;

import dev.larder.daemon.compiler.Places;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The directories whose names differ between target directories, and not what is done in them. */
final class ScriptPlaces {
  /* Cargo's directory for all that belongs to build scripts. */
  private static final String BUILD = "/build/";

  private ScriptPlaces() {}

  /**
   * The places of a run.
   *
   * @param program the script's path
   * @param output {@code OUT_DIR}
   * @param mapped directories that the compiler is told other names for
   */
  static Places of(String program, String output, List<String> mapped) {
    Set<String> directories = new LinkedHashSet<>();
    directories.add(output);
    directories.add(program.substring(0, Math.max(program.lastIndexOf('/'), 1)));
    for (String path : new String[] {program, output}) {
      int build = path.lastIndexOf(BUILD);
      if (build > 0) {
        directories.add(path.substring(0, build));
      }
    }
    directories.addAll(mapped);
    return Places.of(directories);
  }
}
