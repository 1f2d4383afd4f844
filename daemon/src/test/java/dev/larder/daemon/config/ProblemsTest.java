package dev.larder.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProblemsTest {
  private final Problems problems = new Problems();

  @Test
  void note_sameTwice_isNewOnce() {
    assertThat(problems.note(List.of(new Problem("a"), new Problem("b"))))
        .containsExactly(new Problem("a"), new Problem("b"));
    assertThat(problems.note(List.of(new Problem("b"), new Problem("c"))))
        .containsExactly(new Problem("c"));
    assertThat(problems.all())
        .containsExactly(new Problem("a"), new Problem("b"), new Problem("c"));
  }

  @Test
  void note_withoutEnd_isBounded() {
    problems.note(IntStream.range(0, 1000).mapToObj(i -> new Problem("p" + i)).toList());

    assertThat(problems.all()).hasSize(100);
  }
}
