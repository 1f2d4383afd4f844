package dev.larder.storage.disk;

import dev.larder.storage.CacheKey;
import dev.larder.storage.Description;
import dev.larder.storage.Entry;
import dev.larder.storage.Landing;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import dev.larder.storage.format.RecordFormat;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A store in a directory. Any number of processes may use the directory at once; each may be killed
 * at any moment.
 */
public final class DiskStore implements Store {
  /** This tier's name in statistics. */
  public static final String TIER = "disk";

  private static final int REVIEW_EACH = 1 << 20;
  private static final int ATTEMPTS = 5;

  private final DiskSettings settings;
  private final Layout layout;
  private final Verified verified;
  private final ValueReader reader;
  private final ValueWriter writer;
  private final RecordFiles records;
  private final Housekeeper housekeeper;
  private final DiskLanding landing;

  /** Makes no file yet; a thread of its own begins to count those that are there. */
  public DiskStore(DiskSettings settings, Clock clock) {
    this.settings = settings;
    this.layout = new Layout(settings.directory());
    this.verified = new Verified(clock);
    this.reader = new ValueReader(verified, settings.stretchFrom());
    this.writer = new ValueWriter(layout, verified);
    this.records = new RecordFiles(layout);
    this.housekeeper = new Housekeeper(layout, settings, clock, verified, records);
    this.landing = new DiskLanding(settings, layout, reader, writer, housekeeper);
  }

  @Override
  public Lookup<Entry> get(CacheKey key) {
    Path file = layout.value(key);
    try {
      FileIdentity identity = FileIdentity.of(file);
      Lookup<Entry> found = read(key, file, identity);
      for (int attempt = 1; attempt < ATTEMPTS && !(found instanceof Lookup.Hit); attempt++) {
        FileIdentity before = identity;
        identity = FileIdentity.of(file);
        if (identity.isSameFile(before)) {
          break;
        }
        // Meanwhile another put an unpacked entry in the place of a packed one.
        found = read(key, file, identity);
      }
      if (found instanceof Lookup.Hit) {
        used(file, Optional.of(key), identity.lastModified());
      } else if (found instanceof Lookup.Corrupted) {
        drop(key, file);
      }
      return found;
    } catch (NoSuchFileException e) {
      return new Lookup.Miss<>();
    } catch (IOException e) {
      return new Lookup.Unavailable<>(Trouble.with(file, e));
    }
  }

  private Lookup<Entry> read(CacheKey key, Path file, FileIdentity identity) throws IOException {
    if (!identity.isRegular()) {
      return new Lookup.Corrupted<>(file + ": not a file");
    }
    Optional<Entry> ready = landing.ready(key);
    if (ready.isPresent()) {
      return new Lookup.Hit<>(ready.get(), TIER);
    }
    Lookup<Entry> found = reader.read(key, file, identity);
    return found instanceof Lookup.Hit<Entry> hit && ValueWriter.isPacked(hit.value())
        ? landing.unpacked(key, file, hit.value())
        : found;
  }

  @Override
  public boolean isAtHand(CacheKey key) {
    return Files.exists(layout.value(key));
  }

  @Override
  public Optional<Path> file(CacheKey key) {
    return Optional.of(layout.value(key));
  }

  @Override
  public void used(CacheKey set, CacheKey value) {
    try {
      Path file = layout.value(value);
      used(file, Optional.of(value), Files.getLastModifiedTime(file));
      Path records = layout.set(set);
      used(records, Optional.empty(), Files.getLastModifiedTime(records));
    } catch (IOException e) {
      // Evicted meanwhile: then there is nothing to note.
    }
  }

  private void used(Path file, Optional<CacheKey> value, FileTime noted) {
    if (housekeeper.uses().add(file, value, noted.toInstant())) {
      housekeeper.noteSoon();
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
        housekeeper.wrote(writer.write(key, file, entry));
      } else if (reader.isNewer(key, file)) {
        return new Outcome.Declined(file + ": written by a later version");
      }
      return new Outcome.Stored();
    } catch (IOException e) {
      return new Outcome.Failed(Trouble.with(file, e));
    }
  }

  @Override
  public Landing landing() {
    return landing;
  }

  /**
   * Whether the file is there.
   *
   * @throws IOException if something else is
   */
  static boolean isThere(Path file) throws IOException {
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
      if (RecordFiles.isWasteful(contents)) {
        housekeeper.rewrite(set);
      }
      if (!contents.newestFirst().isEmpty()) {
        used(file, Optional.empty(), Files.getLastModifiedTime(file));
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
      long size = records.append(set, new SetRecord(name, record));
      housekeeper.written(record.length);
      // Sets that are only added to are looked at now and then, too.
      if (size / REVIEW_EACH > (size - record.length) / REVIEW_EACH) {
        housekeeper.rewrite(set);
      }
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
    landing.forget(key);
    try {
      Object inode = Layout.inode(file);
      List<Path> names = namesOf(inode, file);
      // Had the file gone meanwhile, its number could be that of one which is being written.
      if (Layout.inode(file).equals(inode)) {
        Files.deleteIfExists(file);
        for (Path name : names) {
          Files.deleteIfExists(name);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // What can not be removed now is found damaged again, or swept later.
    }
  }

  private static List<Path> namesOf(Object inode, Path file) throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(file.resolveSibling(""), file.getFileName() + "-*")) {
      for (Path name : all) {
        if (Layout.isInode(name, inode)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /** Counts and evicts now, and waits until that is done; for tests. */
  void settle() {
    housekeeper.settle();
  }

  @Override
  public Description describe() {
    return new Description(
        "Local disk: \"" + settings.directory() + "\"",
        housekeeper.size(),
        OptionalLong.of(settings.limit()));
  }

  @Override
  public void close() {
    housekeeper.close();
  }
}
