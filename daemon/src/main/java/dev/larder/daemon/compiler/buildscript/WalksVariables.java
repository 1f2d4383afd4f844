package dev.larder.daemon.compiler.buildscript;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/**
 * Whether a script goes through all variables ({@code std::env::vars}), which happens in its own
 * memory. Who starts a program refers to the list, too, so that an import tells nothing; but the
 * linker leaves out the functions that nobody calls, and names those that are left.
 */
final class WalksVariables {
  /* std::env::vars, and Iterator::next of VarsOs; as both manglings of rustc's have them. */
  private static final Pattern CALLED =
      Pattern.compile(
          "3std3env4vars|6VarsOsNtNt[^\\x00]*8Iterator|VarsOs\\$u20\\$as\\$u20\\$core\\.\\.iter");

  private static final int ELF = 0x464c457f;
  private static final int HEADER = 64;
  private static final int SECTION = 64;
  private static final int SYMBOLS = 2;

  /* Bounds on what is read of a file that anybody may have made. */
  private static final int MOST_SECTIONS = 4096;
  private static final long LONGEST = 256 << 20;

  private final FileChannel file;

  private WalksVariables(FileChannel file) {
    this.file = file;
  }

  /** Whether it does, as far as can be told: without names it may. */
  static boolean in(Path program) {
    try (FileChannel file = FileChannel.open(program, StandardOpenOption.READ)) {
      return new WalksVariables(file).may();
    } catch (IOException unreadable) {
      return true;
    }
  }

  private boolean may() throws IOException {
    ByteBuffer header = read(0, HEADER);
    if (header.limit() < HEADER || header.getInt(0) != ELF) {
      return true;
    }
    int count = Math.min(header.getShort(60) & 0xffff, MOST_SECTIONS);
    ByteBuffer sections = read(header.getLong(40), count * SECTION);
    for (int at = 0; at + SECTION <= sections.limit(); at += SECTION) {
      if (sections.getInt(at + 4) == SYMBOLS) {
        return names(sections, sections.getInt(at + 40) * SECTION);
      }
    }
    return true;
  }

  private boolean names(ByteBuffer sections, int at) throws IOException {
    if (at < 0 || at + SECTION > sections.limit()) {
      return true;
    }
    long length = sections.getLong(at + 32);
    if (length < 0 || length > LONGEST) {
      return true;
    }
    ByteBuffer names = read(sections.getLong(at + 24), (int) length);
    return CALLED.matcher(StandardCharsets.ISO_8859_1.decode(names)).find();
  }

  /** What the file has there, perhaps less than asked for. */
  private ByteBuffer read(long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    if (offset >= 0) {
      while (bytes.hasRemaining() && file.read(bytes, offset + bytes.position()) > 0) {
        // one more piece
      }
    }
    return bytes.flip();
  }
}
