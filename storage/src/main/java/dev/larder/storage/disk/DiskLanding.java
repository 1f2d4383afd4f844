package dev.larder.storage.disk;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.storage.CacheKey;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.Landing;
import dev.larder.storage.Lookup;
import dev.larder.storage.UnfitEntryException;
import dev.larder.storage.format.PackedEntry;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Entries that arrive from elsewhere. They are kept packed, as they came, and unpacked into spare
 * files for who asks first: what arrives is mostly asked for once, and then becomes files of its
 * own, so that its bytes are written where they go and not a second time here. What is asked for
 * again is kept unpacked from then on.
 */
final class DiskLanding implements Landing {
  private static final int MOST_READY = 1024;

  private final DiskSettings settings;
  private final Layout layout;
  private final ValueReader reader;
  private final ValueWriter writer;
  private final Housekeeper housekeeper;

  /* Gone before the files are swept. */
  private final Cache<CacheKey, Entry> ready =
      Caffeine.newBuilder()
          .maximumSize(MOST_READY)
          .expireAfterWrite(Eviction.LEFTOVER.dividedBy(2))
          .executor(Runnable::run)
          .build();

  DiskLanding(
      DiskSettings settings,
      Layout layout,
      ValueReader reader,
      ValueWriter writer,
      Housekeeper housekeeper) {
    this.settings = settings;
    this.layout = layout;
    this.reader = reader;
    this.writer = writer;
    this.housekeeper = housekeeper;
  }

  @Override
  public Optional<Entry> land(CacheKey key, ByteBuffer packed, long most)
      throws UnfitEntryException {
    Path file = layout.value(key);
    try {
      PackedEntry entry = PackedEntry.read(packed, most);
      if (entry.length() > settings.limit() || DiskStore.isThere(file)) {
        return Optional.empty();
      }
      Entry unpacked = writer.unpackSpare(file, entry, settings.stretchFrom());
      housekeeper.wrote(writer.keep(key, file, packed));
      ready.put(key, unpacked);
      return Optional.of(unpacked);
    } catch (UnfitEntryException e) {
      throw e;
    } catch (IOException e) {
      return Optional.empty(); // who puts it here instead is told why
    }
  }

  /** What has landed and lies unpacked in spare files, which are the caller's from now on. */
  Optional<Entry> ready(CacheKey key) {
    return Optional.ofNullable(ready.asMap().remove(key)).filter(SpareFiles::areThere);
  }

  /** What has landed under the key is not to be used any more. */
  void forget(CacheKey key) {
    ready.invalidate(key);
  }

  /**
   * Unpacks an entry for good.
   *
   * @param packed the entry as it lies in the file
   */
  Lookup<Entry> unpacked(CacheKey key, Path file, Entry packed) throws IOException {
    if (!(packed.sections().getFirst().content() instanceof Content.Stretch stretch)) {
      return new Lookup.Corrupted<>(file + ": not a packed entry");
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(stretch.file()))) {
      in.skipNBytes(stretch.offset());
      housekeeper.wrote(writer.unpack(key, file, PackedEntry.read(in, settings.limit())));
      if (!stretch.file().equals(file)) {
        Files.deleteIfExists(stretch.file());
      }
    } catch (NoSuchFileException e) {
      return new Lookup.Miss<>(); // another has done so
    } catch (UnfitEntryException e) {
      return new Lookup.Corrupted<>(file + ": " + e.getMessage());
    }
    return reader.read(key, file, FileIdentity.of(file));
  }
}
