package dev.larder.daemon.stats;

import dev.larder.daemon.config.ByteCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * A report as text, in sccache's layout to the byte; Larder's own rows follow sccache's where they
 * are not zero.
 */
public final class TextReport {
  /*
   * The layout of sccache 0.19.0: names are padded to the longest, values to the longest; rows with a
   * unit (" %", " s") reach two columns further right. The lines below the table keep its columns.
   */
  private record Row(String name, String value, int overhang) {}

  private final Report report;
  private final Counts counts;
  private final boolean advanced;
  private final List<Row> rows = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private TextReport(Report report, boolean advanced) {
    this.report = report;
    this.counts = report.counts();
    this.advanced = advanced;
  }

  /**
   * The whole text, with a newline at its end.
   *
   * @param advanced whether languages are told apart by compiler, and the mode is shown
   */
  public static String of(Report report, boolean advanced) {
    return new TextReport(report, advanced).render();
  }

  private String render() {
    collect();
    int names = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
    int values = rows.stream().mapToInt(row -> row.value().length()).max().orElse(0);
    for (Row row : rows) {
      line(row.name(), names, pad(row.value(), values + row.overhang()));
    }
    reasons("Non-cacheable reasons:", counts.get(Tally.NOT_CACHED), names, values);
    reasons("Not stored reasons:", counts.get(Tally.NOT_STORED), names, values);
    reasons("Cache write error reasons:", counts.get(Tally.WRITE_FAILURES), names, values);
    reasons("Cache error reasons:", counts.get(Tally.CACHE_TROUBLE), names, values);
    reasons("Shared cache trouble:", counts.get(Tally.TIER_TROUBLE), names, values);
    tail(names, values);
    return text.toString();
  }

  private void collect() {
    row("Compile requests", Counter.COMPILE_REQUESTS);
    row("Compile requests executed", Counter.REQUESTS_EXECUTED);
    SortedMap<String, Long> hits = tally(Tally.CACHE_HITS, Tally.CACHE_HITS_DETAIL);
    SortedMap<String, Long> misses = tally(Tally.CACHE_MISSES, Tally.CACHE_MISSES_DETAIL);
    languages("Cache hits", Tally.CACHE_HITS, hits);
    languages("Cache misses", Tally.CACHE_MISSES, misses);
    rates(hits, misses);
    row("Cache timeouts", Counter.CACHE_TIMEOUTS);
    row("Cache read errors", Counter.CACHE_READ_ERRORS);
    row("Forced recaches", Counter.FORCED_RECACHES);
    row("Cache write errors", Counter.CACHE_WRITE_ERRORS);
    languages(
        "Cache errors", Tally.CACHE_ERRORS, tally(Tally.CACHE_ERRORS, Tally.CACHE_ERRORS_DETAIL));
    row("Compilations", Counter.COMPILATIONS);
    row("Compilation failures", Counter.COMPILE_FAILS);
    row("Non-cacheable compilations", Counter.NON_CACHEABLE_COMPILATIONS);
    row("Non-cacheable calls", Counter.REQUESTS_NOT_CACHEABLE);
    row("Non-compilation calls", Counter.REQUESTS_NOT_COMPILE);
    row("Unsupported compiler calls", Counter.REQUESTS_UNSUPPORTED_COMPILER);
    average("Average cache write", Counter.CACHE_WRITE_DURATION, counts.get(Counter.CACHE_WRITES));
    average("Average compiler", Counter.COMPILER_WRITE_DURATION, counts.get(Counter.COMPILATIONS));
    average(
        "Average cache read hit", Counter.CACHE_READ_HIT_DURATION, counts.total(Tally.CACHE_HITS));
    rows.add(new Row("Failed distributed compilations", "0", 0));
    levels();
    rowUnlessZero("Corrupted entries", Counter.CORRUPTED_ENTRIES);
    rowUnlessZero("Verified hits", Counter.VERIFIED_HITS);
    rowUnlessZero("Wrong hits", Counter.WRONG_HITS);
    rowUnlessZero("Hits not placed", Counter.HITS_NOT_PLACED);
    prefetched();
  }

  private void prefetched() {
    long entries = counts.get(Counter.PREFETCHED);
    if (entries != 0) {
      long used = counts.get(Counter.PREFETCH_USED);
      number("Prefetched", entries);
      number("Prefetched MiB", counts.get(Counter.PREFETCHED_BYTES) >> 20);
      number("Prefetched and used", used);
      rate("Prefetch precision", used, entries - used);
    }
  }

