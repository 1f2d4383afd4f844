package dev.larder.daemon.engine.tree;

import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for today's date, for a second of a run, and for the machine's name in what the run has
 * made: many programs ask for those and make nothing of it, and this is how to tell that one did.
 */
public final class PassingMarks {
  /* Longer texts than this are data. */
  private static final long LONGEST = 4 << 20;
  private static final int SHORTEST_NAME = 4;

  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.ISO_LOCAL_DATE,
          DateTimeFormatter.ofPattern("MMM ppd uuuu", Locale.ENGLISH),
          DateTimeFormatter.ofPattern("MMM d uuuu", Locale.ENGLISH),
          DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH),
          DateTimeFormatter.ofPattern("EEE MMM ppd", Locale.ENGLISH),
          DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ENGLISH));

  private static final Pattern SECONDS = Pattern.compile("(?<![0-9])[0-9]{10}(?![0-9])");

  private final Set<String> dates = new TreeSet<>();
  private final long from;
  private final long to;
  private final Optional<Pattern> host;

  private PassingMarks(Instant start, Instant end, String hostName) {
    this.from = start.getEpochSecond() - 1;
    this.to = end.getEpochSecond() + 1;
    this.host =
        hostName.length() < SHORTEST_NAME || hostName.equals("localhost")
            ? Optional.empty()
            : Optional.of(Pattern.compile("(?<![\\w.-])" + Pattern.quote(hostName) + "(?![\\w-])"));
    for (Instant day : List.of(start, end)) {
      for (ZoneId zone : List.of(ZoneOffset.UTC, ZoneId.systemDefault())) {
        LocalDate date = LocalDate.ofInstant(day, zone);
        DATES.forEach(format -> dates.add(format.format(date)));
      }
    }
  }

  /** The marks of a run between two times on this machine. */
  public static PassingMarks of(Instant start, Instant end) {
    return new PassingMarks(start, end, hostName());
  }

  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return InetAddress.getLoopbackAddress().getHostName();
    }
  }

  /** The first of them that stands in a text of the entry; empty if none does. */
  public Optional<String> in(Entry entry) throws IOException {
    for (Text text : texts(entry)) {
      Optional<String> mark = in(text.characters());
      if (mark.isPresent()) {
        return mark.map(what -> what + " in " + text.name());
      }
    }
    return Optional.empty();
  }

  private record Text(String name, String characters) {}

  private static List<Text> texts(Entry entry) throws IOException {
    List<Text> texts = new ArrayList<>();
    List<Content> contents = new ArrayList<>();
    Optional<Tree> tree = Optional.empty();
    for (Entry.Section section : entry.sections()) {
      if (section.name().equals(TreeCapture.TABLE)) {
        tree = Optional.of(TreeTable.decode(section.content().toBytes()));
      } else if (section.name().startsWith(TreeCapture.CONTENT)) {
        contents.add(section.content());
      } else {
        add(section.name(), section.content().toBytes(), texts);
      }
    }
    for (Tree.Item item : tree.map(Tree::items).orElse(List.of())) {
      if (item instanceof Tree.File file && file.length() <= LONGEST) {
        add(item.path(), bytes(file, contents.get(file.content())), texts);
      }
    }
    return texts;
  }

  private static byte[] bytes(Tree.File file, Content content) throws IOException {
    return switch (content) {
      case Content.Bytes bytes ->
          Arrays.copyOfRange(
              bytes.array(),
              Math.toIntExact(file.offset()),
              Math.toIntExact(file.offset() + file.length()));
      case Content.Stretch stretch ->
          new Content.Stretch(stretch.file(), stretch.offset() + file.offset(), file.length())
              .toBytes();
    };
  }

  /* What has a NUL in it is no text. */
  private static void add(String name, byte[] bytes, List<Text> texts) {
    for (byte b : bytes) {
      if (b == 0) {
        return;
      }
    }
    texts.add(new Text(name, new String(bytes, StandardCharsets.ISO_8859_1)));
  }

  private Optional<String> in(String text) {
    for (String date : dates) {
      if (text.contains(date)) {
        return Optional.of("today's date");
      }
    }
    Matcher seconds = SECONDS.matcher(text);
    while (seconds.find()) {
      long second = Long.parseLong(seconds.group());
      if (second >= from && second <= to) {
        return Optional.of("the time");
      }
    }
    return host.filter(name -> name.matcher(text).find()).map(name -> "the host's name");
  }
}
