package dev.larder.daemon.inputs.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.inputs.Digest;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.InputSet;
import dev.larder.daemon.inputs.Verification;
import dev.larder.daemon.inputs.files.Errno;
import dev.larder.daemon.inputs.observation.Verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrailTest {
  @TempDir Path root = Path.of("/");
  private Run run = new Run(Path.of("/"));

  @BeforeEach
  void makeRun() throws IOException {
    run = new Run(Files.createDirectory(root.toRealPath().resolve("cwd")));
    Files.createDirectory(root.resolve("temporary"));
    run.environment.put("TMPDIR", root.toRealPath().resolve("temporary").toString());
  }

  private List<Fact> facts(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Observed.class);
    InputSet inputs = ((Verdict.Observed) verdict).inputs();
    assertThat(run.verify(inputs)).isEqualTo(new Verification.Holds());
    return inputs.facts().stream().filter(fact -> !(fact instanceof Fact.Program)).toList();
  }

  private static void unusable(Verdict verdict, Reason reason, String text) {
    assertThat(verdict).isInstanceOf(Verdict.Unusable.class);
    assertThat(((Verdict.Unusable) verdict).reason()).isEqualTo(reason);
    assertThat(((Verdict.Unusable) verdict).text()).contains(text);
  }

  private static Fact content(String path, String content) {
    return new Fact.Content(path, Digest.compute("", content));
  }

  @Test
  void filesRead_areContents() throws IOException {
    run.write("src/a.c", "x");
    run.open("src/a.c", 0);
    run.probe("src/a.c", 0);
    assertThat(facts(run.judge(run.start())))
        .containsExactly(
            content("src/a.c", "x"),
            new Fact.Canonical("src", Digest.compute("relative canonical name", "src")));
  }

  @Test
  void theProgram_isAFact() throws IOException {
    Verdict verdict = run.judge(run.start());
    assertThat(((Verdict.Observed) verdict).inputs().facts())
        .singleElement()
        .isInstanceOf(Fact.Program.class);
  }

  @Test
  void missingNames_areAbsentByTheirTopmostMissingPart() throws IOException {
    run.write("include/b.h", "");
    run.open("include/a.h", Errno.ENOENT);
    run.open("none/such/a.h", Errno.ENOENT);
    run.open("none/./such/b.h", Errno.ENOENT);
    run.probe("include/../gone/", Errno.ENOENT);
    assertThat(facts(run.judge(run.start())))
        .containsExactly(
            new Fact.Absent("include/../gone/"),
            new Fact.Absent("include/a.h"),
            new Fact.Absent("none"));
  }

  @Test
  void pathsOfAnotherDirectory_becomeAbsolute() throws IOException {
    run.write("a.h", "x");
    String other = root.toRealPath().toString();
    run.events.add(new Event.Open(1, new SpelledPath(other, "cwd/a.h"), 0, 0));
    assertThat(facts(run.judge(run.start()))).contains(content(other + "/cwd/a.h", "x"));
  }

  @Test
  void anotherFileAtThePlaceOfTheOneThatWasRead_isNotUsable() throws IOException {
    run.write("one/a.h", "x");
    run.write("other/a.h", "y");
    Path one = run.cwd.resolve("one");
    run.openMarked("one/a.h");
    long start = run.start();
    assertThat(facts(run.judge(start))).contains(content("one/a.h", "x"));
    Files.move(one, run.cwd.resolve("away"));
    Files.move(run.cwd.resolve("other"), one);
    unusable(run.judge(start), Reason.INPUT_CHANGED, "one/a.h");
  }

  @Test
  void inputChangedDuringTheRun_isNotUsable() throws IOException {
    run.write("a.h", "x");
    run.write("b.h", "x");
    long start = run.start();
    run.open("a.h", 0);
    run.open("b.h", 0);
    run.write("b.h", "y");
    unusable(run.judge(start), Reason.INPUT_CHANGED, "b.h");
  }

  @Test
  void inputThatGotANameDuringTheRun_isUsableWhereItsWritersGiveItOne() throws IOException {
    run.write("a.rmeta", "x");
    run.write("a.h", "x");
    long start = run.start();
    run.openMarked("a.rmeta");
    Files.createLink(run.cwd.resolve("state"), run.cwd.resolve("a.rmeta"));
    assertThat(facts(run.judge(start))).contains(content("a.rmeta", "x"));
    run.openMarked("a.h");
    Files.createLink(run.cwd.resolve("other"), run.cwd.resolve("a.h"));
    unusable(run.judge(start), Reason.INPUT_CHANGED, "a.h");
    run.events.removeLast();
    run.write("a.rmeta", "y");
    unusable(run.judge(start), Reason.INPUT_CHANGED, "a.rmeta");
  }

  @Test
  void inputGoneOrAppeared_isNotUsable() throws IOException {
    run.open("gone.h", 0);
    unusable(run.judge(run.start()), Reason.INPUT_CHANGED, "gone.h has gone");
    run.events.removeLast();
    run.write("new.h", "");
    run.open("new.h", Errno.ENOENT);
    unusable(run.judge(run.start()), Reason.INPUT_CHANGED, "new.h has appeared");
    run.open("new.h", 0);
    unusable(run.judge(run.start()), Reason.INPUT_CHANGED, "new.h came or went");
  }

  @Test
  void ownProducts_areNoInputs() throws IOException {
    run.write("a.c", "x");
    long start = run.start();
    run.open("a.c", 0);
    run.probe("a.o", Errno.ENOENT);
    run.make("a.o");
    run.open("a.o", 0);
    assertThat(facts(run.judge(start, "./a.o"))).containsExactly(content("a.c", "x"));
  }

  @Test
  void outputThatWasThereBefore_isNoInput() throws IOException {
    run.write("a.o", "old");
    long start = run.start();
    run.probe("a.o", 0);
    run.events.add(new Event.Write(1, run.path("a.o"), Event.Change.REMOVED, false, false, 0));
    run.events.add(new Event.Write(1, run.path("a.o"), Event.Change.CONTENT, true, true, 0));
    unusable(run.judge(start, "b.o"), Reason.UNEXPECTED_CHANGE, "removed");
    assertThat(facts(run.judge(start, "a.o"))).isEmpty();
  }

  @Test
  void outputReadBeforeItIsWritten_isNotUsable() throws IOException {
    run.write("a.o", "old");
    long start = run.start();
    run.open("a.o", 0);
    run.make("a.o");
    unusable(run.judge(start, "a.o"), Reason.READ_THEN_WRITTEN, "a.o");
  }

  @Test
  void outputReadBeforeItIsReplaced_isNotUsable() throws IOException {
    run.write("a.o", "old");
    long start = run.start();
    run.open("a.o", 0);
    run.make("a-12ab.o.tmp");
    run.events.add(
        new Event.Rename(1, run.path("a-12ab.o.tmp"), run.path("a.o"), Event.Naming.MOVED, 0));
    unusable(run.judge(start, "a.o"), Reason.READ_THEN_WRITTEN, "a.o");
  }

  @Test
  void outputAppendedTo_isNotUsable() throws IOException {
    run.write("a.o", "old");
    run.events.add(new Event.Write(1, run.path("a.o"), Event.Change.CONTENT, false, true, 0));
    unusable(run.judge(run.start(), "a.o"), Reason.READ_THEN_WRITTEN, "a.o");
  }

  @Test
  void unexpectedOutput_isNotUsable() throws IOException {
    long start = run.start();
    run.make("a.o");
    run.make("a.gcno");
    unusable(run.judge(start, "a.o"), Reason.UNEXPECTED_OUTPUT, "a.gcno");
  }

  @Test
  void temporaryFiles_leaveNoFacts() throws IOException {
    String temporary = run.environment.getOrDefault("TMPDIR", "") + "/ccXYZ.s";
    long start = run.start();
    run.probe(run.environment.getOrDefault("TMPDIR", ""), 0);
    run.probe(temporary, Errno.ENOENT);
    run.make(temporary);
    run.open(temporary, 0);
    unusable(run.judge(start), Reason.UNEXPECTED_OUTPUT, "ccXYZ.s");
    run.events.add(new Event.Write(1, run.path(temporary), Event.Change.REMOVED, false, false, 0));
    Files.delete(Path.of(temporary));
    assertThat(facts(run.judge(start))).isEmpty();
  }

  @Test
  void temporaryFileRenamedToTheOutput_isOwn() throws IOException {
    long start = run.start();
    run.make("a-12ab.o.tmp");
    run.events.add(
        new Event.Rename(1, run.path("a-12ab.o.tmp"), run.path("a.o"), Event.Naming.MOVED, 0));
    Files.move(run.cwd.resolve("a-12ab.o.tmp"), run.cwd.resolve("a.o"));
    assertThat(facts(run.judge(start, "a.o"))).isEmpty();
  }

  @Test
  void changesToOthersFiles_areNotUsable() throws IOException {
    run.write("a.h", "x");
    long start = run.start();
    run.events.add(new Event.Write(1, run.path("a.h"), Event.Change.ATTRIBUTES, false, false, 0));
    unusable(run.judge(start), Reason.UNEXPECTED_CHANGE, "a.h");
    run.events.removeLast();
    run.events.add(new Event.Rename(1, run.path("a.h"), run.path("b.h"), Event.Naming.MOVED, 0));
    unusable(run.judge(start), Reason.UNEXPECTED_CHANGE, "a.h");
  }

  @Test
  void failedChanges_areProbes() throws IOException {
    run.write("dir/x", "");
    run.events.add(
        new Event.Write(
            1, run.path("dir"), Event.Change.DIRECTORY_MADE, false, false, Errno.EEXIST));
    run.events.add(
        new Event.Write(1, run.path("none"), Event.Change.REMOVED, false, false, Errno.ENOENT));
    assertThat(facts(run.judge(run.start())))
        .containsExactly(
            new Fact.Absent("none"),
            new Fact.Presence("dir", Fact.Kind.DIRECTORY, 0),
            new Fact.Canonical("dir", Digest.compute("relative canonical name", "dir")));
  }

  @Test
  void probedOnly_isPresence() throws IOException {
    run.write("a.h", "four");
    run.probe("a.h", 0);
    assertThat(facts(run.judge(run.start())))
        .containsExactly(new Fact.Presence("a.h", Fact.Kind.REGULAR, 4));
  }

  @Test
  void probedByWhoComparesFiles_isContent_unlessItRan() throws IOException {
    run.rules = new Run.Rules(Set.of(), false, FoldRules.Calendar.REFUSED, true);
    run.write("a.h", "x");
    run.probe("a.h", 0);
    run.probe("/bin/true", 0);
    assertThat(facts(run.judge(run.start())))
        .contains(
            content("a.h", "x"),
            new Fact.Presence("/bin/true", Fact.Kind.REGULAR, Files.size(Path.of("/bin/true"))));
  }

  @Test
  void links_areFollowedAndRemembered() throws IOException {
    run.write("real/a.h", "x");
    Files.createSymbolicLink(run.cwd.resolve("a.h"), Path.of("real/a.h"));
    Files.createSymbolicLink(run.cwd.resolve("dangling"), Path.of("nowhere"));
    run.open("a.h", 0);
    run.events.add(new Event.LinkRead(1, run.path("a.h"), 0));
    run.events.add(new Event.Probe(1, run.path("dangling"), false, 0));
    run.probe("dangling", Errno.ENOENT);
    assertThat(facts(run.judge(run.start())))
        .containsExactly(
            content("a.h", "x"),
            new Fact.Absent("dangling"),
            Fact.Link.of("a.h", "real/a.h"),
            Fact.Link.of("dangling", "nowhere"),
            new Fact.Canonical("a.h", Digest.compute("relative canonical name", "real/a.h")));
  }

  @Test
  void refusals_areFacts() throws IOException {
    run.write("file", "");
    run.open("file/a.h", Errno.ENOTDIR);
    assertThat(facts(run.judge(run.start())))
        .containsExactly(new Fact.Refused("file/a.h", Errno.ENOTDIR));
    run.open("file", 5);
    unusable(run.judge(run.start()), Reason.INPUT_UNREADABLE, "file");
  }

  @Test
  void listing_leavesOutOwnProducts() throws IOException {
    run.write("dir/a", "");
    long start = run.start();
    run.make("dir/out.o");
    run.events.add(new Event.Listed(1, run.path("dir"), 0));
    assertThat(facts(run.judge(start, "dir/out.o")))
        .containsExactly(
            new Fact.Listing("dir", Digest.compute("listing", "a"), List.of("out.o")),
            new Fact.Canonical("dir", Digest.compute("relative canonical name", "dir")));
    run.write("dir/foreign", "");
    unusable(run.judge(start, "dir/out.o"), Reason.INPUT_CHANGED, "dir/foreign");
  }

  @Test
  void variables_areThoseOfTheRequest() throws IOException {
    run.environment.put("CPATH", "/x");
    run.rules = new Run.Rules(Set.of("COLLECT_GCC"), true, FoldRules.Calendar.REFUSED);
    for (String name : List.of("CPATH", "UNSET", "COLLECT_GCC")) {
      run.events.add(new Event.Variable(1, name));
    }
    run.events.add(new Event.WorkingDirectory(1));
    assertThat(facts(run.judge(run.start())))
        .containsExactly(
            Fact.Variable.in(run.environment, "UNSET"), Fact.Variable.in(run.environment, "CPATH"));
  }

  @Test
  void workingDirectory_countsUnlessItIsFolded() throws IOException {
    run.events.add(new Event.WorkingDirectory(1));
    assertThat(facts(run.judge(run.start())))
        .containsExactly(Fact.WorkingDirectory.of(run.cwd.toString()));
  }

  @Test
  void calendar_isRefusedOrGoodForToday() throws IOException {
    // Where no day begins now: the clock of what verifies is ahead.
    ZoneId zone =
        Stream.of("Europe/Berlin", "Asia/Tokyo", "America/Los_Angeles")
            .map(ZoneId::of)
            .filter(each -> LocalTime.now(each).isBefore(LocalTime.of(22, 0)))
            .findFirst()
            .orElseThrow();
    run.environment.put("TZ", zone.getId());
    run.events.add(new Event.Time(1, "localtime", "/bin/cc", true));
    unusable(run.judge(run.start()), Reason.TIME, "time");
    run.rules = new Run.Rules(Set.of(), true, FoldRules.Calendar.DATE);
    assertThat(facts(run.judge(run.start()))).containsExactly(new Fact.Today(LocalDate.now(zone)));
    run.environment.put("TZ", "EST5EDT");
    unusable(run.judge(run.start()), Reason.TIME, "not certain");
    run.rules = new Run.Rules(Set.of(), true, FoldRules.Calendar.FOLDED);
    assertThat(facts(run.judge(run.start()))).isEmpty();
  }

  @Test
  void deviceThatIsNotThere_isAbsent() throws IOException {
    run.probe("/dev/null.gch", Errno.ENOENT);
    assertThat(facts(run.judge(run.start()))).containsExactly(new Fact.Absent("/dev/null.gch"));
    run.probe("/proc/none", Errno.ENOENT);
    unusable(run.judge(run.start()), Reason.ODD, "/proc/none");
  }

  @Test
  void foundAndRefused_isBoth() throws IOException {
    run.write("as", "text");
    run.probe("as", 0);
    run.probe("as", Errno.EACCES);
    assertThat(facts(run.judge(run.start())))
        .containsExactly(
            new Fact.Presence("as", Fact.Kind.REGULAR, 4), new Fact.Refused("as", Errno.EACCES));
  }

  @Test
  void executed_isExecutable() throws IOException {
    run.write("as", "");
    Files.createSymbolicLink(run.cwd.resolve("link"), Path.of("/bin/true"));
    long start = run.start();
    run.events.add(new Event.Exec(1, run.path("link"), false, 0, 0));
    run.events.add(new Event.Start(1, 0, "/bin/true", "/bin/true", List.of()));
    assertThat(facts(run.judge(start))).containsExactly(new Fact.Executable("link"));
    run.events.add(new Event.Exec(1, run.path("as"), false, 0, 0));
    run.events.add(new Event.Start(1, 0, "/bin/true", "/bin/true", List.of()));
    unusable(run.judge(start), Reason.INPUT_CHANGED, "as may no longer be executed");
  }

  @Test
  void rollCall_missesNobody() throws IOException {
    SpelledPath program = new SpelledPath("", "/bin/cat");
    Event cat = new Event.Start(2, 1, "/bin/cat", "/bin/cat", List.of());
    long start = run.start();
    run.events.add(new Event.Exec(2, program, false, 0, 0));
    unusable(run.judge(start), Reason.UNOBSERVED_PROGRAM, "/bin/cat (no roll call)");
    run.events.add(cat);
    assertThat(run.judge(start)).isInstanceOf(Verdict.Observed.class);
    run.events.add(new Event.Exec(2, program, false, 0, 0));
    unusable(run.judge(start), Reason.UNOBSERVED_PROGRAM, "/bin/cat (no roll call)");
    run.events.removeLast();
    run.events.add(new Event.Exec(1, program, true, 3, 0));
    unusable(run.judge(start), Reason.UNOBSERVED_PROGRAM, "/bin/cat (no roll call)");
    run.events.add(new Event.Start(3, 1, "/bin/cat", "/bin/cat", List.of()));
    assertThat(run.judge(start)).isInstanceOf(Verdict.Observed.class);
    run.events.add(new Event.Exec(3, new SpelledPath("", "/none/cat"), false, 0, Errno.ENOENT));
    assertThat(facts(run.judge(start)))
        .containsExactly(new Fact.Absent("/none"), new Fact.Executable("/bin/cat"));
    run.events.add(new Event.Blind(3, "/bin/busybox", "static"));
    unusable(run.judge(start), Reason.UNOBSERVED_PROGRAM, "/bin/busybox (static)");
  }

  @Test
  void emptyRecording_isNotUsable() throws IOException {
    run.events.clear();
    unusable(run.judge(run.start()), Reason.NOT_OBSERVED, "not loaded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/fd/63", "/dev/stdin", "/proc/self/fd/3", "/proc/1/fd/3"})
  void whatIsReadThroughADescriptor_isNotUsable(String path) throws IOException {
    run.events.add(new Event.LinkRead(1, run.path(path), 0));
    assertThat(facts(run.judge(run.start()))).isEmpty();
    run.open(path, 0);
    unusable(run.judge(run.start()), Reason.ODD, path);
  }

  @Test
  void dataOfTheSystem_isAnInputOfWhoReadsIt() throws IOException {
    run.open("/etc/passwd", 0);
    assertThat(facts(run.judge(run.start())))
        .contains(
            new Fact.Content(
                "/etc/passwd", Digest.compute("", Files.readString(Path.of("/etc/passwd")))));
  }

  @Test
  void oddCallsAndDevices_areNotUsable() throws IOException {
    run.open("/dev/null", 0);
    run.open("/proc/self/maps", 0);
    run.open("/proc/" + ProcessHandle.current().pid() + "/maps", 0);
    run.probe("/sys/devices/system/cpu", 0);
    assertThat(facts(run.judge(run.start()))).isEmpty();
    run.open("/dev/tty", 0);
    unusable(run.judge(run.start()), Reason.ODD, "/dev/tty");
    run.events.removeLast();
    run.events.add(new Event.Odd(1, "connect"));
    unusable(run.judge(run.start()), Reason.ODD, "connect");
  }

  @Test
  void librariesAskedFor_areSearchedInLibraryPath() throws IOException {
    String library = "/lib/x86_64-linux-gnu/libc.so.6";
    Files.createDirectory(root.resolve("lib"));
    String directory = root.toRealPath().resolve("lib").toString();
    run.environment.put("LD_LIBRARY_PATH", directory + ":/lib/x86_64-linux-gnu:/other");
    run.events.add(new Event.Start(2, 1, "/bin/cat", "/bin/cat", List.of(library)));
    run.events.add(new Event.Load(2, "/none/plugin.so", ""));
    assertThat(facts(run.judge(run.start())))
        .contains(
            new Fact.Absent(directory + "/libc.so.6"),
            new Fact.Absent(directory + "/glibc-hwcaps"),
            new Fact.Absent("/none"))
        .doesNotContain(new Fact.Absent("/other"));
  }
}
