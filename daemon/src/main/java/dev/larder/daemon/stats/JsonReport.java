package dev.larder.daemon.stats;

import dev.larder.daemon.config.Problem;
import dev.larder.storage.Description;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A report as JSON: sccache's object to the byte (its maps sorted), with one more member {@code
 * larder} at the end, which is always there. Written by hand, since to load a library would cost
 * more than all else that the command does.
 */
public final class JsonReport {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Counts counts;
  private final StringBuilder json = new StringBuilder();

  private JsonReport(Counts counts) {
    this.counts = counts;
  }

  /** One line, without a newline at its end. */
  public static String of(Report report) {
    JsonReport writer = new JsonReport(report.counts());
    writer.json.append("{\"stats\":");
    writer.stats(report);
    writer.rest(report);
    writer.larder(report);
    return writer.json.append('}').toString();
  }

  private void stats(Report report) {
    json.append('{');
    number(Counter.COMPILE_REQUESTS);
    number(Counter.REQUESTS_UNSUPPORTED_COMPILER);
    number(Counter.REQUESTS_NOT_COMPILE);
    number(Counter.REQUESTS_NOT_CACHEABLE);
    number(Counter.REQUESTS_EXECUTED);
    languages("cache_errors", Tally.CACHE_ERRORS, Tally.CACHE_ERRORS_DETAIL);
    languages("cache_hits", Tally.CACHE_HITS, Tally.CACHE_HITS_DETAIL);
    languages("cache_misses", Tally.CACHE_MISSES, Tally.CACHE_MISSES_DETAIL);
    number(Counter.CACHE_TIMEOUTS);
    number(Counter.CACHE_READ_ERRORS);
    number(Counter.NON_CACHEABLE_COMPILATIONS);
    number(Counter.FORCED_RECACHES);
    number(Counter.CACHE_WRITE_ERRORS);
    number(Counter.CACHE_WRITES);
    duration(Counter.CACHE_WRITE_DURATION);
    duration(Counter.CACHE_READ_HIT_DURATION);
    number(Counter.COMPILATIONS);
    duration(Counter.COMPILER_WRITE_DURATION);
    number(Counter.COMPILE_FAILS);
    key("not_cached");
    map(counts.get(Tally.NOT_CACHED));
    json.append(",\"dist_compiles\":{},\"dist_errors\":0");
    key("multi_level");
    levels(LevelCounts.of(report));
    json.append('}');
  }

  private void levels(List<LevelCounts> levels) {
    if (levels.size() < 2) {
      json.append("null");
      return;
    }
    json.append('[');
    for (LevelCounts level : levels) {
      json.append(json.charAt(json.length() - 1) == '[' ? "{" : ",{");
      key("name");
      string(level.label());
      key("location");
      string(level.description().location());
      number("hits", level.get(Tally.TIER_HITS));
      number("misses", level.get(Tally.TIER_MISSES));
      number("writes", level.get(Tally.TIER_WRITES));
      number("write_failures", level.get(Tally.TIER_WRITE_FAILURES));
      number("backfills_from", level.get(Tally.TIER_BACKFILLS_FROM));
      number("backfills_to", level.get(Tally.TIER_BACKFILLS_TO));
      duration("hit_duration", level.get(Tally.TIER_HIT_DURATION));
      duration("write_duration", level.get(Tally.TIER_WRITE_DURATION));
      json.append('}');
    }
    json.append(']');
  }

  /** Of each tier, the memory included, what sccache does not count. */
  private void tiers(Report report) {
    key("tiers");
    json.append('{');
    SortedSet<String> names = new TreeSet<>(counts.get(Tally.TIER_HITS).keySet());
    names.addAll(counts.get(Tally.TIER_MISSES).keySet());
    names.addAll(counts.get(Tally.TIER_WRITES).keySet());
    report.store().levels().forEach(level -> names.add(level.name()));
    for (String name : names) {
      key(name);
      json.append('{');
      number("hits", of(Tally.TIER_HITS, name));
      number("misses", of(Tally.TIER_MISSES, name));
      number("bytes_read", of(Tally.TIER_BYTES_READ, name));
      number("bytes_written", of(Tally.TIER_BYTES_WRITTEN, name));
      for (Description.Level level : report.store().levels()) {
        if (level.name().equals(name) && !level.description().condition().isEmpty()) {
          key("condition");
          string(level.description().condition());
        }
      }
      json.append('}');
    }
    json.append('}');
  }

