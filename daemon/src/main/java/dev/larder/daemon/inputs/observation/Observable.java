package dev.larder.daemon.inputs.observation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Whether the observer can be preloaded into a program. The loader prints a complaint about a
 * library that it can not preload, drops it silently for a set-uid program, and ASan's runtime ends
 * a program in which it does not come first: so the first program of a run is looked at before it
 * is started. (What that program starts is looked at by the observer itself.)
 */
public final class Observable {
  private static final int ELF = 0x464c457f;
  private static final int HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int PT_LOAD = 1;
  private static final int PT_DYNAMIC = 2;
  private static final int PT_INTERP = 3;
  private static final int DT_NEEDED = 1;
  private static final int DT_STRTAB = 5;
  private static final int SET_ID = 06000;

  /* Bounds on what is read of a file that anybody may have made. */
  private static final int MOST_HEADERS = 256;
  private static final int LONGEST_DYNAMIC = 64 << 10;
  private static final int LONGEST_NAME = 256;

  private final FileChannel file;

  private Observable(FileChannel file) {
    this.file = file;
  }

  /** Why the program can not be observed; empty if it can. */
  public static Optional<String> obstacle(Path program) {
    try (FileChannel file = FileChannel.open(program, StandardOpenOption.READ)) {
      if (((Integer) Files.getAttribute(program, "unix:mode") & SET_ID) != 0) {
        return Optional.of("set-uid program");
      }
      return new Observable(file).obstacle();
    } catch (IOException e) {
      return Optional.of("unreadable program");
    }
  }

  private Optional<String> obstacle() throws IOException {
    ByteBuffer header = read(0, HEADER);
    if (header.limit() < HEADER || header.getInt(0) != ELF) {
      return Optional.of("no ELF program");
    }
    if (header.get(4) != 2 || header.get(5) != 1 || header.getShort(18) != ownMachine()) {
      return Optional.of("program for another machine");
    }
    int count = Math.min(header.getShort(56) & 0xffff, MOST_HEADERS);
    ByteBuffer table = read(header.getLong(32), count * PROGRAM_HEADER);
    boolean dynamic = false;
    for (int at = 0; at + PROGRAM_HEADER <= table.limit(); at += PROGRAM_HEADER) {
      dynamic |= table.getInt(at) == PT_INTERP;
    }
    if (!dynamic) {
      return Optional.of("static program");
    }
    return needsSanitizer(table) ? Optional.of("program with a sanitizer") : Optional.empty();
  }

  private static short ownMachine() {
    return (short) ("aarch64".equals(System.getProperty("os.arch")) ? 183 : 62);
  }

  private boolean needsSanitizer(ByteBuffer table) throws IOException {
    for (int at = 0; at + PROGRAM_HEADER <= table.limit(); at += PROGRAM_HEADER) {
      if (table.getInt(at) != PT_DYNAMIC) {
        continue;
      }
      int length = Math.clamp(table.getLong(at + 32), 0, LONGEST_DYNAMIC);
      ByteBuffer dynamic = read(table.getLong(at + 8), length);
      long names = fileOffset(table, value(dynamic, DT_STRTAB));
      for (int entry = 0; entry + 16 <= dynamic.limit(); entry += 16) {
        if (dynamic.getLong(entry) == DT_NEEDED
            && isSanitizer(name(names + dynamic.getLong(entry + 8)))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isSanitizer(String library) {
    return library.startsWith("libasan.so")
        || library.startsWith("libtsan.so")
        || library.startsWith("liblsan.so");
  }

  private static long value(ByteBuffer dynamic, int tag) {
    for (int entry = 0; entry + 16 <= dynamic.limit(); entry += 16) {
      if (dynamic.getLong(entry) == tag) {
        return dynamic.getLong(entry + 8);
      }
    }
    return 0;
  }

  /** Where in the file the bytes lie that are loaded at an address. */
  private static long fileOffset(ByteBuffer table, long address) {
    for (int at = 0; at + PROGRAM_HEADER <= table.limit(); at += PROGRAM_HEADER) {
      long start = table.getLong(at + 16);
      if (table.getInt(at) == PT_LOAD
          && address >= start
          && address - start < table.getLong(at + 32)) {
        return address - start + table.getLong(at + 8);
      }
    }
    return 0;
  }

  private String name(long offset) throws IOException {
    String text = StandardCharsets.ISO_8859_1.decode(read(offset, LONGEST_NAME)).toString();
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
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
