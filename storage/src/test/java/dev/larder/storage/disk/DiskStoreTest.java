package dev.larder.storage.disk;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.Outcome;
import dev.larder.storage.Store;
import dev.larder.storage.StoreContract;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskStoreTest extends StoreContract {
  @Override
  protected Store create(Path room) {
    return new DiskStore(DiskSettings.of(room, 64 << 20), Clock.systemUTC());
  }

  @Test
  void putWhileOthersRemove_neverFails(@TempDir Path room) throws Exception {
    List<Future<?>> threads = new ArrayList<>();
    try (Store store = create(room);
        ExecutorService executor = Executors.newFixedThreadPool(4)) {
      for (int thread = 0; thread < 4; thread++) {
        boolean removes = thread < 2;
        threads.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < 3_000; i++) {
                    if (removes) {
                      store.remove(key("k"));
                    } else {
                      assertThat(store.put(key("k"), entry(1, 10))).isEqualTo(new Outcome.Stored());
                    }
                  }
                }));
      }
      for (Future<?> thread : threads) {
        thread.get();
      }
    }
  }
}