  private void prefetch() {
    key("prefetch");
    json.append('{');
    number("entries", counts.get(Counter.PREFETCHED));
    number("bytes", counts.get(Counter.PREFETCHED_BYTES));
    number("used", counts.get(Counter.PREFETCH_USED));
    number("used_bytes", counts.get(Counter.PREFETCH_USED_BYTES));
    json.append('}');
  }

  private long of(Tally tally, String name) {
    return counts.get(tally).getOrDefault(name, 0L);
  }

  private void rest(Report report) {
    key("cache_location");
    string(report.store().location());
    key("cache_size");
    optional(report.store().size());
    key("max_cache_size");
    optional(report.store().limit());
    key("use_preprocessor_cache_mode");
    json.append("true");
    key("version");
    string(report.version());
    key("basedirs");
    strings(report.bases());
    key("effective_cache_mode");
    report.mode().ifPresentOrElse(this::string, () -> json.append("null"));
  }

  private void larder(Report report) {
    key("larder");
    json.append('{');
    number(Counter.CORRUPTED_ENTRIES);
    number(Counter.VERIFIED_HITS);
    number(Counter.WRONG_HITS);
    number(Counter.HITS_NOT_PLACED);
    for (Tally tally :
        new Tally[] {
          Tally.NOT_STORED, Tally.WRITE_FAILURES, Tally.CACHE_TROUBLE, Tally.TIER_TROUBLE
        }) {
      key(tally.label());
      map(counts.get(tally));
    }
    tiers(report);
    prefetch();
    key("problems");
    strings(report.problems().stream().map(Problem::message).toList());
    json.append('}');
  }

  private void strings(List<String> texts) {
    json.append('[');
    for (String text : texts) {
      if (json.charAt(json.length() - 1) != '[') {
        json.append(',');
      }
      string(text);
    }
    json.append(']');
  }

  private void key(String name) {
    if (json.charAt(json.length() - 1) != '{') {
      json.append(',');
    }
    string(name);
    json.append(':');
  }

  private void number(Counter counter) {
    number(counter.label(), counts.get(counter));
  }

  private void number(String name, long value) {
    key(name);
    json.append(value);
  }

  private void duration(Counter counter) {
    duration(counter.label(), counts.get(counter));
  }

  private void duration(String name, long nanos) {
    key(name);
    json.append("{\"secs\":").append(nanos / NANOS_PER_SECOND);
    json.append(",\"nanos\":").append(nanos % NANOS_PER_SECOND).append('}');
  }

  private void languages(String name, Tally plain, Tally detailed) {
    key(name);
    json.append("{\"counts\":");
    map(counts.get(plain));
    json.append(",\"adv_counts\":");
    map(counts.get(detailed));
    json.append('}');
  }

  private void map(SortedMap<String, Long> numbers) {
    json.append('{');
    for (Iterator<Map.Entry<String, Long>> rows = numbers.entrySet().iterator(); rows.hasNext(); ) {
      Map.Entry<String, Long> row = rows.next();
      string(row.getKey());
      json.append(':').append(row.getValue());
      if (rows.hasNext()) {
        json.append(',');
      }
    }
    json.append('}');
  }

  private void optional(OptionalLong number) {
    if (number.isPresent()) {
      json.append(number.getAsLong());
    } else {
      json.append("null");
    }
  }

  private void string(String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < 0x20) {
            json.append(String.format("\\u%04x", (int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }
}
