package dev.larder.daemon.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.inputs.files.Grounds;
import dev.larder.daemon.protocol.RequestKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What wrappers append to, as docs/PROTOCOL.md has it. */
final class NotesTest {
  private static final int A_MEBIBYTE_OF_NOTES = (1 << 20) / 32;

  @TempDir Path directory = Path.of("/");
  private Notes notes;
  private final List<RequestKey> taken = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    notes = Notes.in(directory);
  }

  @AfterEach
  void close() throws IOException {
    notes.close();
  }

  private FileChannel wrapper() throws IOException {
    return FileChannel.open(directory.resolve("served"), StandardOpenOption.APPEND);
  }

  private static ByteBuffer note(long number, Instant when, Duration took) {
    ByteBuffer note = ByteBuffer.allocate(32);
    note.putLong(number).putLong(-number);
    note.putLong(when.getEpochSecond() * 1_000_000_000L + when.getNano());
    note.putInt((int) (took.toNanos() / 1000));
    note.putInt((int) Grounds.fingerprint(note.array(), 0, 28));
    return note.flip();
  }

  private static ByteBuffer note(long number) {
    return note(number, Instant.EPOCH, Duration.ZERO);
  }

  private static RequestKey key(long number) {
    return new RequestKey(number, -number);
  }

  private boolean take() {
    return notes.take((key, given) -> taken.add(key));
  }

  @Test
  void note_saysWhenAndHowLong() throws IOException {
    Instant when = Instant.parse("2026-11-22T10:20:30.123456789Z");
    Duration took = Duration.ofNanos(1_234_000);
    try (FileChannel wrapper = wrapper()) {
      wrapper.write(note(7, when, took));
    }
    List<StandingAnswers.Given> given = new ArrayList<>();
    assertThat(notes.take((key, how) -> given.add(how))).isTrue();
    assertThat(given).containsExactly(new StandingAnswers.Given(when, took));
    assertThat(take()).isFalse();
  }

  @Test
  void noteThatWasCutOff_isPassedOver() throws IOException {
    try (FileChannel wrapper = wrapper()) {
      wrapper.write(note(1));
      wrapper.write(note(2).limit(11));
      wrapper.write(note(3));
      assertThat(take()).isTrue();
      wrapper.write(note(4).limit(31));
      assertThat(take()).isFalse();
      wrapper.write(note(5));
      assertThat(take()).isTrue();
    }
    assertThat(taken).containsExactly(key(1), key(3), key(5));
  }

  @Test
  void longFile_isReplaced_andWhoeverHasTheOldOneIsHeardOnceMore() throws IOException {
    try (FileChannel late = wrapper()) {
      for (int i = 0; i < A_MEBIBYTE_OF_NOTES; i++) {
        late.write(note(i));
      }
      assertThat(take()).isTrue();
      assertThat(taken).hasSize(A_MEBIBYTE_OF_NOTES);
      taken.clear();
      late.write(note(-1));
    }
    try (FileChannel wrapper = wrapper()) {
      assertThat(wrapper.size()).isZero();
      wrapper.write(note(-2));
    }
    assertThat(take()).isTrue();
    assertThat(taken).containsExactly(key(-1), key(-2));
  }
}
