package dev.larder.daemon.compiler.buildscript;

import dev.larder.daemon.compiler.Places;
import java.util.LinkedHashSet;
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
   */
  static Places of(String program, String output) {
    Set<String> directories = new LinkedHashSet<>();
    directories.add(output);
    directories.add(program.substring(0, Math.max(program.lastIndexOf('/'), 1)));
    for (String path : new String[] {program, output}) {
      int build = path.lastIndexOf(BUILD);
      if (build > 0) {
        directories.add(path.substring(0, build));
      }
    }
    return Places.of(directories);
  }
}
