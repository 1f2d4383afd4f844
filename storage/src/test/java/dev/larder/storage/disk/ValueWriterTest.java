package dev.larder.storage.disk;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.CacheKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written by ourselves need not be read to know that it is whole. */
final class ValueWriterTest {
  @TempDir private Path directory;
  private final Verified verified = new Verified(Clock.systemUTC());

  @Test
  void write_untilTheFileChanges_isVerified() throws Exception {
    Layout layout = new Layout(directory);
    CacheKey key = key("a");
    Path file = layout.value(key);
    assertThat(new ValueWriter(layout, verified).write(key, file, entry(1, 300_000))).isPositive();
    assertThat(verified.contains(key, FileIdentity.of(file))).isTrue();
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertThat(verified.contains(key, FileIdentity.of(file))).isFalse();
  }
}
