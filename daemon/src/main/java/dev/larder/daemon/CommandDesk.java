package dev.larder.daemon;

import dev.larder.daemon.command.Commands;
import dev.larder.daemon.command.Services;
import dev.larder.daemon.config.Configuration;
import dev.larder.daemon.config.Problem;
import dev.larder.daemon.config.Resolved;
import dev.larder.daemon.engine.Caller;
import dev.larder.daemon.explain.Journal;
import dev.larder.daemon.explain.JournalEntry;
import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.protocol.Question;
import dev.larder.daemon.protocol.Stream;
import dev.larder.daemon.protocol.Text;
import dev.larder.daemon.stats.Counts;
import dev.larder.daemon.stats.Statistics;
import dev.larder.storage.Description;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers Larder's own commands. */
final class CommandDesk {
  private final Caches caches;
  private final ByDirectory<Statistics> statistics;
  private final ByDirectory<Journal> journals;
  private final Supplier<List<Problem>> problems;

  CommandDesk(
      Caches caches,
      ByDirectory<Statistics> statistics,
      ByDirectory<Journal> journals,
      Supplier<List<Problem>> problems) {
    this.caches = caches;
    this.statistics = statistics;
    this.journals = journals;
    this.problems = problems;
  }

  /**
   * Runs the command and tells the caller what it printed and how it ended.
   *
   * @param stop ends the service, and returns when all other requests have been served
   */
  void serve(Question.Request request, Resolved resolved, Caller caller, Runnable stop) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        new Commands(new DaemonServices(stop), ZoneId.systemDefault())
            .run(
                request.arguments().stream().skip(1).map(Text::toString).toList(),
                request.cwd().toString(),
                resolved,
                out,
                err);
    List<Answer> answers = new ArrayList<>();
    answers.add(new Answer.Print(Stream.STDOUT, out.toByteArray()));
    answers.add(new Answer.Print(Stream.STDERR, err.toByteArray()));
    answers.add(new Answer.Exit(status));
    caller.tell(answers);
  }

  private final class DaemonServices implements Services {
    private final Runnable stop;

    private DaemonServices(Runnable stop) {
      this.stop = stop;
    }

    @Override
    public Counts counts(Configuration configuration) throws IOException {
      return statistics.of(configuration.directory()).counts();
    }

    @Override
    public void zeroStatistics(Configuration configuration) throws IOException {
      statistics.of(configuration.directory()).zero();
    }

    @Override
    public Description store(Configuration configuration) {
      return caches.of(configuration).store().describe();
    }

    @Override
    public List<JournalEntry> journal(Configuration configuration) throws IOException {
      return journals.of(configuration.directory()).entries();
    }

    @Override
    public List<Problem> problems() {
      return problems.get();
    }

    @Override
    public Optional<RunningDaemon> daemon() {
      return Optional.of(stop::run);
    }
  }
}
