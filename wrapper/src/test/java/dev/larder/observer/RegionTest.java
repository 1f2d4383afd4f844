package dev.larder.observer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shared region: what gets into it, what does not, and what happens when it can not be used.
 */
final class RegionTest {

  @TempDir private Path directory;
  private Workshop workshop;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    workshop = Workshop.in(directory);
  }

  @Test
  void repeatedEvents_areRecordedOnce() throws IOException, InterruptedException {
    Run run =
        workshop.observed("sh", "-c", "for i in 1 2 3; do test -e same; cat < /dev/null; done");
    assertThat(run.of(Kind.PROBE).filter(event -> event.given().equals("same"))).hasSize(1);
    assertThat(run.of(Kind.START).filter(event -> event.parts().getFirst().endsWith("/cat")))
        .hasSize(3);
  }

  @Test
  void changedAnswer_isRecordedAgain() throws IOException, InterruptedException {
    Run run =
        workshop.observed("sh", "-c", "test -e new; : > new; test -e new; rm new; test -e new");
    assertThat(
            run.of(Kind.PROBE)
                .filter(event -> event.given().equals("new") && event.flags() == 0)
                .map(Event::result))
        .containsExactly(2, 0);
    assertThat(run.of(Kind.WRITE).filter(event -> event.given().equals("new")).map(Event::flags))
        .containsExactly(0, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cat one", "awk 1 one", "perl -e open(F,'<','one')"})
  void openedFile_isTold(String reader) throws IOException, InterruptedException {
    workshop.write("one", "text");
    List<String> words = List.of(reader.split(" ", 3));
    Run run = workshop.observed(words.toArray(String[]::new));
    assertThat(run.of(Kind.OPEN).filter(event -> event.given().equals("one")).map(Event::extra))
        .containsExactly(mark(directory.resolve("one")));
  }

  /* As FileStat.mark has it. */
  private static long mark(Path file) throws IOException {
    long inode = (long) Files.getAttribute(file, "unix:ino");
    long sum = inode + (long) Files.getAttribute(file, "unix:dev") * 0x9e3779b97f4a7c15L;
    return Integer.toUnsignedLong((int) (sum ^ sum >>> 32));
  }

  @Test
  void anotherFileOfTheName_isRecordedToo() throws IOException, InterruptedException {
    workshop.write("one", "text");
    Run run = workshop.observed("sh", "-c", "cat one; cp one two; mv two one; cat one");
    assertThat(run.of(Kind.OPEN).filter(event -> event.given().equals("one")).map(Event::extra))
        .hasSizeGreaterThan(1)
        .contains(mark(directory.resolve("one")));
  }

  @Test
  void unwantedKinds_makeNoRecords() throws IOException, InterruptedException {
    Run run =
        workshop.observed(List.of("-k", "0x82"), "sh", "-c", "test -e x; : > y; ls > /dev/null");
    assertThat(run.events())
        .isNotEmpty()
        .allMatch(event -> event.kind() == Kind.START || event.kind() == Kind.WRITE);
  }

  @Test
  void fullLog_isSaidSoAndDisturbsNothing() throws IOException, InterruptedException {
    workshop.write("unit.c", "#include <stdio.h>\n");
    Run run = workshop.observed(List.of("-s", "4096"), "gcc", "-c", "unit.c");
    assertThat(run.status()).isZero();
    assertThat(run.errors()).isEmpty();
    assertThat(run.remarks()).containsExactly("TROUBLE 1");
    assertThat(run.events()).isNotEmpty();
  }

  @Test
  void survivor_isNoticed() throws IOException, InterruptedException {
    Run run = workshop.observed("sh", "-c", "sleep 1 > /dev/null 2>&1 &");
    assertThat(run.remarks()).containsExactly("SURVIVOR");
  }

  @Test
  void killedProgram_leavesItsWriteOpen() throws IOException, InterruptedException {
    workshop.mustRun("mkfifo", directory + "/pipe");
    Run run =
        workshop.observed(
            "sh",
            "-c",
            "sh -c 'echo > pipe' & until test -e go; do kill -9 $! && touch go; done; wait; :");
    assertThat(run.remarks()).isEmpty();
    assertThat(run.events()).allMatch(event -> event.state() == 1 || event.state() == 2);
  }

  @Test
  void processesSideBySide_loseNothing() throws IOException, InterruptedException {
    Run run =
        workshop.observed(
            "sh",
            "-c",
            "for p in 1 2 3 4 5 6 7 8; do (i=0; while [ $i -lt 500 ]; do test -e f-$p-$i; i=$((i+1)); done) & done; wait");
    assertThat(run.remarks()).isEmpty();
    assertThat(run.of(Kind.PROBE).filter(event -> event.given().startsWith("f-"))).hasSize(4000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "nonsense",
        "/proc/1/fd/9999:0123456789abcdef",
        "/dev/null:0123456789abcdef",
        "/etc/passwd:0",
        "/etc/passwd:0123456789abcdef",
        "/etc/passwd:0123456789ABCDEF"
      })
  void regionThatIsNone_isLeftAlone(String region) throws IOException, InterruptedException {
    Map<String, String> variables =
        Map.of("LARDER_REGION", region, "LD_PRELOAD", workshop.library().toString());
    Run run = workshop.run(variables, List.of("sh", "-c", "echo fine; env true"), null);
    assertThat(run.noticed()).isEqualTo("status 0\nfine\n\n--\n");
  }

  @Test
  void libraryWithoutRegion_doesNothing() throws IOException, InterruptedException {
    Run run =
        workshop.run(
            Map.of("LD_PRELOAD", workshop.library().toString()),
            List.of("sh", "-c", "echo $LD_PRELOAD"),
            null);
    assertThat(run.output()).isEqualTo(workshop.library() + "\n");
  }

  @Test
  void library_needsLibcAloneAndAnOldOne() throws IOException, InterruptedException {
    String dynamic = workshop.mustRun("objdump", "-p", workshop.library().toString()).output();
    assertThat(
            Pattern.compile("NEEDED +(\\S+)")
                .matcher(dynamic)
                .results()
                .map(found -> found.group(1)))
        .isSubsetOf("libc.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1");
    List<Integer> versions =
        Pattern.compile("GLIBC_2\\.(\\d+)")
            .matcher(dynamic)
            .results()
            .map(found -> Integer.valueOf(found.group(1)))
            .toList();
    assertThat(versions).isNotEmpty().allMatch(version -> version <= 17);
    assertThat(dynamic).doesNotContain("GLIBC_ABI");
  }

  @Test
  void library_compilesForTheOtherMachine() throws IOException, InterruptedException {
    Path out = Files.createDirectory(directory.resolve("arm"));
    workshop.mustRun(
        "make",
        "-s",
        "-C",
        Path.of("src/main/c/observer").toAbsolutePath().toString(),
        "OUT=" + out,
        "CC=aarch64-linux-gnu-gcc");
    String dynamic =
        workshop.mustRun("aarch64-linux-gnu-objdump", "-p", out + "/libwatch.so").output();
    assertThat(dynamic)
        .contains("elf64-littleaarch64")
        .doesNotContain("GLIBC_2.2")
        .doesNotContain("GLIBC_2.3");
  }
}
