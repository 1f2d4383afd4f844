package dev.larder.storage.disk;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Entry;
import dev.larder.storage.Landing;
import dev.larder.storage.Lookup;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Entries that arrive from elsewhere, written as they come. */
final class DiskLanding implements Landing {
  private final DiskStore store;

  DiskLanding(DiskStore store) {
    this.store = store;
  }

  @Override
  public Optional<Arrival> begin(CacheKey key, List<Entry.Line> sections) {
    try {
      return store.begin(key, sections).map(arriving -> new OnDisk(key, arriving));
    } catch (IOException e) {
      return Optional.empty(); // who puts it here instead is told why
    }
  }

  private final class OnDisk implements Arrival {
    private final CacheKey key;
    private final ValueWriter.Arriving arriving;
    private boolean failed;

    OnDisk(CacheKey key, ValueWriter.Arriving arriving) {
      this.key = key;
      this.arriving = arriving;
    }

    @Override
    public void add(byte[] bytes, int length) {
      try {
        if (!failed) {
          arriving.add(bytes, length);
        }
      } catch (IOException e) {
        failed = true;
      }
    }

    @Override
    public Optional<Entry> finish() {
      try {
        if (!failed) {
          store.finish(arriving);
          if (store.get(key) instanceof Lookup.Hit<Entry> hit) {
            return Optional.of(hit.value());
          }
        }
      } catch (IOException e) {
        // It is taken into memory instead.
      }
      return Optional.empty();
    }

    @Override
    public void close() {
      try {
        arriving.close();
      } catch (IOException e) {
        // What is left has one name, and is swept later.
      }
    }
  }
}
