package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.Errno;
import dev.larder.daemon.inputs.files.Kernel;
import dev.larder.daemon.inputs.files.NativePath;
import dev.larder.daemon.inputs.files.Text;
import java.lang.foreign.Arena;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/** The date where the caller is, which may be another time zone than the daemon's. */
public final class CallersCalendar {
  private static final String ZONES = "/zoneinfo/";

  private final Kernel kernel;
  private final Clock clock;

  /** By this wall clock. */
  public CallersCalendar(Kernel kernel, Clock clock) {
    this.kernel = kernel;
    this.clock = clock;
  }

  /** Today's date; empty if the caller's {@code TZ} is of a form that is not understood. */
  public Optional<LocalDate> today(Map<String, String> environment) {
    return date(environment, clock.instant());
  }

  /** The date that the caller had at an instant, as {@link #today}. */
  public Optional<LocalDate> date(Map<String, String> environment, Instant instant) {
    return zone(environment).map(zone -> LocalDate.ofInstant(instant, zone));
  }

  // tzset(3): unset means /etc/localtime, empty means UTC, a colon may stand in front of a name.
  private Optional<ZoneId> zone(Map<String, String> environment) {
    String name = environment.get("TZ");
    if (name == null) {
      return local();
    }
    String zone = name.startsWith(":") ? name.substring(1) : name;
    return zone.isEmpty() ? Optional.of(ZoneId.of("UTC")) : parse(zone);
  }

  private Optional<ZoneId> local() {
    try (Calls calls = kernel.borrow();
        Arena arena = Arena.ofConfined()) {
      return switch (calls.readLink(NativePath.of(arena, "/", "/etc/localtime"))) {
        case Text.Is link -> {
          int name = link.bytes().indexOf(ZONES);
          yield name < 0 ? Optional.empty() : parse(link.bytes().substring(name + ZONES.length()));
        }
        // glibc takes UTC where there is no such file.
        case Text.Failed failed ->
            failed.errno() == Errno.ENOENT ? Optional.of(ZoneId.of("UTC")) : Optional.empty();
      };
    }
  }

  private static Optional<ZoneId> parse(String name) {
    // Names of the zone database only: a rule such as EST5EDT4 means something else to Java.
    if (!name.contains("/") && !name.equals("UTC")) {
      return Optional.empty();
    }
    try {
      return Optional.of(ZoneId.of(name));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
