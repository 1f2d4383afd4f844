package dev.larder.daemon.stats;

import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;

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
    writer.stats();
    writer.rest(report);
    writer.larder(report);
    return writer.json.append('}').toString();
  }

  private void stats() {
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
    json.append(",\"dist_compiles\":{},\"dist_errors\":0,\"multi_level\":null}");
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
    json.append("[]");
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
    for (Tally tally : new Tally[] {Tally.NOT_STORED, Tally.WRITE_FAILURES, Tally.CACHE_TROUBLE}) {
      key(tally.label());
      map(counts.get(tally));
    }
    key("problems");
    json.append('[');
    report
        .problems()
        .forEach(
            problem -> {
              if (json.charAt(json.length() - 1) != '[') {
                json.append(',');
              }
              string(problem.message());
            });
    json.append("]}");
  }

  private void key(String name) {
    if (json.charAt(json.length() - 1) != '{') {
      json.append(',');
    }
    string(name);
    json.append(':');
  }

  private void number(Counter counter) {
    key(counter.label());
    json.append(counts.get(counter));
  }

  private void duration(Counter counter) {
    key(counter.label());
    long nanos = counts.get(counter);
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
