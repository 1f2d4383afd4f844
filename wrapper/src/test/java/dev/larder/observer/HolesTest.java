package dev.larder.observer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can not be observed is said so, and runs as it would bare. */
final class HolesTest {

  @TempDir private Path directory;
  private Workshop workshop;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    workshop = Workshop.in(directory);
  }

  private Run sameAsBare(String command) throws IOException, InterruptedException {
    Run bare = workshop.bare("sh", "-c", command);
    Run observed = workshop.observed("sh", "-c", command);
    assertThat(observed.noticed()).isEqualTo(bare.noticed());
    return observed;
  }

  private void isBlind(String program, String reason) throws IOException, InterruptedException {
    Run run = sameAsBare(program + " a; echo $?");
    assertThat(run.output()).isEqualTo("hello a\n0\n");
    assertThat(run.of(Kind.BLIND).map(Event::payload)).containsExactly(program + "\\0" + reason);
    assertThat(run.of(Kind.EXEC).map(Event::payload)).contains(program);
    assertThat(run.of(Kind.START).map(start -> start.parts().getFirst())).doesNotContain(program);
  }

  @Test
  void staticProgram_isBlind() throws IOException, InterruptedException {
    isBlind(workshop.probe("hello", "-static"), "static");
  }

  @Test
  void staticPositionIndependentProgram_isBlind() throws IOException, InterruptedException {
    isBlind(workshop.probe("hello", "-static-pie"), "static");
  }

  @Test
  void programOfAnotherLibc_isBlindAndHearsNothing() throws IOException, InterruptedException {
    isBlind(workshop.probeBy("musl-gcc", "hello"), "other class");
  }

  @Test
  void programWithSanitizer_isBlindAndStarts() throws IOException, InterruptedException {
    isBlind(workshop.probe("hello", "-fsanitize=address"), "sanitizer");
  }

  @Test
  void programOfAnotherUser_thatTakesOnHisRights_isBlind()
      throws IOException, InterruptedException {
    Path program = directory.resolve("mine");
    Files.copy(Path.of(workshop.probe("hello")), program);
    workshop.mustRun("chown", "65534", program.toString());
    workshop.mustRun("chmod", "4755", program.toString());
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    isBlind(program.toString(), "set-uid");
  }

  /** What tells a Go program is its note; with cgo it is linked dynamically like this one. */
  @Test
  void goProgram_isBlind() throws IOException, InterruptedException {
    workshop.write(
        "note.s",
        """
        .section .note.go.buildid, "a", @note
        .long 4, 4, 4
        .asciz "Go\\0"
        .long 0
        """);
    Path hello = Path.of("src/test/c/probes/hello.c").toAbsolutePath();
    Path program = directory.resolve("program");
    workshop.mustRun("cc", "-o", program.toString(), hello.toString(), directory + "/note.s");
    Run run = sameAsBare(program + " a");
    assertThat(run.output()).isEqualTo("hello a\n");
    assertThat(run.of(Kind.BLIND).map(Event::payload)).containsExactly(program + "\\0go");
  }

  @Test
  void childOfAStaticProgram_isObserved() throws IOException, InterruptedException {
    Files.writeString(
        directory.resolve("run.c"),
        "#include <unistd.h>\nint main(void) { return execl(\"/bin/true\", \"true\", (char *)0); }\n");
    workshop.mustRun("cc", "-static", "-o", directory + "/run", directory + "/run.c");
    Run run = sameAsBare("./run");
    assertThat(run.of(Kind.BLIND).map(Event::payload))
        .containsExactly(directory + "\\0./run\\0static");
    assertThat(run.of(Kind.START).map(start -> start.parts().getFirst())).contains("/usr/bin/true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#!/usr/bin/dash\necho hello \"$@\"\n",
        "#! /usr/bin/env sh\necho hello \"$@\"\n",
        "echo hello \"$@\"\n",
        "#!/usr/bin/perl -w\nprint \"hello @ARGV\\n\";\n",
      })
  void script_isObserved(String content) throws IOException, InterruptedException {
    executable("script", content);
    Run run = workshop.observed("env", "./script", "a");
    assertThat(run.output()).isEqualTo("hello a\n");
    assertThat(run.of(Kind.BLIND)).isEmpty();
    assertThat(run.of(Kind.EXEC).map(Event::given)).contains("./script");
    assertThat(run.of(Kind.START).map(start -> start.parts().getFirst()))
        .anyMatch(program -> program.matches(".*/(dash|perl)"));
  }

  @Test
  void scriptForAStaticInterpreter_isBlind() throws IOException, InterruptedException {
    executable("script", "#!" + workshop.probe("hello", "-static") + "\n");
    Run run = sameAsBare("./script");
    assertThat(run.of(Kind.BLIND).map(event -> event.parts().getLast())).containsExactly("static");
  }

  @Test
  void missingPrograms_failAsBareAndAreRecorded() throws IOException, InterruptedException {
    executable("script", "#!/no/such/interpreter\n");
    Run run = sameAsBare("env ./script; env ./nothing; env no-such-program; echo $?");
    assertThat(run.of(Kind.EXEC).filter(event -> event.given().equals("./script")))
        .isNotEmpty()
        .allSatisfy(event -> assertThat(event.result()).isEqualTo(2));
    assertThat(run.of(Kind.PROBE).filter(event -> event.result() == 2).map(Event::given))
        .contains("/usr/bin/no-such-program");
  }

  @Test
  void programBehindEarlierDirectories_namesWhereItWasNot()
      throws IOException, InterruptedException {
    Run run = workshop.observed("env", "PATH=" + directory + ":.:/usr/bin", "/usr/bin/env", "true");
    assertThat(run.status()).isZero();
    assertThat(run.of(Kind.PROBE).filter(event -> event.result() == 2).map(Event::payload))
        .contains(directory + "/true", directory + "\\0./true");
    assertThat(run.of(Kind.EXEC).map(Event::payload)).contains("/usr/bin/true");
  }

  @Test
  void everyProgramOfATree_answersTheRollCall() throws IOException, InterruptedException {
    Run run =
        workshop.observed(
            "sh", "-c", "(env true; true) | cat; ls >/dev/null & wait; exec env sh -c 'exec true'");
    List<Integer> started = run.of(Kind.START).map(Event::pid).distinct().toList();
    assertThat(run.of(Kind.EXEC)).isNotEmpty();
    assertThat(
            run.of(Kind.EXEC)
                .filter(exec -> exec.result() == 0 && exec.flags() == 0)
                .map(Event::pid))
        .isSubsetOf(started);
    long images = run.of(Kind.EXEC).filter(exec -> exec.result() == 0).count() + 1;
    assertThat(run.of(Kind.START)).hasSize((int) images);
  }

  private void executable(String name, String content) throws IOException {
    Path file = workshop.write(name, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
