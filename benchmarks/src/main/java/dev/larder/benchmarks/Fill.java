package dev.larder.benchmarks;

import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.KeyHasher;
import dev.larder.storage.disk.DiskSettings;
import dev.larder.storage.disk.DiskStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Fills a cache directory with small entries that nobody asks for: {@code Fill DIRECTORY COUNT}.
 */
public final class Fill {
  private Fill() {}

  /** Writes them. */
  public static void main(String... arguments) throws IOException {
    int count = Integer.parseInt(arguments[1]);
    var settings = DiskSettings.of(Path.of(arguments[0]), 1L << 40);
    try (var store = new DiskStore(settings, Clock.systemUTC())) {
      for (int i = 0; i < count; i++) {
        byte[] text = ("entry " + i).getBytes(StandardCharsets.UTF_8);
        var section = new Entry.Section("object", 0644, new Content.Bytes(text));
        store.put(new KeyHasher("fill").number(i).toKey(), new Entry(List.of(section)));
      }
    }
  }
}
