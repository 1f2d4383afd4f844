package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.inputs.Digest;
import dev.larder.daemon.inputs.Digested;
import dev.larder.daemon.inputs.files.FileStat;
import dev.larder.daemon.protocol.Question;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The digests of outputs that are inputs of other runs: what Larder captured or restored itself is
 * known to its memo, and need not be read again by whoever depends on it.
 *
 * <p>They are kept in the entry, which is the user's own. What comes from a store that others write
 * to has to be held against them before they may be believed.
 */
final class OutputDigests {
  private static final String PREFIX = "digest.";

  private final Job job;
  private final List<Learned> learned;

  private record Learned(Action.Output output, Digested.Known known) {}

  private OutputDigests(Job job, List<Learned> learned) {
    this.job = job;
    this.learned = learned;
  }

  /** Reads the outputs of a run that has just ended, whose caller still waits. */
  static OutputDigests learn(Job job) {
    List<Learned> learned = new ArrayList<>();
    for (Action.Output output : job.action().outputs()) {
      if (job.action().rules().isInputOfOthers(output.section())
          && job.cache().memo().learn(output.path(), job.invocation().cwd())
              instanceof Digested.Known known) {
        learned.add(new Learned(output, known));
      }
    }
    return new OutputDigests(job, learned);
  }

  /** The entry with the digests of its outputs. */
  Entry in(Entry entry) {
    if (learned.isEmpty()) {
      return entry;
    }
    List<Entry.Section> sections = new ArrayList<>(entry.sections());
    for (Learned one : learned) {
      Content digest = new Content.Bytes(one.known().digest().bytes());
      sections.add(new Entry.Section(PREFIX + one.output().section(), 0, digest));
    }
    return new Entry(sections);
  }

  /** Whether the outputs are those that were read. */
  boolean stillHold() {
    return learned.stream()
        .allMatch(
            one ->
                job.cache()
                    .memo()
                    .isStill(one.output().path(), job.invocation().cwd(), one.known().stat()));
  }

  /** Whether this section says something about an entry, and is no part of a result. */
  static boolean isDigest(String section) {
    return section.startsWith(PREFIX);
  }

  /** Remembers what was put in place for a caller. */
  static void restored(Job job, Entry entry, Question.Placed report) throws IOException {
    int next = 0;
    for (Action.Output output : job.action().outputs()) {
      if (find(entry, output.section()).isEmpty()) {
        continue;
      }
      if (next == report.files().size()) {
        return;
      }
      Question.PlacedFile file = report.files().get(next++);
      Optional<Entry.Section> digest = find(entry, PREFIX + output.section());
      if (digest.isPresent() && digest.get().content().length() == Digest.LENGTH) {
        job.cache()
            .memo()
            .restored(
                output.path(),
                job.invocation().cwd(),
                stat(file),
                Digest.of(digest.get().content().toBytes()));
      }
    }
  }

  /* The wrapper makes plain files only. */
  private static FileStat stat(Question.PlacedFile file) {
    final int regular = 0100000;
    return new FileStat(
        file.device(), file.inode(), regular, file.size(), file.modified(), file.changed());
  }

  private static Optional<Entry.Section> find(Entry entry, String name) {
    return entry.sections().stream().filter(section -> section.name().equals(name)).findFirst();
  }
}
