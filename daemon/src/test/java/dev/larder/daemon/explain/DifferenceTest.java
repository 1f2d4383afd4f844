package dev.larder.daemon.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DifferenceTest {
  private static List<Part> arguments(String line) {
    List<Part> parts = new ArrayList<>();
    for (String argument : line.split(" ", -1)) {
      parts.add(Part.of("argument", argument));
    }
    return parts;
  }

  private static List<String> words(String before, String after) {
    return Difference.words(arguments(before), arguments(after));
  }

  private static List<Part> with(String label, String value) {
    List<Part> parts = arguments("-c -O2");
    parts.add(Part.of(label, value));
    return parts;
  }

  @Test
  void words_equal_areNone() {
    assertThat(words("-c -O2 a.c", "-c -O2 a.c")).isEmpty();
  }

  @Test
  void words_optionWithAnotherValue_became() {
    assertThat(words("-c -O2 a.c", "-c -O3 a.c")).containsExactly("argument -O2 became -O3");
    assertThat(words("-std=c11 -DA -O2", "-std=c17 -DA -Os"))
        .containsExactly("argument -std=c11 became -std=c17", "argument -O2 became -Os");
    assertThat(words("-DA", "-DB")).containsExactly("argument -DA became -DB");
  }

  @Test
  void words_severalInOnePlace_arePairedByOption() {
    assertThat(words("-c -DX=1 -O2 a.c", "-c -O3 -DX=2 -Wall a.c"))
        .containsExactlyInAnyOrder(
            "argument -DX=1 became -DX=2", "argument -O2 became -O3", "argument -Wall was added");
  }

  @Test
  void words_addedAndDropped_areNamed() {
    assertThat(words("-c a.c", "-c -g a.c")).containsExactly("argument -g was added");
    assertThat(words("-c -Wall -Wextra a.c", "-c a.c"))
        .containsExactly("argument -Wall was dropped", "argument -Wextra was dropped");
  }

  @Test
  void words_anotherOrder_moved() {
    assertThat(words("-Ia -Ib -c a.c", "-Ib -c -Ia a.c")).containsExactly("argument -Ia moved");
  }

  @Test
  void words_otherParts_areNamedByTheirLabel() {
    assertThat(Difference.words(with("variable CPATH", "/a"), with("variable CPATH", "/b")))
        .containsExactly("variable CPATH changed");
    assertThat(Difference.words(with("variable CPATH", "/a"), arguments("-c -O2")))
        .containsExactly("variable CPATH is gone");
    assertThat(Difference.words(arguments("-c -O2"), with("variable CPATH", "/a")))
        .containsExactly("variable CPATH is new");
    assertThat(
            Difference.words(
                with("source", "0123456789abcdef"), with("source", "f123456789abcdef")))
        .containsExactly("source changed");
    assertThat(Difference.words(with("directory", "/a"), with("directory", "/b")))
        .containsExactly("directory /a became /b");
  }

  @Test
  void count_parts_areThoseInOneListOnly() {
    assertThat(Difference.count(arguments("-c -O2 -O2"), arguments("-c -O2 -O3"))).isEqualTo(2);
    assertThat(Difference.count(arguments("-c"), arguments("-c"))).isZero();
  }

  @Test
  void part_ofVariable_holdsNoSecret() {
    assertThat(Part.of("variable TOKEN", "s3cret").value())
        .matches("[0-9a-f]{16}")
        .isEqualTo(Part.of("variable TOKEN", "s3cret").value())
        .isNotEqualTo(Part.of("variable TOKEN", "other").value());
  }

  @Test
  void sequences_anyTwoLists_differenceLeadsFromOneToTheOther() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      List<String> before = letters(random);
      List<String> after = letters(random);
      List<Sequences.Hunk> hunks = Sequences.differences(before, after);

      List<String> left = new ArrayList<>(before);
      List<String> right = new ArrayList<>(after);
      hunks.forEach(hunk -> hunk.removed().forEach(left::remove));
      hunks.forEach(hunk -> hunk.added().forEach(right::remove));
      assertThat(left.stream().sorted())
          .as("seed %d: %s to %s by %s", seed, before, after, hunks)
          .containsExactlyElementsOf(right.stream().sorted().toList());
      assertThat(hunks.isEmpty()).isEqualTo(before.equals(after));
    }
  }

  private static List<String> letters(Random random) {
    return random.ints(random.nextInt(9), 'a', 'e').mapToObj(Character::toString).toList();
  }
}
