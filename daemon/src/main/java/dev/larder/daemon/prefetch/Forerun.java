package dev.larder.daemon.prefetch;

import dev.larder.daemon.stats.Event;
import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.SetRecord;
import dev.larder.storage.tiered.Carrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Runs ahead of a build along the course of an earlier one. It follows a course only once the build
 * asked for something that is on it, goes no farther than what was of use so far warrants, and
 * rests while the far store is away.
 */
final class Forerun {
  /* As many round trips are under way at once, so that a far server is as good as a near one. */
  private static final int AT_ONCE = 16;

  /* So long it rests when the far store can not be reached, and longer each time. */
  private static final Duration REST = Duration.ofMillis(500);
  private static final int MOST_RESTS = 5;

  private static final Duration LONGEST_END = Duration.ofSeconds(2);

  private final Carrier carrier;
  private final Predicate<CacheKey> asked;
  private final Consumer<Event> counted;
  private final Set<Thread> runners = new HashSet<>();
  private final Map<CacheKey, Brought> unused = new HashMap<>();
  private List<Track> tracks = List.of();
  private Optional<Track> current = Optional.empty();
  private long bytesLeft;
  private int rests;
  private long restsUntil = System.nanoTime();
  private boolean ended;

  private record Brought(Track track, Course.Step step) {}

  /**
   * @param limit bytes that are brought at most
   * @param asked whether an action was asked for already: what serves it is on its way
   */
  Forerun(Carrier carrier, long limit, Predicate<CacheKey> asked, Consumer<Event> counted) {
    this.carrier = carrier;
    this.bytesLeft = limit;
    this.asked = asked;
    this.counted = counted;
  }

  /**
   * Begins, in the background.
   *
   * @param courses of earlier builds, newest first; may take its time
   * @param before what the build has asked for by then
   */
  synchronized void begin(Supplier<List<Course>> courses, Supplier<Set<CacheKey>> before) {
    start(
        () -> {
          List<Track> known = courses.get().stream().map(Track::new).toList();
          learn(known, before);
        });
  }

  private synchronized void learn(List<Track> known, Supplier<Set<CacheKey>> before) {
    tracks = known;
    before.get().forEach(this::asked);
  }

  /** The build asks for an action. */
  synchronized void asked(CacheKey action) {
    if (current.filter(track -> track.hasAction(action)).isEmpty()) {
      follow(tracks.stream().filter(track -> track.hasAction(action)).findFirst(), action);
    }
    goOn();
  }

  /** A result served the build. */
  synchronized void served(CacheKey action, CacheKey result, long bytes) {
    Brought brought = unused.remove(result);
    if (brought != null) {
      brought.track().used(brought.step());
      counted.accept(new Event.PrefetchUsed(bytes));
    } else if (current.filter(track -> track.hasResult(result)).isEmpty()) {
      follow(tracks.stream().filter(track -> track.hasResult(result)).findFirst(), action);
    }
    goOn();
  }

  private void follow(Optional<Track> track, CacheKey from) {
    if (track.isPresent()) {
      track.get().begin(from);
      current = track;
    }
  }

  private synchronized void goOn() {
    for (int i = runners.size(); i < AT_ONCE && mayGoOn(); i++) {
      start(this::run);
    }
  }

  private boolean mayGoOn() {
    return !ended
        && System.nanoTime() - restsUntil >= 0
        && bytesLeft > 0
        && current.isPresent()
        && current.get().mayGoOn();
  }

  private void start(Runnable work) {
    Thread thread =
        Thread.ofVirtual()
            .name("fetches ahead")
            .unstarted(
                () -> {
                  try {
                    work.run();
                  } finally {
                    left(Thread.currentThread());
                  }
                });
    runners.add(thread);
    thread.start();
  }

  private synchronized void left(Thread thread) {
    runners.remove(thread);
  }

  private void run() {
    for (Optional<Brought> next = next(); next.isPresent(); next = next()) {
      if (carrier.isNear(next.get().step().result())) {
        spare(next.get());
      } else {
        bring(next.get());
      }
    }
  }

  /** Begins with the next step, of which the build has not asked for anything yet. */
  private synchronized Optional<Brought> next() {
    if (!mayGoOn()) {
      return Optional.empty();
    }
    Track track = current.orElseThrow();
    Optional<Course.Step> step =
        track.next(
            each ->
                each.bytes() <= bytesLeft
                    && !unused.containsKey(each.result())
                    && !asked.test(each.action()));
    if (step.isEmpty()) {
      return Optional.empty();
    }
    Brought brought = new Brought(track, step.get());
    bytesLeft -= step.get().bytes();
    track.taken(step.get());
    unused.put(step.get().result(), brought);
    return Optional.of(brought);
  }

  /** It was not brought, be it that it is there already. */
  private synchronized void spare(Brought brought) {
    if (unused.remove(brought.step().result(), brought)) {
      bytesLeft += brought.step().bytes();
      brought.track().spared(brought.step());
    }
  }

  /** The far store is away. All who run now find that out at the same time. */
  private synchronized void rest() {
    if (System.nanoTime() - restsUntil >= 0) {
      rests++;
      ended |= rests > MOST_RESTS;
      restsUntil = System.nanoTime() + (REST.toNanos() << rests);
    }
  }

  private void bring(Brought brought) {
    List<Lookup<?>> found = new ArrayList<>();
    Thread records =
        Thread.ofVirtual()
            .start(
                () -> {
                  Lookup<Iterable<SetRecord>> set = carrier.records(brought.step().action());
                  synchronized (found) {
                    found.add(set);
                  }
                });
    Lookup<Entry> value = carrier.value(brought.step().result());
    try {
      records.join();
    } catch (InterruptedException e) {
      records.interrupt();
      stop();
      return;
    }
    synchronized (found) {
      found.add(value);
    }
    done(brought, value, found);
  }

  private synchronized void done(Brought brought, Lookup<Entry> value, List<Lookup<?>> found) {
    if (found.stream().anyMatch(each -> each instanceof Lookup.Unavailable<?>)) {
      rest();
    }
    if (value instanceof Lookup.Unavailable<?>) {
      spare(brought);
    } else if (value instanceof Lookup.Hit<Entry> hit) {
      long bytes = hit.value().length();
      bytesLeft -= bytes - brought.step().bytes();
      counted.accept(new Event.Prefetched(bytes));
    } else {
      unused.remove(brought.step().result(), brought);
    }
  }

  private synchronized void stop() {
    ended = true;
  }

  /** Ends it at once, and waits until nothing is under way any more. */
  void end() {
    List<Thread> left;
    synchronized (this) {
      ended = true;
      left = List.copyOf(runners);
    }
    left.forEach(Thread::interrupt);
    long end = System.nanoTime() + LONGEST_END.toNanos();
    try {
      for (Thread thread : left) {
        thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
