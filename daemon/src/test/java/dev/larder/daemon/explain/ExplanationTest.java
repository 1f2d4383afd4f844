package dev.larder.daemon.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExplanationTest {
  private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

  private final List<JournalEntry> entries = new ArrayList<>();

  private void add(
      int second, JournalEntry.Kind kind, String source, String reason, String arguments) {
    add(second, second, kind, source, reason, arguments);
  }

  private void add(
      int began,
      int second,
      JournalEntry.Kind kind,
      String source,
      String reason,
      String arguments) {
    List<Part> parts = new ArrayList<>();
    for (String argument : arguments.split(" ", -1)) {
      parts.add(Part.of("argument", argument));
    }
    entries.add(
        new JournalEntry(
            START.plusSeconds(began),
            START.plusSeconds(second),
            "/project",
            "C/C++",
            source,
            source.replace(".c", ".o"),
            kind,
            reason,
            arguments.isEmpty() ? List.of() : parts));
  }

  private void miss(int second, String source, String reason, String arguments) {
    add(second, JournalEntry.Kind.MISS, source, reason, arguments);
  }

  private void hit(int second, String source) {
    add(second, JournalEntry.Kind.HIT, source, "", "");
  }

  private Explanation explanation() {
    return new Explanation(entries, "/project", ZoneOffset.UTC);
  }

  @Test
  void lastBuild_nothingOnRecord_saysSo() {
    assertThat(explanation().lastBuild()).isEqualTo("No compile is on record.\n");
  }

  @Test
  void lastBuild_afterQuiet_isTheRequestsSince() {
    miss(0, "old.c", "", "-O2");
    hit(30, "old.c");
    hit(91, "a.c");
    miss(100, "sub/b.c", "file include/b.h changed", "-O2");
    add(101, JournalEntry.Kind.NOT_STORED, "c.c", "an input changed during the compile", "");
    add(102, JournalEntry.Kind.BYPASS, "", "-E", "");
    hit(160, "d.c");

    assertThat(explanation().lastBuild())
        .isEqualTo(
            """
            Last build, 2026-11-21 08:01:31 to 2026-11-21 08:02:40: 2 hit, 1 miss, 1 not stored, 1 bypass
            miss  sub/b.c -> sub/b.o: file include/b.h changed
            not stored  c.c -> c.o: an input changed during the compile
            bypass  (no source): -E
            """);
  }

  @Test
  void lastBuild_withALongCall_goesOnBeforeIt() {
    miss(0, "old.c", "", "-O2");
    miss(100, "a.c", "", "-O2");
    add(110, 400, JournalEntry.Kind.MISS, "build.rs", "", "");
    hit(390, "b.c");

    assertThat(explanation().lastBuild())
        .startsWith("Last build, 2026-11-21 08:01:40")
        .contains("2 miss");
  }

  @Test
  void lastBuild_actionUnknown_isComparedWithTheNearest() {
    miss(0, "a.c", "", "-O0 -g -c a.c");
    miss(1, "a.c", "", "-O2 -c a.c");
    miss(2, "other.c", "", "-O3 -c a.c");
    miss(1000, "a.c", "", "-O3 -c a.c");

    assertThat(explanation().lastBuild()).endsWith("miss  a.c -> a.o: argument -O2 became -O3\n");
  }

  @Test
  void lastBuild_firstCompile_saysSo() {
    miss(0, "other.c", "", "-O2");
    miss(1000, "a.c", "", "-O2");

    assertThat(explanation().lastBuild())
        .endsWith("miss  a.c -> a.o: no earlier compile of this source is on record\n");
  }

  private void missOf(int second, String content) {
    entries.add(
        new JournalEntry(
            START.plusSeconds(second),
            START.plusSeconds(second),
            "/project",
            "C/C++",
            "a.c",
            "a.o",
            JournalEntry.Kind.MISS,
            "",
            List.of(Part.of("argument", "-O2"), Part.of("source a.c", content))));
  }

  @Test
  void lastBuild_sourceChanged_saysSo() {
    missOf(0, "00112233445566778899aabbccddeeff");
    missOf(1000, "ff112233445566778899aabbccddeeff");

    assertThat(explanation().lastBuild()).endsWith("miss  a.c -> a.o: source a.c changed\n");
  }

  @Test
  void lastBuild_sameAsBefore_saysThatItIsNoLongerKept() {
    missOf(0, "00112233445566778899aabbccddeeff");
    missOf(1000, "00112233445566778899aabbccddeeff");

    assertThat(explanation().lastBuild())
        .endsWith("the same call as at 2026-11-21 08:00:00, whose result is no longer kept\n");
  }

  @Test
  void lastBuild_sameCallOfUnknownSource_leavesItOpen() {
    miss(0, "a.c", "", "-O2");
    miss(1000, "a.c", "", "-O2");

    assertThat(explanation().lastBuild())
        .endsWith("08:00:00; the source changed, or that result is no longer kept\n");
  }

  @Test
  void lastBuild_laterCompile_isNotComparedWith() {
    miss(0, "a.c", "", "-O0");
    miss(1, "a.c", "", "-O3");
    miss(2, "a.c", "", "-O3 -g");

    assertThat(explanation().lastBuild())
        .contains("miss  a.c -> a.o: no earlier compile of this source is on record\n")
        .contains("miss  a.c -> a.o: argument -O0 became -O3\n")
        .contains("miss  a.c -> a.o: argument -g was added\n");
  }

  @Test
  void lastBuild_manyDifferences_areCutShort() {
    miss(0, "a.c", "", "-c");
    miss(1000, "a.c", "", "-c -a -b -d -e -f -h -i -j");

    assertThat(explanation().lastBuild()).endsWith("argument -h was added; and 2 more\n");
  }

  @Test
  void of_file_isItsCallsNewestFirst() {
    miss(0, "a.c", "", "-O2");
    hit(1, "a.c");
    hit(2, "b.c");

    String expected =
        """
        2026-11-21 08:00:01  hit  a.c -> a.o
        2026-11-21 08:00:00  miss  a.c -> a.o: no earlier compile of this source is on record
        """;
    assertThat(explanation().of("a.c")).isEqualTo(expected);
    assertThat(explanation().of("/project/./a.c")).isEqualTo(expected);
    assertThat(explanation().of("a.o")).isEqualTo(expected);
    assertThat(explanation().of("c")).isEqualTo("No compile of c is on record.\n");
  }

  @Test
  void of_fileFromAnotherDirectory_isFoundByTheEndOfItsName() {
    miss(0, "deep/down/a.c", "", "-O2");

    assertThat(new Explanation(entries, "/elsewhere", ZoneOffset.UTC).of("down/a.c"))
        .contains("miss  /project/deep/down/a.c -> /project/deep/down/a.o");
  }
}
