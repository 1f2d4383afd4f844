package dev.larder.storage.disk;

import dev.larder.storage.PrivateFiles;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a directory held when its last daemon ended, kept for the next one: to count a million files
 * takes a processor ten seconds. Whoever begins takes the file away, so after a daemon that was
 * killed, or beside another one, there is none, and the next one counts.
 */
final class KnownSize {
  private static final System.Logger LOG = System.getLogger(KnownSize.class.getName());

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,18}) ([0-9]{1,15})\n");

  private final Path file;

  KnownSize(Layout layout) {
    this.file = layout.size();
  }

  /**
   * A size.
   *
   * @param bytes that all files take
   * @param counted when they were last looked at, and not just what was written added
   */
  record Size(long bytes, Instant counted) {}

  /** Takes the size away; empty if it is not known. */
  Optional<Size> take() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      String text = Files.readString(file, StandardCharsets.US_ASCII);
      Files.delete(file);
      Matcher matcher = TEXT.matcher(text);
      return matcher.matches()
          ? Optional.of(
              new Size(
                  Long.parseLong(matcher.group(1)),
                  Instant.ofEpochMilli(Long.parseLong(matcher.group(2)))))
          : Optional.empty();
    } catch (IOException e) {
      // No text, or a directory that can not be written to: another may read the same and write.
      LOG.log(Level.DEBUG, "{0}", Trouble.with(file, e));
      return Optional.empty();
    }
  }

  /** Keeps the size, if the directory is still there. */
  void keep(Size size) {
    byte[] text =
        (size.bytes() + " " + size.counted().toEpochMilli() + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    try (FileChannel out =
        FileChannel.open(
            file,
            EnumSet.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING),
            PrivateFiles.FILE)) {
      out.write(ByteBuffer.wrap(text));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "{0}", Trouble.with(file, e));
    }
  }
}
