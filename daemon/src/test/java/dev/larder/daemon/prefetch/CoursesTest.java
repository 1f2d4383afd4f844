package dev.larder.daemon.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.CacheKey;
import dev.larder.storage.KeyHasher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which courses are kept, in whose place, and what is read of what anybody may have written. */
final class CoursesTest {
  static CacheKey key(String name) {
    return new KeyHasher("test").text(name).toKey();
  }

  /** Steps of a build of some kind, numbered. */
  static Course course(String kind, int from, int to) {
    return new Course(
        IntStream.range(from, to)
            .mapToObj(i -> new Course.Step(key(kind + "a" + i), key(kind + "r" + i), 1000 + i))
            .toList());
  }

  private static Optional<CacheKey> place(Course course, Courses.Kept... kept) {
    return Courses.place(course, List.of(kept));
  }

  @Test
  void decode_encoded_isTheSame() {
    Course course = course("x", 0, 100);
    assertThat(Course.decode(course.encode())).contains(course);
  }

  @Test
  void decode_anyBytes_isNoneOrSound() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      Course.decode(bytes)
          .ifPresent(
              course ->
                  assertThat(course.steps()).isNotEmpty().allMatch(step -> step.bytes() >= 0));
    }
    assertThat(Course.decode(new byte[0])).isEmpty();
    assertThat(Course.decode(new byte[72 * (Course.LONGEST + 1)])).isEmpty();
  }

  @Test
  void place_first_isFree() {
    assertThat(place(course("x", 0, 3))).isPresent();
    assertThat(place(course("x", 0, 0))).isEmpty();
  }

  @Test
  void place_newerVersion_takesThePlaceOfTheOld() {
    Courses.Kept old = new Courses.Kept(key("1"), course("debug", 0, 100));
    Courses.Kept other = new Courses.Kept(key("2"), course("release", 0, 100));
    assertThat(place(course("debug", 20, 120), other, old)).contains(key("1"));
    assertThat(place(course("debug", 0, 100), other, old)).as("nothing new").isEmpty();
    assertThat(place(course("debug", 0, 40), other, old)).as("a part of it").isEmpty();
  }

  @Test
  void place_ofAnotherKind_takesNobodysPlaceWhileThereIsRoom() {
    List<Courses.Kept> kept = new ArrayList<>();
    for (int i = 0; i < Courses.MOST; i++) {
      Course course = course("kind" + i, 0, 100);
      CacheKey name = Courses.place(course, kept).orElseThrow();
      assertThat(kept).noneMatch(each -> each.name().equals(name));
      kept.addFirst(new Courses.Kept(name, course));
    }
    assertThat(Courses.place(course("last", 0, 100), kept)).contains(kept.getLast().name());
  }

  @Test
  void place_smallBuild_isNotKeptBesideALargeOne() {
    Courses.Kept large = new Courses.Kept(key("1"), course("debug", 0, 100));
    assertThat(place(course("edited", 0, 24), large)).isEmpty();
    assertThat(place(course("edited", 0, 25), large)).isPresent();
  }
}
