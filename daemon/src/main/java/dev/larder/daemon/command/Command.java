package dev.larder.daemon.command;

import java.util.Optional;

/** What a user asks for. */
sealed interface Command {
  /** How statistics are written. */
  enum Format {
    TEXT,
    JSON
  }

  record ShowStatistics(boolean advanced, Format format) implements Command {}

  record ZeroStatistics() implements Command {}

  record StartServer() implements Command {}

  record StopServer() implements Command {}

  /** The last build, or one file of it. */
  record Explain(Optional<String> file) implements Command {}

  /** A new pair of keys for signatures. */
  record GenerateKeys(String file) implements Command {}

  /** The page of the manual that lists all settings. */
  record ShowSettings() implements Command {}

  record DistStatus() implements Command {}

  /** A command of sccache's that has nothing to do here. */
  record Needless(String answer) implements Command {}

  /** A command of sccache's that can not be done here. */
  record Impossible(String reason) implements Command {}

  /** Text that answers by itself: help, version. */
  record Show(String text) implements Command {}
}
