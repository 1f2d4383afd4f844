package dev.larder.storage.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A password, or where to find it. Never printed. */
public sealed interface Secret {
  /** The password itself, now. */
  String reveal() throws IOException;

  /** None is needed. */
  record None() implements Secret {
    @Override
    public String reveal() {
      return "";
    }
  }

  /** Given as such. */
  record Text(String value) implements Secret {
    @Override
    public String reveal() {
      return value;
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  /** The first line of a file, which is read anew for each connection. */
  record InFile(Path path) implements Secret {
    /** Longer files are no passwords. */
    private static final int LIMIT = 64 << 10;

    @Override
    public String reveal() throws IOException {
      if (Files.size(path) > LIMIT) {
        throw new IOException(path + " is too long for a password");
      }
      String text = Files.readString(path);
      int end = text.indexOf('\n');
      return (end < 0 ? text : text.substring(0, end)).strip();
    }
  }
}
