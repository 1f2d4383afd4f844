package dev.larder.daemon.prefetch;

import static dev.larder.daemon.prefetch.CoursesTest.course;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.redis.Proxy;
import dev.larder.storage.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines that share a real Redis: what one asked for the other gets before it asks. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PrefetchTest {
  private final Path directory;
  private final RedisServer server;
  private final AtomicInteger machines = new AtomicInteger();

  PrefetchTest(@TempDir Path directory) {
    this.directory = directory;
    this.server = RedisServer.start(directory.resolve("redis"));
  }

  @BeforeEach
  void empty() {
    server.cli("FLUSHALL");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Path place() {
    return directory.resolve("machine-" + machines.incrementAndGet());
  }

  private Machine machine() {
    return new Machine(place(), server.port());
  }

  private void made(String project, Course course) {
    try (Machine first = machine()) {
      first.make(project, course);
    }
  }

  private long keys() {
    return Long.parseLong(server.cli("DBSIZE"));
  }

  private static void ask(Build build, Course course, int from, int to) {
    course.steps().subList(from, to).forEach(step -> build.asked(step.action()));
  }

  private static void serve(Build build, Course course, int from, int to) {
    course
        .steps()
        .subList(from, to)
        .forEach(
            step -> {
              build.asked(step.action());
              build.served(step.action(), step.result(), step.bytes());
            });
  }

  @Test
  void firstRequest_bringsTheRest() {
    Course course = course("x", 0, 40);
    made("p", course);
    assertThat(keys()).as("a value and a set each, and the list").isEqualTo(81);
    try (Machine second = machine()) {
      Build build = second.build("p");
      ask(build, course, 0, 1);
      second.awaitBrought(39);
      assertThat(second.near(course)).as("all but what was asked for").isEqualTo(39);
      for (Course.Step step : course.steps().subList(1, 40)) {
        assertThat(bytes(second.disk.get(step.result()))).isEqualTo(bytes(Machine.entry(step)));
        assertThat(second.disk.list(step.action())).isInstanceOf(Lookup.Hit.class);
      }
      serve(build, course, 0, 40);
      assertThat(second.used()).isEqualTo(39);
      assertThat(second.bytesBrought())
          .isEqualTo(course.steps().stream().skip(1).mapToLong(Course.Step::bytes).sum());
    }
  }

  private static byte[] bytes(Lookup<Entry> found) {
    return bytes(((Lookup.Hit<Entry>) found).value());
  }

  private static byte[] bytes(Entry entry) {
    try {
      return entry.sections().getFirst().content().toBytes();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void build_thatIsOver_andStillTold_belongsToTheNext() {
    Course course = course("x", 0, 40);
    try (Machine first = machine()) {
      Build over = first.build("p");
      first.wait(Prefetch.END);
      serve(over, course, 0, 40);
    }
    try (Machine second = machine()) {
      assertThat(courses(second, "p").read().orElseThrow())
          .extracting(Courses.Kept::course)
          .containsExactly(course);
    }
  }

  @Test
  void build_thatAsksForSomethingElse_getsNothing() {
    made("p", course("x", 0, 40));
    try (Machine second = machine()) {
      Build build = second.build("p");
      ask(build, course("y", 0, 40), 0, 40);
      Build other = second.build("q");
      ask(other, course("x", 0, 40), 0, 40);
      second.prefetch.close();
      assertThat(second.brought()).isZero();
    }
  }

  @Test
  void unused_isBoundedByWhatIsUsed() {
    Course course = course("x", 0, 400);
    made("p", course);
    try (Machine second = machine()) {
      Build build = second.build("p");
      ask(build, course, 0, 1);
      second.awaitBrought(64);
      serve(build, course, 1, 11);
      second.awaitBrought(84);
      second.prefetch.close();
      assertThat(second.brought()).isEqualTo(84);
      assertThat(second.used()).isEqualTo(10);
    }
  }

  @Test
  void bytes_areBounded() {
    Course course = course("x", 0, 40);
    made("p", course);
    try (Machine second = machine()) {
      Build build = second.build("p", 10_500);
      ask(build, course, 0, 1);
      second.awaitBrought(10);
      serve(build, course, 1, 5);
      second.prefetch.close();
      assertThat(second.bytesBrought()).isBetween(9_000L, 10_500L);
    }
  }

  @Test
  void off_neitherNotesNorFetches() {
    Course course = course("x", 0, 10);
    made("p", course);
    long kept = keys();
    try (Machine second = machine()) {
      Build build = second.build("p", 0);
      assertThat(build).isSameAs(Build.UNKNOWN);
      ask(build, course, 0, 1);
      second.prefetch.close();
      assertThat(second.brought()).isZero();
    }
    assertThat(keys()).isEqualTo(kept);
  }

  @Test
  void whatIsNear_isNotFetched() {
    Course course = course("x", 0, 40);
    made("p", course);
    Path place = place();
    for (int expected : List.of(39, 0)) {
      try (Machine second = new Machine(place, server.port())) {
        Build build = second.build("p");
        ask(build, course, 0, 1);
        second.awaitBrought(expected);
        second.prefetch.close();
        assertThat(second.brought()).isEqualTo(expected);
      }
    }
  }

  @Test
  void pause_keepsTheListBeforeTheEnd() {
    Course course = course("x", 0, 10);
    try (Machine first = machine()) {
      first.make("p", course);
      first.wait(Prefetch.PAUSE.minusSeconds(1));
      first.wait(Prefetch.PAUSE);
      try (Machine second = machine()) {
        List<Courses.Kept> kept = new ArrayList<>();
        while (kept.isEmpty()) {
          kept.addAll(courses(second, "p").read().orElse(List.of()));
        }
        assertThat(kept).singleElement().extracting(Courses.Kept::course).isEqualTo(course);
      }
    }
  }

  private static Courses courses(Machine machine, String project) {
    return new Courses(Project.named(project), machine.redis, machine.redis);
  }

  @Test
  void buildsOfTwoKinds_keepAListEach() {
    made("p", course("debug", 0, 30));
    made("p", course("release", 0, 30));
    made("p", course("debug", 5, 35));
    try (Machine second = machine()) {
      assertThat(courses(second, "p").read().orElseThrow())
          .extracting(Courses.Kept::course)
          .containsExactly(course("debug", 5, 35), course("release", 0, 30));
      Course release = course("release", 0, 30);
      ask(second.build("p"), release, 0, 1);
      second.awaitBrought(29);
      assertThat(second.near(release)).isEqualTo(29);
    }
  }

  @Test
  void poisonedList_givesNothingAndDoesNoHarm() {
    Course course = course("x", 0, 40);
    made("p", course);
    made("others", course("others", 0, 300));
    try (Machine attacker = machine()) {
      CacheKey lists = Project.named("p").lists();
      List<CacheKey> names = new ArrayList<>();
      courses(attacker, "p").read().orElseThrow().forEach(kept -> names.add(kept.name()));
      // Behind an action that will be asked for, what nobody made, and what others did.
      List<Course.Step> steps = new ArrayList<>(course.steps().subList(0, 1));
      IntStream.range(0, 5000)
          .mapToObj(i -> new Course.Step(Machine.unknown(i), Machine.unknown(-i), Long.MIN_VALUE))
          .forEach(steps::add);
      steps.addAll(course("others", 0, 300).steps());
      attacker.redis.add(lists, names.getFirst(), new Course(steps).encode());
      byte[] junk = new byte[100_000];
      new Random(1).nextBytes(junk);
      attacker.redis.add(lists, Machine.unknown(1), junk);
      server.cli("HSET", "larder:m1:" + lists.hex(), "x", "y");
    }
    long before = commands("strlen");
    try (Machine second = machine()) {
      Build build = second.build("p");
      ask(build, course, 0, 1);
      while (commands("strlen") - before < 64) {
        Thread.onSpinWait();
      }
      serve(build, course, 0, 10);
      second.prefetch.close();
      assertThat(second.brought()).isZero();
      assertThat(commands("strlen") - before).as("in vain").isLessThanOrEqualTo(64);
      assertThat(bytes(second.store.get(course.steps().getLast().result())))
          .isEqualTo(bytes(Machine.entry(course.steps().getLast())));
    }
  }

  private long commands(String name) {
    return server
        .cli("INFO", "commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + name + ":calls="))
        .mapToLong(line -> Long.parseLong(line.replaceAll("^[^=]*=(\\d+),.*", "$1")))
        .sum();
  }

  @Test
  void hugeList_isNotRead() {
    Course course = course("x", 0, 40);
    made("p", course);
    String lists = "larder:m1:" + Project.named("p").lists().hex();
    server.cli(
        "EVAL",
        "for i = 1, 64 do redis.call('HSET', KEYS[1], 'f' .. i, string.rep('x', 4000000)) end",
        "1",
        lists);
    try (Machine second = machine()) {
      Build build = second.build("p");
      ask(build, course, 0, 40);
      second.prefetch.close();
      assertThat(second.brought()).isZero();
      assertThat(bytes(second.store.get(course.steps().getLast().result())))
          .isEqualTo(bytes(Machine.entry(course.steps().getLast())));
    }
  }

  @Test
  void end_inTheMiddle_isAtOnce() {
    Course course = course("x", 0, 400);
    made("p", course);
    try (Proxy proxy = Proxy.to(server.port());
        Machine second = new Machine(place(), proxy.port())) {
      proxy.delay(Duration.ofMillis(20));
      Build build = second.build("p");
      ask(build, course, 0, 1);
      second.awaitBrought(1);
      proxy.stall(true);
      long started = System.nanoTime();
      second.prefetch.close();
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
      long brought = second.brought();
      proxy.stall(false);
      assertThat(second.build("p")).isSameAs(Build.UNKNOWN);
      assertThat(second.brought()).isEqualTo(brought).isLessThan(64);
    }
  }

  @Test
  void silence_isWaitedForBriefly_andNothingMoreIsFetched() {
    Course course = course("x", 0, 400);
    made("p", course);
    Duration patience = Duration.ofMillis(400);
    try (Proxy proxy = Proxy.to(server.port());
        Machine second = new Machine(place(), proxy.port(), patience)) {
      Build build = second.build("p");
      ask(build, course, 0, 1);
      second.awaitBrought(1);
      proxy.stall(true);
      Course.Step last = course.steps().getLast();
      long started = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        Course.Step step = course.steps().get(course.length() - 1 - i);
        build.asked(step.action());
        assertThat(second.store.get(step.result())).isNotInstanceOf(Lookup.Hit.class);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
      proxy.stall(false);
      while (!(second.store.get(last.result()) instanceof Lookup.Hit)) {
        Thread.onSpinWait();
      }
    }
  }
}
