package dev.larder.daemon.explain;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts a journal in words. */
public final class Explanation {
  /** So long with no request under way ends a build. */
  private static final Duration QUIET = Duration.ofSeconds(60);

  private static final int MAX_DIFFERENCES = 6;
  private static final int MAX_CALLS = 10;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private final List<JournalEntry> entries;
  private final Map<String, List<JournalEntry>> storedBySource = new HashMap<>();
  private final String cwd;
  private final ZoneId zone;

  /**
   * @param entries the journal, oldest first
   * @param cwd the reader's working directory; names below it are shown relative to it
   * @param zone the reader's time zone
   */
  public Explanation(List<JournalEntry> entries, String cwd, ZoneId zone) {
    this.entries = List.copyOf(entries);
    this.cwd = cwd;
    this.zone = zone;
    for (JournalEntry entry : entries) {
      if (entry.kind() == JournalEntry.Kind.MISS && !entry.parts().isEmpty()) {
        storedBySource.computeIfAbsent(entry.sourcePath(), absent -> new ArrayList<>()).add(entry);
      }
    }
  }

  /** The last build: how many requests ended how, and each that was not a hit. */
  public String lastBuild() {
    if (entries.isEmpty()) {
      return "No compile is on record.\n";
    }
    List<JournalEntry> build = entries.subList(lastBuildStart(), entries.size());
    EnumMap<JournalEntry.Kind, Integer> numbers = new EnumMap<>(JournalEntry.Kind.class);
    build.forEach(entry -> numbers.merge(entry.kind(), 1, Integer::sum));
    StringBuilder text = new StringBuilder("Last build, ");
    text.append(time(build.getFirst().time())).append(" to ").append(time(build.getLast().time()));
    text.append(": ");
    text.append(
        numbers.entrySet().stream()
            .map(number -> number.getValue() + " " + number.getKey().words())
            .collect(Collectors.joining(", ")));
    text.append('\n');
    for (JournalEntry entry : build) {
      if (entry.kind() != JournalEntry.Kind.HIT) {
        text.append(line(entry)).append('\n');
      }
    }
    return text.toString();
  }

  /**
   * The last calls for a file, newest first.
   *
   * @param file a source or output as the reader spells it: a path, or the end of one
   */
  public String of(String file) {
    String path = JournalEntry.absolute(cwd, file);
    List<JournalEntry> calls = new ArrayList<>();
    for (JournalEntry entry : entries.reversed()) {
      if (calls.size() < MAX_CALLS
          && (names(entry.sourcePath(), path, file) || names(entry.outputPath(), path, file))) {
        calls.add(entry);
      }
    }
    if (calls.isEmpty()) {
      return "No compile of " + file + " is on record.\n";
    }
    return calls.stream()
        .map(entry -> time(entry.time()) + "  " + line(entry) + "\n")
        .collect(Collectors.joining());
  }

  private static boolean names(String place, String path, String file) {
    return place.equals(path) || place.endsWith("/" + file);
  }

  private int lastBuildStart() {
    int start = entries.size() - 1;
    Instant began = entries.get(start).began();
    while (start > 0
        && Duration.between(entries.get(start - 1).time(), began).compareTo(QUIET) <= 0) {
      start--;
      began = earlier(began, entries.get(start).began());
    }
    return start;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private String line(JournalEntry entry) {
    String subject = shown(entry.sourcePath());
    String product = shown(entry.outputPath());
    String names =
        subject.isEmpty()
            ? (product.isEmpty() ? "(no source)" : product)
            : subject + (product.isEmpty() ? "" : " -> " + product);
    String why = why(entry);
    return entry.kind().words() + "  " + names + (why.isEmpty() ? "" : ": " + why);
  }

  private String why(JournalEntry entry) {
    return switch (entry.kind()) {
      case HIT, NOT_STORED, BYPASS -> entry.reason();
      case MISS -> entry.reason().isEmpty() ? comparedWithNearest(entry) : entry.reason();
    };
  }

  private String comparedWithNearest(JournalEntry miss) {
    Comparator<JournalEntry> nearness =
        Comparator.comparingInt(
            (JournalEntry other) -> Difference.count(other.parts(), miss.parts()));
    return storedBySource.getOrDefault(miss.sourcePath(), List.of()).stream()
        .filter(other -> !other.equals(miss) && !other.time().isAfter(miss.time()))
        .min(nearness.thenComparing(JournalEntry::time, Comparator.reverseOrder()))
        .map(nearest -> compared(nearest, miss))
        .orElse("no earlier compile of this source is on record");
  }

  private String compared(JournalEntry nearest, JournalEntry miss) {
    List<String> words = Difference.words(nearest.parts(), miss.parts());
    if (words.isEmpty()) {
      return "the same call as at "
          + time(nearest.time())
          + (miss.parts().stream().anyMatch(part -> part.label().startsWith("source"))
              ? ", whose result is no longer kept"
              : "; the source changed, or that result is no longer kept");
    }
    String most = String.join("; ", words.subList(0, Math.min(MAX_DIFFERENCES, words.size())));
    return words.size() > MAX_DIFFERENCES
        ? most + "; and " + (words.size() - MAX_DIFFERENCES) + " more"
        : most;
  }

  private String shown(String path) {
    String here = cwd.endsWith("/") ? cwd : cwd + "/";
    return path.startsWith(here) ? path.substring(here.length()) : path;
  }

  private String time(Instant instant) {
    return TIME.format(instant.atZone(zone));
  }
}
