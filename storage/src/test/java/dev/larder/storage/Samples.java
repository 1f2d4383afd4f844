package dev.larder.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Keys, entries and records for tests; what a key stands for follows from the key. */
public final class Samples {
  private Samples() {}

  /** A key for a name. */
  public static CacheKey key(String name) {
    return new KeyHasher("test").text(name).toKey();
  }

  /** So many bytes by chance. */
  public static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A record by this name. */
  public static SetRecord record(String name) {
    return new SetRecord(key(name), name.getBytes(StandardCharsets.UTF_8));
  }

  /** An entry with sections of these lengths. */
  public static Entry entry(long seed, int... lengths) {
    Random random = new Random(seed);
    List<Entry.Section> sections = new ArrayList<>();
    for (int i = 0; i < lengths.length; i++) {
      Content content = new Content.Bytes(bytes(random, lengths[i]));
      sections.add(new Entry.Section("section-" + i % 3, i % 2 == 0 ? 0644 : 0, content));
    }
    return new Entry(sections);
  }

  /** The same entry with each section's bytes in a file, somewhere in its middle. */
  public static Entry inFiles(Entry entry, Path directory) throws IOException {
    List<Entry.Section> sections = new ArrayList<>();
    for (int i = 0; i < entry.sections().size(); i++) {
      Entry.Section section = entry.sections().get(i);
      byte[] bytes = section.content().toBytes();
      Path file = directory.resolve("part-" + i);
      byte[] around = new byte[bytes.length + 2000];
      System.arraycopy(bytes, 0, around, 1000, bytes.length);
      Files.write(file, around);
      Content stretch = new Content.Stretch(file, 1000, bytes.length);
      sections.add(new Entry.Section(section.name(), section.mode(), stretch));
    }
    return new Entry(sections);
  }

  /** An entry in a form that can be compared: names, modes, and all bytes. */
  public static List<String> facts(Entry entry) {
    List<String> facts = new ArrayList<>();
    for (Entry.Section section : entry.sections()) {
      try {
        CacheKey digest = new KeyHasher("").bytes(section.content().toBytes()).toKey();
        facts.add(
            "%s %o %d %s"
                .formatted(section.name(), section.mode(), section.content().length(), digest));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return facts;
  }

  /** Records in a form that can be compared: their contents as text. */
  public static List<String> texts(Iterable<SetRecord> records) {
    List<String> texts = new ArrayList<>();
    records.forEach(record -> texts.add(new String(record.content(), StandardCharsets.UTF_8)));
    return texts;
  }
}
