package dev.larder.daemon.compiler.gcc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts the content of {@code @file} arguments in their place, as gcc and clang do: words are
 * separated by white space, a backslash takes the next character as it is, quotes of both kinds
 * keep white space (gcc's manual, "Overall Options"; the two compilers differ only in what they
 * make of an unfinished file, so that is refused). Files may name further files, each relative to
 * the working directory.
 */
final class ResponseFiles {
  private static final int MAX_FILES = 64;
  private static final long MAX_BYTES = 16 << 20;

  private final Path cwd;
  private final List<String> words = new ArrayList<>();
  private int files;

  private ResponseFiles(Path cwd) {
    this.cwd = cwd;
  }

  /** The arguments with all files put in place; empty if a file can not be read or understood. */
  static Optional<List<String>> expand(String cwd, List<String> arguments) {
    if (arguments.stream().noneMatch(argument -> argument.startsWith("@"))) {
      return Optional.of(arguments);
    }
    var expansion = new ResponseFiles(Path.of(cwd));
    try {
      expansion.add(arguments);
    } catch (IOException | InvalidPathException unreadable) {
      return Optional.empty();
    }
    return Optional.of(List.copyOf(expansion.words));
  }

  private void add(List<String> arguments) throws IOException {
    for (String argument : arguments) {
      if (argument.startsWith("@")) {
        add(words(read(argument.substring(1))));
      } else {
        words.add(argument);
      }
    }
  }

  private String read(String name) throws IOException {
    Path file = cwd.resolve(name);
    if (++files > MAX_FILES || !Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      throw new IOException("no response file: " + file);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException binary) {
      throw new IOException("not UTF-8: " + file, binary);
    }
  }

  private static List<String> words(String text) throws IOException {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new IOException("NUL in a response file");
      } else if (c == '\\') {
        if (++i == text.length()) {
          throw new IOException("unfinished escape in a response file");
        }
        word.append(text.charAt(i));
        inWord = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        inWord = true;
      } else if (" \t\n\r\u000b\f".indexOf(c) >= 0) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new IOException("unfinished quote in a response file");
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
