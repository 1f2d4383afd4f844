package dev.larder.daemon.explain;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What happened to one request.
 *
 * @param began when it was asked for
 * @param time when it ended
 * @param cwd the caller's working directory
 * @param language as in the statistics; empty if unknown
 * @param source the source as the caller spelled it; empty if there is none
 * @param output likewise the output
 * @param kind how it ended
 * @param reason why, as far as known: for a bypass or a result that was not stored always; for a
 *     miss what the verifier found ({@code file include/a.h changed}), or empty if nothing is kept
 *     for the action
 * @param parts what told the action from others, in order; needed of misses only
 */
public record JournalEntry(
    Instant began,
    Instant time,
    String cwd,
    String language,
    String source,
    String output,
    Kind kind,
    String reason,
    List<Part> parts) {

  /** How a request ended. */
  public enum Kind {
    HIT("hit"),
    MISS("miss"),
    NOT_STORED("not stored"),
    BYPASS("bypass");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  public JournalEntry {
    parts = List.copyOf(parts);
  }

  /** The same at another time. */
  public JournalEntry at(Instant begun, Instant ended) {
    return new JournalEntry(begun, ended, cwd, language, source, output, kind, reason, parts);
  }

  /** The source's place, if it can be told. */
  String sourcePath() {
    return absolute(cwd, source);
  }

  /** The output's place, if it can be told. */
  String outputPath() {
    return absolute(cwd, output);
  }

  /** Names the same place for different spellings; a link is not followed. Empty stays empty. */
  static String absolute(String cwd, String spelled) {
    if (spelled.isEmpty()) {
      return spelled;
    }
    try {
      return Path.of(cwd).resolve(spelled).normalize().toString();
    } catch (InvalidPathException unnameable) {
      return spelled;
    }
  }
}
