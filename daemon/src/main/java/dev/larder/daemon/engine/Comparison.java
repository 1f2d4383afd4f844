package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Colour;
import dev.larder.daemon.compiler.RunRules;
import dev.larder.daemon.protocol.Question;
import dev.larder.storage.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a run gave what a stored entry says: every file and, stream by stream, what was printed.
 * Of a file that the compiler makes anew each time it counts that it is there.
 */
final class Comparison {
  private Comparison() {}

  static boolean same(Entry stored, Job job, Runs.Ran ran) throws IOException {
    if (ran.report().end() != Question.End.EXITED) {
      return false;
    }
    try {
      Entry made = Capture.of(job.action(), job.cwd(), ran);
      return same(stored, made, job.action().rules());
    } catch (Capture.Unfit e) {
      return false;
    }
  }

  private static boolean same(Entry one, Entry other, RunRules rules) throws IOException {
    Map<String, byte[]> ones = joined(one);
    Map<String, byte[]> others = joined(other);
    return ones.keySet().equals(others.keySet())
        && ones.entrySet().stream()
            .allMatch(
                section ->
                    !rules.repeats(section.getKey())
                        || Arrays.equals(section.getValue(), others.get(section.getKey())));
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
