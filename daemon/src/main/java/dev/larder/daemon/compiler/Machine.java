package dev.larder.daemon.compiler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What {@code -march=native} stands for: the processor, described in a text that is equal on equal
 * machines.
 */
public final class Machine implements Supplier<String> {
  private static final Set<String> FIELDS =
      Set.of(
          "vendor_id",
          "cpu family",
          "model",
          "model name",
          "stepping",
          "flags",
          "cache size",
          "CPU implementer",
          "CPU architecture",
          "CPU variant",
          "CPU part",
          "CPU revision",
          "Features");

  private final Path processors;
  private final Path caches;
  private volatile String known = "";

  /**
   * The machine that two trees of the kernel describe.
   *
   * @param processors as {@code /proc/cpuinfo}
   * @param caches as {@code /sys/devices/system/cpu/cpu0/cache}
   */
  public Machine(Path processors, Path caches) {
    this.processors = processors;
    this.caches = caches;
  }

  /** This machine. */
  public static Machine here() {
    return new Machine(Path.of("/proc/cpuinfo"), Path.of("/sys/devices/system/cpu/cpu0/cache"));
  }

  /** The description; read once. Throws an unchecked exception if the kernel tells nothing. */
  @Override
  public String get() {
    if (known.isEmpty()) {
      try {
        known = describe();
      } catch (IOException e) {
        throw new UncheckedIOException("processor is unknown: " + processors, e);
      }
    }
    return known;
  }

  private String describe() throws IOException {
    var lines = new TreeSet<String>();
    try (Stream<String> text = Files.lines(processors, StandardCharsets.ISO_8859_1)) {
      text.map(line -> line.split("\\s*:\\s*", 2))
          .filter(line -> line.length == 2 && FIELDS.contains(line[0].strip()))
          .forEach(line -> lines.add(line[0].strip() + "=" + line[1]));
    }
    if (lines.isEmpty()) {
      throw new IOException("no processor described in " + processors);
    }
    if (Files.isDirectory(caches)) {
      try (DirectoryStream<Path> levels = Files.newDirectoryStream(caches, "index*")) {
        for (Path level : levels) {
          lines.add(
              "cache "
                  + read(level, "level")
                  + " "
                  + read(level, "type")
                  + " "
                  + read(level, "size"));
        }
      }
    }
    return String.join("\n", List.copyOf(lines));
  }

  private static String read(Path directory, String name) throws IOException {
    Path file = directory.resolve(name);
    return Files.exists(file) ? Files.readString(file).strip() : "";
  }
}
