package dev.larder.daemon.inputs;

import static dev.larder.daemon.inputs.Ground.absent;
import static dev.larder.daemon.inputs.Ground.content;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.inputs.files.Errno;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"/tmp", "/dev/shm"})
final class VerifierTest {
  @Parameter String place = "";
  private Path root = Path.of("/");
  private Ground ground = new Ground(Path.of("/"), Ground.AHEAD);

  @BeforeEach
  void makeGround() throws IOException {
    root = Files.createTempDirectory(Path.of(place), "larder-inputs").toRealPath();
    ground = new Ground(root, Ground.AHEAD);
  }

  @AfterEach
  void removeGround() throws IOException {
    Ground.remove(root);
  }

  @Test
  void content_edited_differs() throws IOException {
    ground.write("src/a.c", "one");
    PreparedInputs inputs = ground.prepare(content("src/a.c", "one"));
    assertThat(ground.holds(inputs)).isTrue();
    assertThat(ground.holds(inputs)).isTrue();
    ground.write("src/a.c", "two");
    assertThat(ground.trouble(inputs)).isEqualTo("src/a.c has changed");
    Files.delete(root.resolve("src/a.c"));
    assertThat(ground.trouble(inputs)).isEqualTo("src/a.c is missing");
  }

  @Test
  void content_touched_holds() throws IOException {
    ground.write("a.h", "one");
    PreparedInputs inputs = ground.prepare(content("a.h", "one"));
    assertThat(ground.holds(inputs)).isTrue();
    Files.setLastModifiedTime(root.resolve("a.h"), FileTime.fromMillis(1_000_000));
    assertThat(ground.holds(inputs)).isTrue();
  }

  @Test
  void content_editedThroughHardLink_differs() throws IOException {
    ground.write("a.h", "one");
    Files.createLink(root.resolve("b.h"), root.resolve("a.h"));
    PreparedInputs inputs = ground.prepare(content("a.h", "one"));
    assertThat(ground.holds(inputs)).isTrue();
    ground.write("b.h", "two");
    assertThat(ground.holds(inputs)).isFalse();
  }

  @Test
  void content_editedWithTheOldTimeSet_differs() throws IOException {
    ground.write("a.h", "one");
    FileTime time = Files.getLastModifiedTime(root.resolve("a.h"));
    PreparedInputs inputs = ground.prepare(content("a.h", "one"));
    assertThat(ground.holds(inputs)).isTrue();
    ground.write("a.h", "two");
    Files.setLastModifiedTime(root.resolve("a.h"), time);
    assertThat(ground.holds(inputs)).isFalse();
  }

  @Test
  void content_editedWithinOneTick_neverHoldsWrongly() throws IOException {
    Ground now = new Ground(root, Clock.systemUTC());
    for (int i = 0; i < 400; i++) {
      String text = "%04d".formatted(i);
      now.write("a.h", text);
      PreparedInputs inputs = now.prepare(content("a.h", text));
      assertThat(now.holds(inputs)).isTrue();
      now.write("a.h", "%04d".formatted(i + 1));
      assertThat(now.holds(inputs)).isFalse();
    }
  }

  @Test
  void content_replacedByLinkToSameContent_differs() throws IOException {
    ground.write("a.h", "one");
    ground.write("b.h", "one");
    PreparedInputs inputs = ground.prepare(content("a.h", "one"));
    assertThat(ground.holds(inputs)).isTrue();
    ground.link("a.h", "b.h");
    assertThat(ground.trouble(inputs)).isEqualTo("a.h is a symbolic link now");
  }

  @Test
  void content_throughLink_followsTheLink() throws IOException {
    ground.write("one/a.h", "one");
    ground.write("two/a.h", "two");
    ground.link("a.h", "one/a.h");
    Fact link = Fact.Link.of("a.h", "one/a.h");
    PreparedInputs inputs = ground.prepare(content("a.h", "one"), link);
    assertThat(ground.holds(inputs)).isTrue();
    ground.write("two/a.h", "one");
    ground.link("a.h", "two/a.h");
    assertThat(ground.trouble(inputs)).isEqualTo("a.h links elsewhere");
  }

  @Test
  void linkInTheMiddle_retargeted_differs() throws IOException {
    ground.write("one/sub/a.h", "same");
    ground.write("two/sub/a.h", "same");
    ground.link("current", "one");
    PreparedInputs inputs =
        ground.prepare(content("current/sub/a.h", "same"), ground.canonical("current/sub"));
    assertThat(ground.holds(inputs)).isTrue();
    ground.link("current", "two");
    assertThat(ground.trouble(inputs)).isEqualTo("current/sub leads elsewhere");
    ground.write("two/sub/a.h", "other");
    assertThat(ground.trouble(inputs)).isEqualTo("current/sub/a.h has changed");
  }

