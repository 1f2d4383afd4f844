package dev.larder.daemon.inputs.observation;

import dev.larder.daemon.inputs.CallersCalendar;
import dev.larder.daemon.inputs.DigestMemo;
import dev.larder.daemon.inputs.InputSet;
import dev.larder.daemon.inputs.Verification;
import dev.larder.daemon.inputs.Verifier;
import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.FileStat;
import dev.larder.daemon.inputs.files.FileSystems;
import dev.larder.daemon.inputs.files.Kernel;
import dev.larder.daemon.inputs.files.NativePath;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A run in a directory of its own: events made by hand or by a real observer, and their judgement.
 */
final class Run {
  /** To this clock nothing is young, so that what is verified twice is verified by its stamps. */
  private static final Clock AHEAD = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

  final Kernel kernel = new Kernel();
  final DigestMemo memo;
  final Verifier verifier;
  final Trail trail;
  final Path cwd;
  final Map<String, String> environment = new HashMap<>();
  final List<Event> events = new ArrayList<>();
  Rules rules = new Rules(Set.of(), false, FoldRules.Calendar.REFUSED);

  /** Rules as plain as can be. */
  record Rules(
      Set<String> variables,
      boolean foldsWorkingDirectory,
      Calendar calendar,
      boolean comparesFiles)
      implements FoldRules {
    Rules(Set<String> variables, boolean foldsWorkingDirectory, Calendar calendar) {
      this(variables, foldsWorkingDirectory, calendar, false);
    }

    @Override
    public boolean comparesFiles(Collection<String> code) {
      return comparesFiles;
    }

    @Override
    public boolean ignores(Event event, List<String> libraries) {
      return event instanceof Event.Variable variable && variables.contains(variable.name());
    }

    @Override
    public boolean mayBeLinked(String key) {
      return key.endsWith(".rmeta");
    }

    @Override
    public Calendar calendar(List<String> read) {
      return calendar;
    }
  }

  Run(Path cwd) {
    this.cwd = cwd;
    FileSystems fileSystems = new FileSystems(System::nanoTime);
    memo = DigestMemo.inMemory(kernel, fileSystems, AHEAD);
    verifier = new Verifier(kernel, fileSystems, memo, AHEAD);
    trail = new Trail(kernel, memo, new CallersCalendar(kernel, Clock.systemUTC()));
    events.add(new Event.Start(1, 0, "/bin/true", "/bin/true", List.of()));
  }

  void write(String name, String content) throws IOException {
    Files.createDirectories(cwd.resolve(name).getParent());
    Files.writeString(cwd.resolve(name), content);
  }

  FileStat stat(String name) {
    try (Calls calls = kernel.borrow();
        Arena arena = Arena.ofConfined()) {
      calls.stat(NativePath.of(arena, cwd.toString(), name));
      return calls.found();
    }
  }

  SpelledPath path(String name) {
    return new SpelledPath(name.startsWith("/") ? "" : cwd.toString(), name);
  }

  void open(String name, int errno) {
    events.add(new Event.Open(1, path(name), errno, 0));
  }

  /** Opens a file, and says which one it was. */
  void openMarked(String name) {
    events.add(new Event.Open(1, path(name), 0, stat(name).mark()));
  }

  void probe(String name, int errno) {
    events.add(new Event.Probe(1, path(name), true, errno));
  }

  /** Writes, both in the record and in the file system. */
  void make(String name) throws IOException {
    events.add(new Event.Write(1, path(name), Event.Change.CONTENT, false, false, 0));
    write(name, "made");
  }

  /** A time after everything that was done, and before everything that is to come. */
  long start() throws IOException {
    long start = nanos();
    Path clock = Files.createTempFile(cwd.getParent(), "clock", "");
    while (Files.getLastModifiedTime(clock).to(TimeUnit.NANOSECONDS) < start) {
      Files.writeString(clock, "x");
    }
    Files.delete(clock);
    return start;
  }

  private static long nanos() {
    var now = java.time.Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  Verdict judge(long start, String... outputs) {
    return judge(new Recording.Complete(events), start, "/none", outputs);
  }

  Verdict judge(Recording recording, long start, String observer, String... outputs) {
    return trail.judge(
        recording,
        new RunContext(
            cwd.toString(),
            environment,
            start,
            Set.of(outputs),
            environment.getOrDefault("TMPDIR", "/tmp"),
            observer),
        rules);
  }

  Verification verify(InputSet inputs) {
    return verifier.verify(inputs, cwd.toString(), environment);
  }
}
