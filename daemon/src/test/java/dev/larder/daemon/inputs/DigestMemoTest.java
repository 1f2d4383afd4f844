package dev.larder.daemon.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.FileStat;
import dev.larder.daemon.inputs.files.FileSystems;
import dev.larder.daemon.inputs.files.Kernel;
import dev.larder.daemon.inputs.files.NativePath;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DigestMemoTest {
  private final Kernel kernel = new Kernel();
  private final FileSystems fileSystems = new FileSystems(System::nanoTime);

  @TempDir Path root = Path.of("/");

  private DigestMemo memo(Clock clock) {
    return DigestMemo.kept(kernel, fileSystems, clock, root.resolve("memo"));
  }

  private static Digested.Known known(Digested digested) {
    assertThat(digested).isInstanceOf(Digested.Known.class);
    return (Digested.Known) digested;
  }

  private Path file(String content) throws IOException {
    return Files.writeString(root.resolve("file"), content);
  }

  private FileStat stat(Path file) {
    try (Calls calls = kernel.borrow();
        Arena arena = Arena.ofConfined()) {
      assertThat(calls.stat(NativePath.of(arena, "/", file.toString()))).isZero();
      return calls.found();
    }
  }

  @Test
  void digest_isTheSha256OfTheContent() throws IOException {
    file("abc");
    try (DigestMemo memo = memo(Ground.AHEAD)) {
      assertThat(known(memo.digestOf("file", root.toString())).digest().hex())
          .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
  }

  @Test
  void digest_ofOldFile_isReadOnce() throws IOException {
    String file = file("abc").toString();
    try (DigestMemo memo = memo(Ground.AHEAD)) {
      assertThat(known(memo.digestOf(file, "/")).read()).isEqualTo(3);
      assertThat(known(memo.digestOf(file, "/")).read()).isZero();
    }
  }

  @Test
  void digest_ofLargeFile_isReadOnceByAllWhoAskAtOnce() throws Exception {
    Path file = Files.write(root.resolve("file"), new byte[32 << 20]);
    try (DigestMemo memo = memo(Ground.AHEAD);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Digested>> asked = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        asked.add(callers.submit(() -> memo.digestOf(file.toString(), "/")));
      }
      long read = 0;
      for (Future<Digested> each : asked) {
        read += known(each.get()).read();
      }
      assertThat(read).isEqualTo(32 << 20);
    }
  }

  @Test
  void digest_ofWhatWasDigestedAsProgram_needsNoReading() throws IOException {
    String file = file("#!/bin/sh").toString();
    try (DigestMemo memo = memo(Ground.AHEAD)) {
      assertThat(known(memo.programDigestOf(file, "/")).read()).isEqualTo(9);
      assertThat(known(memo.digestOf(file, "/")).read()).isZero();
    }
  }

  @Test
  void digest_beforeTheDirectoryIsThere_outlivesTheMemo() throws IOException {
    String file = file("abc").toString();
    Path kept = root.resolve("cache/of/mine/memo");
    try (DigestMemo memo = DigestMemo.kept(kernel, fileSystems, Ground.AHEAD, kept)) {
      assertThat(kept.getParent()).doesNotExist();
      assertThat(known(memo.digestOf(file, "/")).read()).isEqualTo(3);
    }
    try (DigestMemo memo = DigestMemo.kept(kernel, fileSystems, Ground.AHEAD, kept)) {
      assertThat(known(memo.digestOf(file, "/")).read()).isZero();
    }
    assertThat(Files.getPosixFilePermissions(kept.getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void digest_whereNothingCanBeMade_isRemembered() throws IOException {
    String file = file("abc").toString();
    Path kept = root.resolve("file/memo");
    try (DigestMemo memo = DigestMemo.kept(kernel, fileSystems, Ground.AHEAD, kept)) {
      assertThat(known(memo.digestOf(file, "/")).read()).isEqualTo(3);
      assertThat(known(memo.digestOf(file, "/")).read()).isZero();
    }
  }

  @Test
  void digest_ofYoungFile_isReadEachTime() throws IOException {
    // To a clock that stands at the file's own change, it stays young.
    Path file = file("abc");
    Clock then = Clock.fixed(Files.getLastModifiedTime(file).toInstant(), java.time.ZoneOffset.UTC);
    try (DigestMemo memo = memo(then)) {
      assertThat(known(memo.digestOf(file.toString(), "/")).stamped()).isFalse();
      assertThat(known(memo.digestOf(file.toString(), "/")).read()).isEqualTo(3);
    }
  }

  @Test
  void digest_ofRestoredFile_needsNoReading() throws IOException {
    Path file = file("abc");
    Digest digest = Digest.compute("", "abc".getBytes(StandardCharsets.UTF_8));
    try (DigestMemo memo = memo(Clock.systemUTC())) {
      memo.restored(file.toString(), "/", stat(file), digest);
      assertThat(known(memo.digestOf(file.toString(), "/")))
          .isEqualTo(new Digested.Known(digest, stat(file), true, 0));
    }
  }

  @Test
  void digest_ofYoungFile_isReadOnceIfNobodyChangesIt() throws IOException {
    Path file = file("abc");
    Clock then = Clock.fixed(Files.getLastModifiedTime(file).toInstant(), java.time.ZoneOffset.UTC);
    try (DigestMemo memo = memo(then)) {
      assertThat(known(memo.learn(file.toString(), "/")).read()).isEqualTo(3);
      assertThat(known(memo.digestOf(file.toString(), "/")).read()).isZero();
      assertThat(memo.isStill(file.toString(), "/", stat(file))).isTrue();
      FileStat before = stat(file);
      file("abcd");
      assertThat(memo.isStill(file.toString(), "/", before)).isFalse();
      assertThat(known(memo.digestOf(file.toString(), "/")).read()).isEqualTo(4);
    }
  }

  @Test
  void memo_reopened_stillKnows() throws IOException {
    String file = file("abc").toString();
    Digest digest;
    try (DigestMemo memo = memo(Ground.AHEAD)) {
      digest = known(memo.digestOf(file, "/")).digest();
    }
    try (DigestMemo memo = memo(Ground.AHEAD)) {
      Digested.Known again = known(memo.digestOf(file, "/"));
      assertThat(again.digest()).isEqualTo(digest);
      assertThat(again.read()).isZero();
    }
    file("abd");
    try (DigestMemo memo = memo(Ground.AHEAD)) {
      assertThat(known(memo.digestOf(file, "/")).digest()).isNotEqualTo(digest);
    }
  }

  @Test
  void memo_withFlippedBits_knowsNothingWrong() throws IOException {
    String file = file("abc").toString();
    try (DigestMemo memo = memo(Ground.AHEAD)) {
      known(memo.digestOf(file, "/"));
    }
    byte[] bytes = Files.readAllBytes(root.resolve("memo"));
    int first = 0;
    while (bytes[first] == 0 && bytes[first + 7] == 0) {
      first++;
    }
    // The digest begins 48 bytes after the slot does, whose first byte that is not 0 is at most the
    // 8th.
    bytes[first + 56] ^= 1;
    Files.write(root.resolve("memo"), bytes);
    try (DigestMemo memo = memo(Ground.AHEAD)) {
      Digested.Known again = known(memo.digestOf(file, "/"));
      assertThat(again.digest()).isEqualTo(Digest.compute("", "abc"));
      assertThat(again.read()).isEqualTo(3);
    }
  }

  @Test
  void memo_ofGarbageOrCutShort_startsEmpty() throws IOException {
    String file = file("abc").toString();
    for (int length : new int[] {0, 1, 100, 12_345, 2_000_000}) {
      byte[] garbage = new byte[length];
      Arrays.fill(garbage, (byte) 0x5a);
      Files.write(root.resolve("memo"), garbage);
      try (DigestMemo memo = memo(Ground.AHEAD)) {
        assertThat(known(memo.digestOf(file, "/")).read()).isEqualTo(3);
      }
      try (DigestMemo memo = memo(Ground.AHEAD)) {
        assertThat(known(memo.digestOf(file, "/")).read()).isZero();
      }
    }
  }

  @Test
  void memo_thatCanNotBeOpened_worksInMemory() throws IOException {
    String file = file("abc").toString();
    try (DigestMemo memo =
        DigestMemo.kept(kernel, fileSystems, Ground.AHEAD, root.resolve("no/such/memo"))) {
      assertThat(known(memo.digestOf(file, "/")).read()).isEqualTo(3);
      assertThat(known(memo.digestOf(file, "/")).read()).isZero();
    }
  }

  @Test
  void twoMemos_onOneFile_shareWhatTheyLearn() throws IOException {
    String file = file("abc").toString();
    try (DigestMemo one = memo(Ground.AHEAD);
        DigestMemo two = memo(Ground.AHEAD)) {
      assertThat(known(one.digestOf(file, "/")).read()).isEqualTo(3);
      assertThat(known(two.digestOf(file, "/")).read()).isZero();
    }
  }

  @Test
  void programDigest_isNeverTheContentDigest() throws IOException {
    String script = file("#!/bin/sh\n").toString();
    try (DigestMemo memo = memo(Ground.AHEAD)) {
      for (String program : new String[] {script, "/bin/cat"}) {
        Digest content = known(memo.digestOf(program, "/")).digest();
        Digest identity = known(memo.programDigestOf(program, "/")).digest();
        assertThat(identity).isNotEqualTo(content);
        assertThat(known(memo.digestOf(program, "/")).digest()).isEqualTo(content);
      }
      // The build id stands for the whole program: Debian's have one.
      assertThat(known(memo(Ground.AHEAD).programDigestOf("/bin/ls", "/")).read()).isZero();
    }
  }

  @Test
  void programDigest_ofLargeProgramWithoutBuildId_isOfAllItsBytes() throws IOException {
    byte[] program = new byte[(3 << 20) + 5];
    try (DigestMemo memo = memo(Ground.AHEAD)) {
      Set<Digest> seen = new HashSet<>();
      for (int changed : new int[] {0, 1 << 20, (2 << 20) - 1, program.length - 1}) {
        program[changed]++;
        String file = Files.write(root.resolve("program" + changed), program).toString();
        Digested.Known identity = known(memo.programDigestOf(file, "/"));
        assertThat(identity.read()).isEqualTo(program.length);
        assertThat(known(memo.programDigestOf(file, "/")).read()).isZero();
        assertThat(seen.add(identity.digest())).isTrue();
        assertThat(seen.add(known(memo.digestOf(file, "/")).digest())).isTrue();
      }
      String longer =
          Files.write(root.resolve("longer"), Arrays.copyOf(program, program.length + 1))
              .toString();
      assertThat(seen.add(known(memo.programDigestOf(longer, "/")).digest())).isTrue();
    }
  }

  @Test
  void damagedElf_isDigestedByContent() throws IOException {
    byte[] program = Files.readAllBytes(Path.of("/bin/true"));
    try (DigestMemo memo = memo(Ground.AHEAD)) {
      for (int length = 1; length < 1200; length += 13) {
        Files.write(root.resolve("cut"), Arrays.copyOf(program, length));
        known(memo.programDigestOf(root.resolve("cut").toString(), "/"));
      }
      for (int at = 0; at < 1200; at++) {
        byte[] damaged = Arrays.copyOf(program, 4096);
        damaged[at] ^= (byte) 0xff;
        Files.write(root.resolve("cut"), damaged);
        known(memo.programDigestOf(root.resolve("cut").toString(), "/"));
      }
    }
  }

  @Test
  void whatIsNoRegularFile_hasNoDigest() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", root.resolve("fifo").toString()).start().waitFor())
        .isZero();
    try (DigestMemo memo = memo(Ground.AHEAD)) {
      assertThat(memo.digestOf("fifo", root.toString())).isInstanceOf(Digested.NotRegular.class);
      assertThat(memo.digestOf(".", root.toString())).isInstanceOf(Digested.NotRegular.class);
      assertThat(memo.digestOf("/dev/null", "/")).isInstanceOf(Digested.NotRegular.class);
      assertThat(memo.digestOf("none", root.toString())).isEqualTo(new Digested.Unreadable(2));
      // The kernel tells no true size of these.
      assertThat(memo.digestOf("/proc/version", "/")).isInstanceOf(Digested.Unsteady.class);
    }
  }
}
