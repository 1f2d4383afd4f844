package dev.larder.storage.disk;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Description;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import dev.larder.storage.format.RecordFormat;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.OptionalLong;

/**
 * A store in a directory. Any number of processes may use the directory at once; each may be killed
 * at any moment.
 */
public final class DiskStore implements Store {
  /** This tier's name in statistics. */
  public static final String TIER = "disk";

  private final DiskSettings settings;
  private final Layout layout;
  private final Verified verified;
  private final ValueReader reader;
  private final ValueWriter writer;
  private final RecordFiles records;

  /** Touches no file yet. */
  public DiskStore(DiskSettings settings, Clock clock) {
    this.settings = settings;
    this.layout = new Layout(settings.directory());
    this.verified = new Verified(clock);
    this.reader = new ValueReader(verified, settings.stretchFrom());
    this.writer = new ValueWriter(layout);
    this.records = new RecordFiles(layout);
  }

  @Override
  public Lookup<Entry> get(CacheKey key) {
    Path file = layout.value(key);
    try {
      FileIdentity identity = FileIdentity.of(file);
      Lookup<Entry> found =
          identity.isRegular()
              ? reader.read(key, file, identity)
              : new Lookup.Corrupted<>(file + ": not a file");
      if (found instanceof Lookup.Corrupted) {
        drop(key, file);
      }
      return found;
    } catch (NoSuchFileException e) {
      return new Lookup.Miss<>();
    } catch (IOException e) {
      return new Lookup.Unavailable<>(Trouble.with(file, e));
    }
  }

  @Override
  public Outcome put(CacheKey key, Entry entry) {
    if (entry.length() > settings.limit()) {
      return new Outcome.Declined("larger than the whole cache: " + entry.length() + " bytes");
    }
    Path file = layout.value(key);
    try {
      if (!isThere(file)) {
        writer.write(key, file, entry);
      }
      return new Outcome.Stored();
    } catch (IOException e) {
      return new Outcome.Failed(Trouble.with(file, e));
    }
  }

  private static boolean isThere(Path file) throws IOException {
    try {
      if (FileIdentity.of(file).isRegular()) {
        return true;
      }
    } catch (NoSuchFileException e) {
      return false;
    }
    throw new FileAlreadyExistsException(file.toString(), null, "is there and is not a file");
  }

  @Override
  public Lookup<Iterable<SetRecord>> list(CacheKey set) {
    Path file = layout.set(set);
    try {
      RecordFormat.Contents contents = records.read(set);
      if (!contents.newestFirst().isEmpty()) {
        return new Lookup.Hit<>(contents.newestFirst(), TIER);
      }
      if (contents.newer() || contents.wasted() == 0) {
        return new Lookup.Miss<>();
      }
      Files.deleteIfExists(file);
      return new Lookup.Corrupted<>(file + ": no whole record");
    } catch (NoSuchFileException e) {
      return new Lookup.Miss<>();
    } catch (IOException e) {
      return new Lookup.Unavailable<>(Trouble.with(file, e));
    }
  }

  @Override
  public Outcome add(CacheKey set, CacheKey name, byte[] record) {
    if (record.length > MAX_RECORD_LENGTH) {
      return new Outcome.Declined("record of " + record.length + " bytes");
    }
    try {
      records.append(set, new SetRecord(name, record));
      return new Outcome.Stored();
    } catch (IOException e) {
      return new Outcome.Failed(Trouble.with(layout.set(set), e));
    }
  }

  @Override
  public void remove(CacheKey key) {
    drop(key, layout.value(key));
  }

  /** Takes away both names of an entry's file. */
  private void drop(CacheKey key, Path file) {
    verified.remove(key);
    try {
      Object inode = Layout.inode(file);
      Files.deleteIfExists(file);
      try (DirectoryStream<Path> names =
          Files.newDirectoryStream(file.resolveSibling(""), file.getFileName() + "-*")) {
        for (Path name : names) {
          if (Layout.inode(name).equals(inode)) {
            Files.deleteIfExists(name);
          }
        }
      }
    } catch (IOException e) {
      // What can not be removed now is found damaged again, or swept later.
    }
  }

  @Override
  public Description describe() {
    return new Description(
        "Local disk: \"" + settings.directory() + "\"",
        OptionalLong.empty(),
        OptionalLong.of(settings.limit()));
  }

  @Override
  public void close() {}
}