  @Test
  void absence_inChangedDirectory_differsOnlyWhenTheNameAppears() throws IOException {
    ground.write("first/other.h", "");
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      facts.add(absent("first/h" + i + ".h"));
    }
    PreparedInputs inputs = ground.prepare(facts);
    assertThat(ground.holds(inputs)).isTrue();
    ground.write("first/unrelated.h", "");
    assertThat(ground.holds(inputs)).isTrue();
    ground.write("first/h17.h", "");
    assertThat(ground.trouble(inputs)).isEqualTo("first/h17.h: now exists, was missing");
  }

  @Test
  void absence_inEmptyDirectory_differsWhenTheNameAppears() throws IOException {
    Files.createDirectory(root.resolve("empty"));
    PreparedInputs inputs = ground.prepare(absent("empty/a.h"));
    assertThat(ground.holds(inputs)).isTrue();
    assertThat(ground.holds(inputs)).isTrue();
    ground.write("empty/a.h", "");
    assertThat(ground.holds(inputs)).isFalse();
  }

  @Test
  void absence_ofDeepDirectories_differsWhenTheTopmostAppears() throws IOException {
    PreparedInputs inputs = ground.prepare(absent("no"), absent("none/such/deep/path/a.h"));
    assertThat(ground.holds(inputs)).isTrue();
    Files.createDirectories(root.resolve("none/such/deep/path"));
    assertThat(ground.holds(inputs)).isTrue();
    ground.write("none/such/deep/path/a.h", "");
    assertThat(ground.holds(inputs)).isFalse();
    Ground.remove(root.resolve("none"));
    Files.createDirectory(root.resolve("no"));
    assertThat(ground.trouble(inputs)).isEqualTo("no: now exists, was missing");
  }

  @Test
  void absence_whereTheDirectoryBecomesFile_differs() throws IOException {
    PreparedInputs inputs = ground.prepare(absent("dir/a.h"));
    assertThat(ground.holds(inputs)).isTrue();
    ground.write("dir", "a file");
    assertThat(ground.trouble(inputs)).contains("not a directory");
  }

  @Test
  void absence_byDanglingLink_differsWhenItsTargetAppears() throws IOException {
    Files.createDirectory(root.resolve("include"));
    ground.link("include/a.h", "../elsewhere/a.h");
    Files.createDirectory(root.resolve("elsewhere"));
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      facts.add(absent("include/h" + i + ".h"));
    }
    facts.add(absent("include/a.h"));
    PreparedInputs many = ground.prepare(facts);
    PreparedInputs single = ground.prepare(absent("include/a.h"));
    assertThat(ground.holds(many)).isTrue();
    assertThat(ground.holds(many)).isTrue();
    assertThat(ground.holds(single)).isTrue();
    assertThat(ground.holds(single)).isTrue();
    ground.write("elsewhere/a.h", "");
    assertThat(ground.holds(many)).isFalse();
    assertThat(ground.holds(single)).isFalse();
  }

  @Test
  void absence_directoryLinkRetargeted_isCheckedAnew() throws IOException {
    Files.createDirectory(root.resolve("one"));
    ground.write("two/a.h", "");
    ground.link("current", "one");
    PreparedInputs inputs = ground.prepare(absent("current/a.h"));
    assertThat(ground.holds(inputs)).isTrue();
    ground.link("current", "two");
    assertThat(ground.holds(inputs)).isFalse();
  }

  @Test
  void absence_createdWithinOneTick_neverHoldsWrongly() throws IOException {
    Ground now = new Ground(root, Clock.systemUTC());
    Files.createDirectory(root.resolve("dir"));
    PreparedInputs inputs = now.prepare(absent("dir/a.h"));
    for (int i = 0; i < 400; i++) {
      assertThat(now.holds(inputs)).isTrue();
      now.write("dir/a.h", "");
      assertThat(now.holds(inputs)).isFalse();
      Files.delete(root.resolve("dir/a.h"));
    }
  }

  @Test
  void absence_inDirectoryThatChangesEachTime_differsWhenItAppears() throws Exception {
    Path directory = Files.createDirectory(root.resolve("dir"));
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      facts.add(absent("dir/h" + i));
    }
    PreparedInputs inputs = ground.prepare(facts);
    for (int i = 0; i < 3; i++) {
      Files.writeString(directory.resolve("output" + i), "");
      assertThat(ground.holds(inputs)).isTrue();
    }
    Files.writeString(directory.resolve("h49"), "");
    assertThat(ground.trouble(inputs)).contains("h49");
    Files.delete(directory.resolve("h49"));
    Files.createSymbolicLink(directory.resolve("h7"), Path.of("nowhere"));
    assertThat(ground.holds(inputs)).isTrue();
    Files.writeString(directory.resolve("nowhere"), "");
    assertThat(ground.trouble(inputs)).contains("h7");
  }

  @Test
  void absence_inYoungDirectory_isCheckedEachTime() throws IOException {
    Path directory = Files.createDirectory(root.resolve("dir"));
    Clock then = Clock.fixed(Files.getLastModifiedTime(directory).toInstant(), ZoneOffset.UTC);
    PreparedInputs inputs = ground.prepare(absent("dir/a.h"));
    assertThat(new Ground(root, then).holds(inputs)).isTrue();
    assertThat(inputs.firstChanged(0)).isZero();
    assertThat(ground.holds(inputs)).isTrue();
    assertThat(inputs.firstChanged(0)).isEqualTo(1);
  }

  @Test
  void absence_onFileSystemWithoutStamps_holds() {
    PreparedInputs inputs = ground.prepare(absent("/sys/kernel/larder-has-no-such-file"));
    assertThat(ground.holds(inputs)).isTrue();
    assertThat(inputs.firstChanged(0)).isZero();
  }

  @Test
  void absence_ofNonAsciiName_differsWhenItAppears() throws Exception {
    Files.createDirectory(root.resolve("dir"));
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      facts.add(absent("dir/h" + i));
    }
    facts.add(absent("dir/\u00e4"));
    PreparedInputs inputs = ground.prepare(facts);
    assertThat(ground.holds(inputs)).isTrue();
    // By a shell, since a JVM in the C locale can not name such a file.
    Process touch =
        new ProcessBuilder("sh", "-c", "touch \"$(printf 'dir/\\303\\244')\"")
            .directory(root.toFile())
            .start();
    assertThat(touch.waitFor()).isZero();
    assertThat(ground.trouble(inputs)).contains("now exists");
    new ProcessBuilder("sh", "-c", "rm dir/*").directory(root.toFile()).start().waitFor();
  }

  @Test
  void fifo_inPlaceOfInput_differsWithoutWaiting() throws Exception {
    ground.write("a.h", "one");
    PreparedInputs inputs = ground.prepare(content("a.h", "one"));
    assertThat(ground.holds(inputs)).isTrue();
    Files.delete(root.resolve("a.h"));
    assertThat(new ProcessBuilder("mkfifo", root.resolve("a.h").toString()).start().waitFor())
        .isZero();
    assertThat(ground.trouble(inputs)).isEqualTo("a.h no regular file");
  }

  @Test
  void hugeSparseFile_isNotHashed() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(root.resolve("huge").toFile(), "rw")) {
      file.setLength(Verifier.MOST_READ + 1);
    }
    assertThat(ground.trouble(ground.prepare(content("huge", "")))).contains("too much to hash");
  }

  @Test
  void presence_editedToAnotherSize_differs() throws IOException {
    ground.write("a.h", "one");
    PreparedInputs inputs =
        ground.prepare(
            new Fact.Presence("a.h", Fact.Kind.REGULAR, 3),
            new Fact.Presence(".", Fact.Kind.DIRECTORY, 0));
    assertThat(ground.holds(inputs)).isTrue();
    ground.write("a.h", "two");
    assertThat(ground.holds(inputs)).isTrue();
    ground.write("a.h", "three");
    assertThat(ground.trouble(inputs)).isEqualTo("a.h has another size");
    Files.delete(root.resolve("a.h"));
    Files.createDirectory(root.resolve("a.h"));
    assertThat(ground.trouble(inputs)).isEqualTo("a.h is something else now");
  }

  @Test
  void permissions_differWhenTheyChangeAndNotWithTheContent() throws IOException {
    Path file = root.resolve("a.sh");
    ground.write("a.sh", "one");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    PreparedInputs inputs = ground.prepare(new Fact.Permissions("a.sh", 0644));
    assertThat(ground.holds(inputs)).isTrue();
    ground.write("a.sh", "three");
    assertThat(ground.holds(inputs)).isTrue();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(ground.trouble(inputs)).isEqualTo("a.sh has other permissions");
  }

  @Test
  void listing_differsWhenOtherNamesThanItsOwnAppear() throws IOException {
    ground.write("dir/a", "");
    ground.write("dir/own.o", "");
    Fact listing = new Fact.Listing("dir", Digest.compute("listing", "a"), List.of("own.o"));
    PreparedInputs inputs = ground.prepare(listing);
    assertThat(ground.holds(inputs)).isTrue();
    Files.delete(root.resolve("dir/own.o"));
    assertThat(ground.holds(inputs)).isTrue();
    Files.move(root.resolve("dir/a"), root.resolve("dir/b"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(ground.trouble(inputs)).isEqualTo("dir has other names in it");
  }

  @Test
  void refusal_differsWhenItIsLifted() throws IOException {
    ground.write("file", "");
    PreparedInputs inputs = ground.prepare(new Fact.Refused("file/a.h", Errno.ENOTDIR));
    assertThat(ground.holds(inputs)).isTrue();
    Files.delete(root.resolve("file"));
    assertThat(ground.trouble(inputs)).contains("no longer refused");
  }

  @Test
  void executable_differsWhenThePermissionIsTakenAway() throws IOException {
    ground.write("as", "");
    Path file = root.resolve("as");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    PreparedInputs inputs = ground.prepare(new Fact.Executable("as"));
    assertThat(ground.holds(inputs)).isTrue();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(ground.trouble(inputs)).isEqualTo("as may no longer be executed");
    Files.delete(file);
    assertThat(ground.holds(inputs)).isFalse();
  }

  @Test
  void program_isIdentifiedByItsBuildId() {
    Digested digested = ground.memo.programDigestOf("/bin/sh", "/");
    assertThat(digested).isInstanceOf(Digested.Known.class);
    Digest digest = ((Digested.Known) digested).digest();
    PreparedInputs inputs = ground.prepare(new Fact.Program("/bin/sh", digest));
    assertThat(ground.holds(inputs)).isTrue();
    assertThat(ground.holds(ground.prepare(new Fact.Program("/bin/cat", digest)))).isFalse();
  }

  @Test
  void variables_unsetEmptyAndSet_areThreeThings() {
    InputSet unset = InputSet.of(List.of(Fact.Variable.in(Map.of(), "V")));
    InputSet empty = InputSet.of(List.of(Fact.Variable.in(Map.of("V", ""), "V")));
    String cwd = root.toString();
    assertThat(ground.verifier.verify(unset, cwd, Map.of())).isInstanceOf(Verification.Holds.class);
    assertThat(ground.verifier.verify(unset, cwd, Map.of("V", "")))
        .isInstanceOf(Verification.Differs.class);
    assertThat(ground.verifier.verify(empty, cwd, Map.of("V", "")))
        .isInstanceOf(Verification.Holds.class);
    assertThat(ground.verifier.verify(empty, cwd, Map.of("V", "secret")))
        .isInstanceOf(Verification.Differs.class)
        .extracting(Object::toString)
        .asString()
        .doesNotContain("secret");
  }

  @Test
  void today_isTheCallersDay() {
    Verifier verifier =
        new Verifier(ground.kernel, ground.fileSystems, ground.memo, Clock.systemUTC());
    ZoneId zone = ZoneId.of("Pacific/Kiritimati");
    InputSet inputs = InputSet.of(List.of(new Fact.Today(LocalDate.now(zone))));
    String cwd = root.toString();
    assertThat(verifier.verify(inputs, cwd, Map.of("TZ", "Pacific/Kiritimati")))
        .isInstanceOf(Verification.Holds.class);
    // 26 hours apart: never the same day.
    assertThat(verifier.verify(inputs, cwd, Map.of("TZ", ":Etc/GMT+12")))
        .isInstanceOf(Verification.Differs.class);
    assertThat(verifier.verify(inputs, cwd, Map.of("TZ", "EST5EDT")))
        .isInstanceOf(Verification.Differs.class);
  }

  @Test
  void relativeFacts_holdInAnotherDirectoryOfTheSameShape() throws IOException {
    ground.write("one/src/a.c", "x");
    ground.write("two/src/a.c", "x");
    Ground one = new Ground(root.resolve("one"), Ground.AHEAD);
    InputSet inputs =
        InputSet.of(List.of(content("src/a.c", "x"), one.canonical("src"), absent("src/b.h")));
    String two = root.resolve("two").toString();
    assertThat(ground.verifier.verify(inputs, two, Map.of()))
        .isInstanceOf(Verification.Holds.class);
    assertThat(ground.verifier.verify(inputs, root.toString(), Map.of()))
        .isInstanceOf(Verification.Differs.class);
  }
}
