package dev.larder.projects;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A real project with a build system of its own. */
interface Project {
  /** The name of its source below the directory of sources. */
  String name();

  /** A header that many, not all, of its sources include; relative to the source. */
  String header();

  /** How many units a build compiles, at least. */
  int units();

  /**
   * Prepares a build in a fresh copy of the source.
   *
   * @param larder the program that stands before the compiler, if any
   */
  void configure(Path source, Optional<Installed> larder) throws IOException, InterruptedException;

  /** The command that builds everything, once it is configured. */
  Command build(Path source, Optional<Installed> larder, int jobs)
      throws IOException, InterruptedException;
}
