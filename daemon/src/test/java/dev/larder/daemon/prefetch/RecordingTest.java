package dev.larder.daemon.prefetch;

import static dev.larder.daemon.prefetch.CoursesTest.course;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a build asks for, in order. */
final class RecordingTest {
  private final Recording recording = new Recording();

  @Test
  void news_areInTheOrderOfTheQuestions() {
    Course course = course("x", 0, 3);
    course.steps().forEach(step -> recording.asked(step.action()));
    assertThat(recording.news()).isEmpty();
    course
        .steps()
        .reversed()
        .forEach(step -> recording.came(step.action(), step.result(), step.bytes()));
    assertThat(recording.news()).contains(course);
  }

  @Test
  void news_areToldOnce_unlessTheyRemain() {
    Course course = course("x", 0, 1);
    Course.Step step = course.steps().getFirst();
    recording.asked(step.action());
    recording.came(step.action(), step.result(), step.bytes());
    assertThat(recording.news()).isPresent();
    assertThat(recording.news()).isEmpty();
    recording.came(step.action(), step.result(), step.bytes());
    assertThat(recording.news()).as("the same again").isEmpty();
    recording.remains();
    assertThat(recording.news()).contains(course);
  }
}
