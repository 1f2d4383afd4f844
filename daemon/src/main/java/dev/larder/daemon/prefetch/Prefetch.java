package dev.larder.daemon.prefetch;

import dev.larder.daemon.stats.Event;
import dev.larder.storage.CacheKey;
import dev.larder.storage.Source;
import dev.larder.storage.Store;
import dev.larder.storage.tiered.Carrier;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The builds that go on with one cache, and what is fetched ahead of them. */
public final class Prefetch implements AutoCloseable {
  /** A build that asks for nothing for so long may be over: what it asked for is kept. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  /** After so long it is over, and what comes is another build. */
  static final Duration END = Duration.ofMinutes(5);

  /* Who builds more projects than this at once does so without what is fetched ahead. */
  private static final int MOST_BUILDS = 8;

  private final Optional<Far> far;
  private final Consumer<Event> counted;
  private final Later later;
  private final LongSupplier nanos;
  private final Projects projects = new Projects();
  private final Map<Project, ProjectBuild> builds = new HashMap<>();
  private boolean closed;

  /**
   * The store from which is fetched.
   *
   * @param source to read from ahead of need, in nobody's way
   * @param carrier brings from there what is needed
   * @param target the same store, to write to
   */
  public record Far(Source source, Carrier carrier, Store target) {}

  /** Has something done on another thread after a while. */
  public interface Later {
    /** Does not wait for it. */
    void run(Duration after, Runnable what);
  }

  /**
   * @param far empty if there is no store from which anything could be fetched ahead
   */
  public Prefetch(Optional<Far> far, Consumer<Event> counted, Later later, LongSupplier nanos) {
    this.far = far;
    this.counted = counted;
    this.later = later;
    this.nanos = nanos;
  }

  /**
   * The build that a call belongs to.
   *
   * @param project its name if the user has given it one, else empty
   * @param limit bytes that may be fetched ahead; 0 for no part in it at all
   * @param cwd the directory in which the compiler runs
   * @param pid its process
   */
  public Build of(
      String project, long limit, String cwd, Map<String, String> environment, int pid) {
    if (far.isEmpty() || limit == 0) {
      return Build.UNKNOWN;
    }
    Optional<Project> known = projects.of(project, cwd, environment, pid);
    if (known.isEmpty() || build(known.get(), limit, far.get()).equals(Build.UNKNOWN)) {
      return Build.UNKNOWN;
    }
    return new Part(known.get(), limit, far.get());
  }

  /**
   * What a call tells of itself. That may be long after its build was over, where a wrapper has
   * given the answer again and only the notes of it came to us: then it goes to the project's next.
   */
  private final class Part implements Build {
    private final Project project;
    private final long limit;
    private final Far where;

    Part(Project project, long limit, Far where) {
      this.project = project;
      this.limit = limit;
      this.where = where;
    }

    @Override
    public void asked(CacheKey action) {
      build(project, limit, where).asked(action);
    }

    @Override
    public void served(CacheKey action, CacheKey result, long bytes) {
      build(project, limit, where).served(action, result, bytes);
    }

    @Override
    public void kept(CacheKey action, CacheKey result, long bytes) {
      build(project, limit, where).kept(action, result, bytes);
    }
  }

  /** The one that goes on, begun if there was none; unknown if there are too many, or no more. */
  private synchronized Build build(Project project, long limit, Far where) {
    ProjectBuild known = builds.get(project);
    if (known != null) {
      return known;
    }
    if (closed || builds.size() == MOST_BUILDS) {
      return Build.UNKNOWN;
    }
    Recording recording = new Recording();
    ProjectBuild begun =
        new ProjectBuild(
            new Courses(project, where.source(), where.target()),
            recording,
            new Forerun(where.carrier(), limit, recording::isAsked, counted),
            nanos);
    builds.put(project, begun);
    begun.begin();
    later.run(PAUSE, () -> look(project, begun));
    return begun;
  }

  private void look(Project project, ProjectBuild build) {
    long quiet = build.quietNanos();
    if (quiet >= PAUSE.toNanos()) {
      build.keep();
    }
    synchronized (this) {
      if (closed) {
        return;
      }
      if (quiet >= END.toNanos()) {
        builds.remove(project, build);
        return;
      }
    }
    later.run(PAUSE, () -> look(project, build));
  }

  /** Stops fetching, and hands over to the store what is still to be kept. */
  @Override
  public void close() {
    List<ProjectBuild> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(builds.values());
      builds.clear();
    }
    left.forEach(ProjectBuild::end);
    left.forEach(ProjectBuild::keep);
  }
}
