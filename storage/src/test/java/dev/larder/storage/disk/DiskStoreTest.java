package dev.larder.storage.disk;

import dev.larder.storage.Store;
import dev.larder.storage.StoreContract;
import java.nio.file.Path;
import java.time.Clock;

final class DiskStoreTest extends StoreContract {
  @Override
  protected Store create(Path room) {
    return new DiskStore(DiskSettings.of(room, 64 << 20), Clock.systemUTC());
  }
}