  private void levels() {
    List<LevelCounts> levels = LevelCounts.of(report);
    if (levels.size() < 2) {
      return;
    }
    rows.add(new Row("Multi-level cache levels", Long.toString(levels.size()), 0));
    for (LevelCounts level : levels) {
      String name = "  " + level.label() + " ";
      long hits = level.get(Tally.TIER_HITS);
      long misses = level.get(Tally.TIER_MISSES);
      long writes = level.get(Tally.TIER_WRITES);
      number(name + "hits", hits);
      number(name + "misses", misses);
      rate(name + "hit rate", hits, misses);
      number(name + "writes", writes);
      number(name + "write failures", level.get(Tally.TIER_WRITE_FAILURES));
      number(name + "backfills from", level.get(Tally.TIER_BACKFILLS_FROM));
      number(name + "backfills to", level.get(Tally.TIER_BACKFILLS_TO));
      average(name + "avg cache write", level.get(Tally.TIER_WRITE_DURATION), writes);
      average(name + "avg cache read hit", level.get(Tally.TIER_HIT_DURATION), hits);
    }
  }

  private void number(String name, long number) {
    rows.add(new Row(name, Long.toString(number), 0));
  }

  private SortedMap<String, Long> tally(Tally plain, Tally detailed) {
    return counts.get(advanced ? detailed : plain);
  }

  private void row(String name, Counter counter) {
    rows.add(new Row(name, Long.toString(counts.get(counter)), 0));
  }

  private void rowUnlessZero(String name, Counter counter) {
    if (counts.get(counter) != 0) {
      row(name, counter);
    }
  }

  private void languages(String name, Tally total, SortedMap<String, Long> byLanguage) {
    rows.add(new Row(name, Long.toString(counts.total(total)), 0));
    byLanguage.forEach(
        (language, number) ->
            rows.add(new Row(name + " (" + language + ")", Long.toString(number), 0)));
  }

  private void rates(SortedMap<String, Long> hits, SortedMap<String, Long> misses) {
    String name = "Cache hits rate";
    rate(name, counts.total(Tally.CACHE_HITS), counts.total(Tally.CACHE_MISSES));
    TreeSet<String> languages = new TreeSet<>(hits.keySet());
    languages.addAll(misses.keySet());
    for (String language : languages) {
      rate(
          name + " (" + language + ")",
          hits.getOrDefault(language, 0L),
          misses.getOrDefault(language, 0L));
    }
  }

  private void rate(String name, long hits, long misses) {
    long all = hits + misses;
    rows.add(
        all == 0
            ? new Row(name, "-", 0)
            : new Row(name, String.format(Locale.ROOT, "%.2f %%", 100.0 * hits / all), 2));
  }

  private void average(String name, Counter sum, long number) {
    average(name, counts.get(sum), number);
  }

  private void average(String name, long nanos, long number) {
    long millis = number == 0 ? 0 : nanos / number / 1_000_000;
    rows.add(
        new Row(name, String.format(Locale.ROOT, "%d.%03d s", millis / 1000, millis % 1000), 2));
  }

  private void reasons(String title, SortedMap<String, Long> numbers, int names, int values) {
    if (numbers.isEmpty()) {
      return;
    }
    boolean afterBlank = text.length() > 1 && text.charAt(text.length() - 2) == '\n';
    text.append(afterBlank ? "" : "\n").append(title).append('\n');
    numbers.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(
            reason -> line(reason.getKey(), names, pad(Long.toString(reason.getValue()), values)));
    text.append('\n');
  }

  private void tail(int names, int values) {
    line("Cache location", names, report.store().location());
    List<LevelCounts> levels = LevelCounts.of(report);
    if (levels.size() > 1) {
      levels.forEach(l -> line("  " + l.label(), names, l.description().location()));
    }
    for (LevelCounts level : levels) {
      if (!level.description().condition().isEmpty()) {
        line("Connection (" + level.tier() + ")", names, level.description().condition());
      }
    }
    if (advanced) {
      report.mode().ifPresent(mode -> line("Effective cache mode", names, mode));
    }
    List<String> bases = report.bases();
    line("Base directories", names, bases.isEmpty() ? "(none)" : String.join(", ", bases));
    if (report.store().location().startsWith("Local disk")) {
      line("Use direct/preprocessor mode?", names, "yes");
    }
    line("Version (client)", names, report.version());
    size("Cache size", report.store().size(), names, values);
    size("Max cache size", report.store().limit(), names, values);
    if (!report.problems().isEmpty()) {
      text.append("\nSettings that could not be used:\n");
      report
          .problems()
          .forEach(problem -> text.append("  ").append(problem.message()).append('\n'));
    }
  }

  private void size(String name, OptionalLong bytes, int names, int values) {
    if (bytes.isPresent()) {
      ByteCount size = new ByteCount(bytes.getAsLong());
      line(name, names, pad(size.number(), values) + " " + size.unit());
    }
  }

  private void line(String name, int width, String value) {
    text.append(name)
        .repeat(' ', Math.max(0, width - name.length()))
        .append(' ')
        .append(value)
        .append('\n');
  }

  private static String pad(String value, int width) {
    return " ".repeat(Math.max(0, width - value.length())) + value;
  }
}
