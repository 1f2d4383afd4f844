package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.explain.JournalEntry;
import dev.larder.daemon.explain.JournalEntry.Kind;
import dev.larder.daemon.explain.Part;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the journal is told of a request. */
final class Notes {
  private final Clock clock;

  Notes(Clock clock) {
    this.clock = clock;
  }

  JournalEntry bypass(Invocation invocation, String reason) {
    Instant now = clock.instant();
    return new JournalEntry(
        now,
        now,
        invocation.cwd(),
        "",
        source(invocation.arguments()),
        "",
        Kind.BYPASS,
        reason,
        List.of());
  }

  JournalEntry hit(Job job) {
    return of(job, Kind.HIT, "", List.of());
  }

  /**
   * A miss, or a bypass that only the run's result told.
   *
   * @param why what kept the stored results from serving; empty if there were none
   */
  JournalEntry miss(Job job, Sought sought, String why, Recorder.Result result) {
    List<Part> parts = new ArrayList<>();
    job.parts().forEach(part -> parts.add(Part.of(part.label(), part.value())));
    for (int i = 0; i < sought.sources().size(); i++) {
      parts.add(Part.of("source " + job.action().sources().get(i), sought.sources().get(i).hex()));
    }
    return switch (result) {
      case Recorder.Result.Kept kept -> of(job, Kind.MISS, why, parts);
      case Recorder.Result.NotKept notKept -> of(job, Kind.NOT_STORED, notKept.detail(), parts);
    };
  }

  JournalEntry failed(Job job) {
    return of(job, Kind.NOT_STORED, "the compiler failed", List.of());
  }

  private JournalEntry of(Job job, Kind kind, String reason, List<Part> parts) {
    Action action = job.action();
    return new JournalEntry(
        job.began(),
        clock.instant(),
        job.invocation().cwd(),
        action.language(),
        action.title(job.invocation()),
        action.outputs().isEmpty() ? action.tree().orElse("") : action.outputs().getFirst().path(),
        kind,
        reason,
        parts);
  }

  /** The last argument that looks like a file: all that can be said without a front end. */
  private static String source(List<String> arguments) {
    return arguments.stream()
        .skip(1)
        .filter(argument -> !argument.startsWith("-") && argument.contains("."))
        .reduce((first, second) -> second)
        .orElse("");
  }
}
