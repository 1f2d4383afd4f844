package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.compiler.Colouring;
import dev.larder.daemon.compiler.Places;
import dev.larder.daemon.engine.tree.TreeCapture;
import dev.larder.daemon.engine.tree.UnfitTreeException;
import dev.larder.daemon.protocol.Answer;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The way from a finished run to an entry: its outputs and what it printed. */
final class Capture {
  /* What is not longer than this is read once, for the memory and the disk tier alike. */
  private static final long IN_MEMORY = 256 << 10;

  private Capture() {}

  /** A run left something that is not kept. */
  static final class Unfit extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final String reason;

    Unfit(String reason, String detail) {
      super(detail);
      this.reason = reason;
    }

    /** A short phrase, to be counted. */
    String reason() {
      return reason;
    }

    /** The same with the names of files. */
    String detail() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * The entry of a run. A file that is older than the run is none of its outputs.
   *
   * @throws Unfit if an output is missing or is nothing that can be kept
   */
  static Entry of(Action action, Path cwd, Runs.Ran ran) throws IOException, Unfit {
    Transcript transcript = ran.transcript();
    boolean success = ran.report().success();
    List<Entry.Section> sections = new ArrayList<>();
    if (transcript.tooLong()) {
      throw new Unfit(
          "too much was printed", "more than " + Transcript.LIMIT + " bytes were printed");
    }
    for (Answer.Print piece :
        action.tree().isPresent() ? transcript.streams() : transcript.pieces()) {
      byte[] text =
          action.tree().isPresent()
              ? action.places().hideInWords(piece.bytes())
              : action.places().hide(piece.bytes());
      sections.add(new Entry.Section(name(piece, action), 0, new Content.Bytes(text)));
    }
    for (Action.Output output : action.outputs()) {
      Path path = cwd.resolve(output.path());
      if (isWrittenSince(path, ran.report().startNanos())) {
        sections.add(section(output, path, action.places()));
      } else if (output.required() && success) {
        throw new Unfit("an output is missing", "no output " + output.path());
      }
    }
    if (action.tree().isPresent()) {
      sections.addAll(tree(cwd.resolve(action.tree().get())));
    }
    if (!success) {
      byte[] status = Integer.toString(ran.report().code()).getBytes(StandardCharsets.US_ASCII);
      sections.add(new Entry.Section(Replay.STATUS, 0, new Content.Bytes(status)));
    }
    return new Entry(sections);
  }

  private static List<Entry.Section> tree(Path root) throws IOException, Unfit {
    try {
      return TreeCapture.of(root);
    } catch (UnfitTreeException e) {
      throw new Unfit(e.reason(), String.valueOf(e.getMessage()));
    }
  }

  /** Whether a name or its file was changed since then; not so if there is none. */
  static boolean isWrittenSince(Path path, long startNanos) throws IOException {
    try {
      FileTime changed =
          (FileTime) Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
      return changed.to(TimeUnit.NANOSECONDS) >= startNanos;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static String name(Answer.Print piece, Action action) {
    return switch (piece.stream()) {
      case STDOUT -> Replay.STDOUT;
      case STDERR -> {
        if (!action.view().isEmpty() && action.rules().diagnoses(piece.bytes())) {
          yield Replay.VIEWED_STDERR + action.view();
        }
        yield action.colour() == Colouring.COLOURED ? Replay.COLOURED_STDERR : Replay.STDERR;
      }
    };
  }

  private static Entry.Section section(Action.Output output, Path path, Places places)
      throws IOException, Unfit {
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new Unfit(
          "an output is no regular file", "output " + output.path() + " is no regular file");
    }
    Set<PosixFilePermission> permissions = attributes.permissions();
    int mode = permissions.contains(PosixFilePermission.OWNER_EXECUTE) ? 0777 : 0666;
    long length = attributes.size();
    if (output.manner() == Action.Manner.NAMES_PLACES) {
      byte[] text = places.hide(Files.readAllBytes(path));
      return new Entry.Section(output.section(), mode, new Content.Bytes(text));
    }
    Content content =
        length <= IN_MEMORY
            ? new Content.Bytes(Files.readAllBytes(path))
            : new Content.Stretch(path, 0, length);
    return new Entry.Section(output.section(), mode, content);
  }
}
