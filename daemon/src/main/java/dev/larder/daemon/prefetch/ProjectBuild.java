package dev.larder.daemon.prefetch;

import dev.larder.storage.CacheKey;
import java.util.List;
import java.util.function.LongSupplier;

/** The build of a project that is going on. */
final class ProjectBuild implements Build {
  private final Courses courses;
  private final Recording recording;
  private final Forerun forerun;
  private final LongSupplier nanos;
  private volatile long lastAsked;

  ProjectBuild(Courses courses, Recording recording, Forerun forerun, LongSupplier nanos) {
    this.courses = courses;
    this.recording = recording;
    this.forerun = forerun;
    this.nanos = nanos;
    this.lastAsked = nanos.getAsLong();
  }

  void begin() {
    forerun.begin(
        () -> courses.read().orElse(List.of()).stream().map(Courses.Kept::course).toList(),
        recording::actions);
  }

  @Override
  public void asked(CacheKey action) {
    lastAsked = nanos.getAsLong();
    recording.asked(action);
    forerun.asked(action);
  }

  @Override
  public void served(CacheKey action, CacheKey result, long bytes) {
    recording.came(action, result, bytes);
    forerun.served(action, result, bytes);
  }

  @Override
  public void kept(CacheKey action, CacheKey result, long bytes) {
    recording.came(action, result, bytes);
  }

  /** For how long nothing was asked for. */
  long quietNanos() {
    return nanos.getAsLong() - lastAsked;
  }

  /** Keeps what was asked for so far, if there is anything new. */
  void keep() {
    if (!recording.news().map(courses::keep).orElse(true)) {
      recording.remains();
    }
  }

  /** Stops fetching. */
  void end() {
    forerun.end();
  }
}
