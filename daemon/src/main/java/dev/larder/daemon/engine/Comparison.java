package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Colour;
import dev.larder.daemon.compiler.RunRules;
import dev.larder.daemon.protocol.Question;
import dev.larder.storage.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether a run gave what a stored entry says: every file and, stream by stream, what was printed.
 * Of a file that the compiler makes anew each time it counts that it is there.
 */
final class Comparison {
  private Comparison() {}

  /** In what a run differs from the entry, named for a person; empty if in nothing. */
  static Optional<String> difference(Entry stored, Job job, Runs.Ran ran) throws IOException {
    if (ran.report().end() != Question.End.EXITED) {
      return Optional.of("the compiler did not end by itself");
    }
    try {
      Entry made = Capture.of(job.action(), job.cwd(), ran);
      return difference(stored, made, job.action().rules());
    } catch (Capture.Unfit e) {
      return Optional.of(e.reason());
    }
  }

  private static Optional<String> difference(Entry one, Entry other, RunRules rules)
      throws IOException {
    Map<String, byte[]> ones = joined(one);
    Map<String, byte[]> others = joined(other);
    var names = new TreeSet<String>(ones.keySet());
    names.addAll(others.keySet());
    List<String> different =
        names.stream()
            .filter(
                name ->
                    !ones.containsKey(name)
                        || !others.containsKey(name)
                        || (rules.repeats(name, ones.get(name))
                            && !Arrays.equals(ones.get(name), others.get(name))))
            .toList();
    return different.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", different));
  }

  /**
   * Pieces of one stream arrive cut at other places in each run, and one of the runs may have been
   * coloured.
   */
  private static Map<String, byte[]> joined(Entry entry) throws IOException {
    Map<String, ByteArrayOutputStream> sections = new TreeMap<>();
    for (Entry.Section section : entry.sections()) {
      if (OutputDigests.isDigest(section.name())) {
        continue;
      }
      boolean coloured = section.name().equals(Replay.COLOURED_STDERR);
      byte[] content = section.content().toBytes();
      sections
          .computeIfAbsent(
              coloured ? Replay.STDERR : section.name(), name -> new ByteArrayOutputStream())
          .writeBytes(coloured ? Colour.strip(content) : content);
    }
    Map<String, byte[]> bytes = new TreeMap<>();
    sections.forEach((name, content) -> bytes.put(name, content.toByteArray()));
    return bytes;
  }
}
