package dev.larder.daemon.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class InputSetTest {
  private static final Digest SOME = Digest.compute("", "some");

  private static List<Fact> oneOfEach() {
    return List.of(
        new Fact.Content("src/a.c", SOME),
        new Fact.Content("/usr/include/stdio.h", SOME),
        new Fact.Program("/usr/bin/gcc", SOME),
        new Fact.Absent("/usr/local/include/stdio.h"),
        new Fact.Absent("/usr/local/include/stdlib.h"),
        new Fact.Presence("dir", Fact.Kind.DIRECTORY, 0),
        new Fact.Presence("big", Fact.Kind.REGULAR, Long.MAX_VALUE),
        new Fact.Listing("dir", SOME, List.of("a", "b")),
        new Fact.Link("l\u00e4nk", SOME),
        new Fact.Canonical("dir", SOME),
        new Fact.Refused("secret", 13),
        new Fact.Executable("/usr/bin/as"),
        new Fact.Permissions("script.sh", 0755),
        new Fact.Variable("PATH", Optional.of(SOME)),
        new Fact.Variable("TMPDIR", Optional.empty()),
        new Fact.WorkingDirectory(SOME),
        new Fact.Today(LocalDate.of(2026, 11, 21)));
  }

  private static InputSet sound(byte[] bytes) {
    assertThat(InputSet.decode(bytes)).isInstanceOf(InputSet.Sound.class);
    return ((InputSet.Sound) InputSet.decode(bytes)).inputs();
  }

  @Test
  void encoded_decodesToTheSameSet() {
    InputSet set = InputSet.of(oneOfEach());
    InputSet again = sound(set.encode());
    assertThat(again).isEqualTo(set);
    assertThat(again.digest()).isEqualTo(set.digest());
    assertThat(sound(InputSet.of(List.of()).encode()).facts()).isEmpty();
  }

  @Test
  void order_doesNotMatter() {
    List<Fact> shuffled = new ArrayList<>(oneOfEach());
    Collections.shuffle(shuffled, new Random(7));
    shuffled.add(shuffled.getFirst());
    assertThat(InputSet.of(shuffled)).isEqualTo(InputSet.of(oneOfEach()));
  }

  @Test
  void everyFact_countsInTheDigest() {
    List<Digest> digests = new ArrayList<>();
    digests.add(InputSet.of(oneOfEach()).digest());
    for (int i = 0; i < oneOfEach().size(); i++) {
      List<Fact> less = new ArrayList<>(oneOfEach());
      less.remove(i);
      digests.add(InputSet.of(less).digest());
    }
    digests.add(InputSet.of(List.of(new Fact.Absent("ab"), new Fact.Absent("c"))).digest());
    digests.add(InputSet.of(List.of(new Fact.Absent("a"), new Fact.Absent("bc"))).digest());
    digests.add(InputSet.of(List.of(new Fact.Content("a", SOME))).digest());
    digests.add(InputSet.of(List.of(new Fact.Program("a", SOME))).digest());
    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  void flippedBits_areDamageOrAnotherSet() {
    InputSet set = InputSet.of(oneOfEach());
    byte[] bytes = set.encode();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      if (InputSet.decode(flipped) instanceof InputSet.Sound sound) {
        assertThat(sound.inputs()).isNotEqualTo(set);
        assertThat(sound.inputs().encode()).isEqualTo(flipped);
      }
    }
  }

  @Test
  void cutShortOrTooLong_isDamaged() {
    byte[] bytes = InputSet.of(oneOfEach()).encode();
    for (int length = 0; length < bytes.length; length++) {
      assertThat(InputSet.decode(Arrays.copyOf(bytes, length)))
          .isInstanceOf(InputSet.Damaged.class);
    }
    assertThat(InputSet.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(InputSet.Damaged.class);
  }

  @Test
  void randomBytes_areDamagedAtWorst() {
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      if (InputSet.decode(bytes) instanceof InputSet.Sound sound) {
        assertThat(sound.inputs().encode()).isEqualTo(bytes);
      }
    }
  }

  @Test
  void namesThatGrowOutOfFewBytes_areBounded() {
    // 20,000 names, each but for one byte the same as the one before: far more text than bytes.
    List<Fact> facts = new ArrayList<>();
    String stem = "x".repeat(4000);
    for (int i = 0; i < 10_000; i++) {
      facts.add(new Fact.Absent(stem + i));
    }
    byte[] bytes = InputSet.of(facts).encode();
    assertThat(bytes.length).isLessThan(200_000);
    assertThat(InputSet.decode(bytes)).isInstanceOf(InputSet.Damaged.class);
  }

  @Test
  void tooManyOrContradictoryFacts_areRefused() {
    List<Fact> many = new ArrayList<>();
    for (int i = 0; i <= InputSet.MOST; i++) {
      many.add(new Fact.Absent("a" + i));
    }
    assertThatThrownBy(() -> InputSet.of(many)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                InputSet.of(
                    List.of(
                        new Fact.Content("a", SOME),
                        new Fact.Content("a", Digest.compute("", "other")))))
        .hasMessageContaining("contradiction");
    assertThatThrownBy(() -> new Fact.Absent("a\0b")).isInstanceOf(IllegalArgumentException.class);
  }
}
