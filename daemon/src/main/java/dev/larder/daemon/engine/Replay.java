package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.compiler.Colour;
import dev.larder.daemon.compiler.Colouring;
import dev.larder.daemon.compiler.RunRules;
import dev.larder.daemon.engine.tree.TreeReplay;
import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.protocol.Stream;
import dev.larder.daemon.protocol.Text;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way from an entry to what a caller is told: which section goes to which of <em>this</em>
 * call's outputs, and what is printed. An entry that can not serve this caller gives nothing.
 */
final class Replay {
  /** Diagnostics as every caller may see them. */
  static final String STDERR = RunRules.STDERR;

  /** Diagnostics that were made for a terminal with colours. */
  static final String COLOURED_STDERR = "stderr.coloured";

  /** Followed by the view that diagnostics were made for. */
  static final String VIEWED_STDERR = "stderr.for.";

  static final String STDOUT = "stdout";

  /** The exit status of a run that failed, in digits. */
  static final String STATUS = "status";

  /** Files get these bits, less the caller's umask, whatever umask their first maker had. */
  private static final int PLAIN = 0666;

  private static final int EXECUTABLE = 0777;

  private Replay() {}

  /**
   * The whole answer, its end included.
   *
   * @param launch whether build scripts are to be called by a launcher
   */
  static Optional<List<Answer>> of(Entry entry, Action action, boolean launch) throws IOException {
    List<Answer> answers = new ArrayList<>();
    int status = status(entry);
    for (Entry.Section section : entry.sections()) {
      Optional<Stream> stream = stream(section.name());
      if (stream.isEmpty()) {
        continue;
      }
      if (section.name().startsWith(VIEWED_STDERR)
          && !section.name().equals(VIEWED_STDERR + action.view())) {
        return Optional.empty(); // the bare compiler would lay these out otherwise for this caller
      }
      if (section.name().equals(STDERR) && action.colour() == Colouring.COLOURED) {
        return Optional.empty(); // the bare compiler would colour these for this caller
      }
      answers.add(new Answer.Print(stream.get(), printed(section, action)));
    }
    for (Action.Output output : action.outputs()) {
      Optional<Entry.Section> section =
          entry.sections().stream().filter(s -> s.name().equals(output.section())).findFirst();
      if (section.isPresent()) {
        answers.add(place(expanded(section.get(), output, action), output, launch));
      } else if (output.required() && status == 0) {
        return Optional.empty();
      }
    }
    if (action.tree().isPresent()) {
      answers.add(TreeReplay.of(entry, action.tree().get()));
    }
    answers.add(new Answer.Exit(status));
    return Optional.of(answers);
  }

  private static int status(Entry entry) throws IOException {
    for (Entry.Section section : entry.sections()) {
      if (section.name().equals(STATUS)) {
        try {
          return Integer.parseInt(
              new String(section.content().toBytes(), StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
          throw new IOException("no exit status", e);
        }
      }
    }
    return 0;
  }

  /** Which stream a section was printed on, if it is no file. */
  private static Optional<Stream> stream(String section) {
    return switch (section) {
      case STDOUT -> Optional.of(Stream.STDOUT);
      case STDERR, COLOURED_STDERR -> Optional.of(Stream.STDERR);
      default -> section.startsWith(VIEWED_STDERR) ? Optional.of(Stream.STDERR) : Optional.empty();
    };
  }

  private static byte[] printed(Entry.Section section, Action action) throws IOException {
    byte[] bytes = action.places().show(section.content().toBytes());
    boolean strip = section.name().equals(COLOURED_STDERR) && action.colour() == Colouring.PLAIN;
    return strip ? Colour.strip(bytes) : bytes;
  }

  /** A text names the files of this call, not those of the call that was kept. */
  private static Entry.Section expanded(Entry.Section section, Action.Output output, Action action)
      throws IOException {
    if (output.manner() != Action.Manner.NAMES_PLACES) {
      return section;
    }
    byte[] text = action.places().show(section.content().toBytes());
    byte[] laidOut = action.rules().laidOut(section.name(), text);
    return new Entry.Section(section.name(), section.mode(), new Content.Bytes(laidOut));
  }

  private static Answer place(Entry.Section section, Action.Output output, boolean launch) {
    Text path = Text.of(output.path());
    int bits = (section.mode() & 0111) != 0 ? EXECUTABLE : PLAIN;
    int mode =
        switch (output.manner()) {
          case REPLACED -> bits;
          case LAUNCHED -> launch ? bits | Answer.LAUNCHED : bits;
          case ASSEMBLED -> bits | Answer.KEEPS_PERMISSIONS_OF_EMPTY;
          case WRITTEN, NAMES_PLACES -> bits | Answer.KEEPS_PERMISSIONS;
        };
    return switch (section.content()) {
      case Content.Bytes bytes -> new Answer.PlaceBytes(path, mode, bytes.array());
      case Content.Stretch stretch ->
          new Answer.PlaceStretch(
              path, mode, stretch.file(), stretch.offset(), stretch.length(), stretch.spare());
    };
  }
}
