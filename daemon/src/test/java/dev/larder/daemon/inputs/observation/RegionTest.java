package dev.larder.daemon.inputs.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.inputs.files.Kernel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RegionTest {
  private static final SpelledPath RELATIVE = new SpelledPath("/w", "a.h");

  private Region region = create();
  private RegionWriter writer = writer(region);

  private static Region create() {
    try {
      return Region.create(
          new Kernel(), EnumSet.of(EventKind.START, EventKind.OPEN), new Random(1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static RegionWriter writer(Region region) {
    try {
      return new RegionWriter(region);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void checkHeader() {
    assertThat(writer.kinds()).isEqualTo((1 << 1) | (1 << 2));
  }

  @AfterEach
  void close() {
    Path file = Path.of(region.variable().substring(0, region.variable().lastIndexOf(':')));
    assertThat(Files.exists(file)).isTrue();
    region.close();
    assertThat(Files.exists(file)).isFalse();
  }

  private Event only() {
    assertThat(region.read()).isInstanceOf(Recording.Complete.class);
    List<Event> events = ((Recording.Complete) region.read()).events();
    assertThat(events).hasSize(1);
    return events.getFirst();
  }

  private String broken() {
    assertThat(region.read()).isInstanceOf(Recording.Broken.class);
    return ((Recording.Broken) region.read()).why();
  }

  @Test
  void empty_isCompleteWithoutEvents() {
    assertThat(region.read()).isEqualTo(new Recording.Complete(List.of()));
  }

  @Test
  void start_namesProgramAndLibraries() {
    writer.write(1, 2, 0, 7, 0, 6, "/usr/bin/x\0./x\0/lib/a.so\0/lib/b.so");
    assertThat(only())
        .isEqualTo(new Event.Start(7, 6, "/usr/bin/x", "./x", List.of("/lib/a.so", "/lib/b.so")));
  }

  @Test
  void paths_areAbsoluteOrRelativeToTheirDirectory() {
    writer.write(2, 2, 0, 7, 2, 0, "/w\0a.h");
    assertThat(only()).isEqualTo(new Event.Open(7, RELATIVE, 2, 0));
  }

  @Test
  void kinds_areToldApart() {
    writer.write(2, 2, 0, 1, 0, 0, "/a");
    writer.write(3, 2, 1, 1, 2, 0, "/a");
    writer.write(4, 2, 0, 1, 0, 0, "/a");
    writer.write(5, 2, 0, 1, 0, 0, "/a");
    writer.write(6, 2, 0, 1, 0, 0, "/a");
    writer.write(7, 1, 17, 1, 5, 0, "/a");
    writer.write(7, 2, 2, 1, 5, 0, "/a");
    writer.write(9, 2, 1, 1, 0, 99, "/a");
    writer.write(10, 2, 0, 1, 0, 0, "/w\0a\0static");
    writer.write(11, 2, 0, 1, 0, 0, "PATH");
    writer.write(12, 2, 1, 1, 0, 1, "localtime\0/a");
    writer.write(13, 2, 0, 1, 0, 0, "/w");
    writer.write(14, 2, 0, 1, 0, 0, "libx.so\0");
    writer.write(15, 2, 0, 1, 0, 0, "connect");
    writer.write(16, 2, 0, 1, 0, 0, "time\0/a");
    writer.write(17, 2, 0, 1, 0, 0, "uname\0/a");
    SpelledPath path = new SpelledPath("", "/a");
    assertThat(region.read())
        .isEqualTo(
            new Recording.Complete(
                List.of(
                    new Event.Open(1, path, 0, 0),
                    new Event.Probe(1, path, false, 2),
                    new Event.Listed(1, path, 0),
                    new Event.LinkRead(1, path, 0),
                    new Event.Resolved(1, path, 0),
                    new Event.Write(1, path, Event.Change.CONTENT, true, true, 0),
                    new Event.Write(1, path, Event.Change.REMOVED, false, false, 5),
                    new Event.Exec(1, path, true, 99, 0),
                    new Event.Blind(1, "/w/a", "static"),
                    new Event.Variable(1, "PATH"),
                    new Event.Time(1, "localtime", "/a", true),
                    new Event.WorkingDirectory(1),
                    new Event.Load(1, "libx.so", ""),
                    new Event.Odd(1, "connect"),
                    new Event.Clock(1, "time", "/a"),
                    new Event.Host(1, "uname", "/a"))));
  }

  @Test
  void rename_hasTwoPaths() {
    byte[] from = "/w\0a.h".getBytes(StandardCharsets.UTF_8);
    byte[] to = "/b".getBytes(StandardCharsets.UTF_8);
    ByteBuffer payload = ByteBuffer.allocate(4 + from.length + to.length);
    payload.order(ByteOrder.LITTLE_ENDIAN).putInt(from.length).put(from).put(to);
    writer.write(8, 2, 0, 1, 0, 0, payload.array());
    assertThat(only())
        .isEqualTo(new Event.Rename(1, RELATIVE, new SpelledPath("", "/b"), Event.Naming.MOVED, 0));
  }

  @Test
  void recordLeftOpen_breaksTheRecording() {
    writer.write(2, 0, 0, 1, 0, 0, "/a");
    assertThat(broken()).contains("left open");
  }

  @Test
  void readBegunButNotDone_breaksTheRecording() {
    writer.write(2, 1, 0, 1, 0, 0, "/a");
    assertThat(broken()).contains("left open");
  }

  @Test
  void lostEvents_breakTheRecording() {
    writer.trouble(2);
    assertThat(region.read()).isInstanceOf(Recording.Complete.class);
    writer.trouble(1);
    assertThat(broken()).contains("more was done");
    writer.trouble(4);
    assertThat(broken()).contains("could not be recorded");
    writer.trouble(0);
    writer.reserved(writer.capacity() + 8);
    assertThat(broken()).contains("more was done");
    writer.reserved(-8);
    assertThat(broken()).contains("more was done");
  }

  @Test
  void unknownDirectoryOrName_breaksTheRecording() {
    writer.write(2, 2, 0, 1, 0, 0, "\0a.h");
    assertThat(broken()).contains("unknown directory");
    writer = writer(region);
    writer.write(2, 2, 0, 1, 0, 0, new byte[] {'/', (byte) 0xff});
    assertThat(broken()).contains("not UTF-8");
  }

  @Test
  void garbage_breaksTheRecordingAtWorst() {
    Random random = new Random(3);
    for (int round = 0; round < 3_000; round++) {
      writer = writer(region);
      writer.write(1, 2, 0, 7, 0, 6, "/usr/bin/x\0./x\0/lib/a.so");
      writer.write(2, 2, 0, 1, 0, 0, "/a");
      writer.write(8, 2, 0, 1, 0, 0, "\2\0\0\0/a/b");
      writer.write(10, 2, 0, 1, 0, 0, "/w\0a\0static");
      for (int i = 0; i < 3; i++) {
        writer.raw().put(random.nextInt(200), (byte) random.nextInt(256));
      }
      assertThat(region.read()).isInstanceOfAny(Recording.Complete.class, Recording.Broken.class);
    }
  }
}
