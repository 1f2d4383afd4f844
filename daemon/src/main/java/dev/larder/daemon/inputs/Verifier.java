package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.Verification.Differs;
import dev.larder.daemon.inputs.Verification.Holds;
import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.FileSystems;
import dev.larder.daemon.inputs.files.Kernel;
import java.lang.foreign.Arena;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Tells whether facts are still so. The cheapest and most volatile are asked first; the first that
 * differs ends it. Safe for many threads.
 */
public final class Verifier {
  /** A verification reads at most so many bytes. */
  public static final long MOST_READ = 1L << 30;

  private final Kernel kernel;
  private final FileSystems fileSystems;
  private final DigestMemo memo;
  private final Clock clock;
  private final CallersCalendar calendar;
  private final DirectoryMemo directories = new DirectoryMemo();

  /**
   * Verifies with these digests.
   *
   * @param clock the wall clock that file times are compared with
   */
  public Verifier(Kernel kernel, FileSystems fileSystems, DigestMemo memo, Clock clock) {
    this.kernel = kernel;
    this.fileSystems = fileSystems;
    this.memo = memo;
    this.clock = clock;
    this.calendar = new CallersCalendar(kernel, clock);
  }

  /** Verifies a set once, for a request in {@code cwd} with this environment. */
  public Verification verify(InputSet inputs, String cwd, Map<String, String> environment) {
    return verify(PreparedInputs.of(inputs, cwd), environment);
  }

  /** Verifies a set that was prepared for the request's working directory. */
  public Verification verify(PreparedInputs inputs, Map<String, String> environment) {
    Optional<Differs> differs = outsideFiles(inputs, environment);
    if (differs.isPresent()) {
      return differs.get();
    }
    try (Calls calls = kernel.borrow();
        Arena arena = Arena.ofConfined()) {
      FileChecks files = new FileChecks(calls, memo, fileSystems, directories, inputs, clock);
      AbsenceChecks absences =
          new AbsenceChecks(calls, arena, fileSystems, directories, inputs.cwd(), clock);
      Optional<Differs> names = inputs.cwdIsAsStamped() ? Optional.empty() : files.names();
      return names
          .or(() -> changed(inputs, files, absences))
          .or(() -> absences.dangling(inputs.absences()))
          .or(() -> files.check(inputs.unstamped()))
          .<Verification>map(found -> found)
          .orElseGet(Holds::new);
    }
  }

  /** Looks at what is not as it was when it was last found to be so. */
  private static Optional<Differs> changed(
      PreparedInputs inputs, FileChecks files, AbsenceChecks absences) {
    int count = inputs.stamped().size();
    for (int i = inputs.firstChanged(0); i < count; i = inputs.firstChanged(i + 1)) {
      Optional<Differs> differs =
          switch (inputs.stamped().get(i)) {
            case Slot slot -> files.check(slot);
            case AbsentGroup group -> absences.check(group);
          };
      if (differs.isPresent()) {
        return differs;
      }
    }
    return Optional.empty();
  }

  private Optional<Differs> outsideFiles(PreparedInputs inputs, Map<String, String> environment) {
    for (Fact fact : inputs.withoutPath()) {
      boolean holds =
          switch (fact) {
            case Fact.Variable variable ->
                Fact.Variable.in(environment, variable.name()).equals(variable);
            case Fact.WorkingDirectory directory ->
                Fact.WorkingDirectory.of(inputs.cwd()).equals(directory);
            case Fact.Today today -> calendar.today(environment).equals(Optional.of(today.date()));
            case Fact.OfPath file -> true;
          };
      if (!holds) {
        return Optional.of(new Differs(fact, describe(fact)));
      }
    }
    return Optional.empty();
  }

  private static String describe(Fact fact) {
    return switch (fact) {
      case Fact.Variable variable -> "variable " + variable.name() + " has another value";
      case Fact.WorkingDirectory directory -> "another working directory";
      case Fact.Today today -> "another day than " + today.date();
      case Fact.OfPath file -> file.path();
    };
  }
}
