package dev.larder.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** What can happen to a program's files between two compiles. */
enum Change {
  NOTHING,
  EDIT_SOURCE,
  EDIT_NEAR_HEADER,
  EDIT_FAR_HEADER,
  EDIT_SYSTEM_HEADER,
  EDIT_BINARY,
  TOUCH_ALL,
  SHADOW_BESIDE_SOURCE,
  SHADOW_IN_FIRST_DIRECTORY,
  SHADOW_IN_NEW_DIRECTORY,
  SHADOW_IN_WORKING_DIRECTORY,
  REMOVE_SHADOWS,
  ADD_OPTIONAL_HEADER,
  ADD_OPTIONAL_HEADER_IN_NEW_DIRECTORY,
  REMOVE_OPTIONAL_HEADER,
  REMOVE_HEADER,
  RESTORE_HEADER,
  HEADER_BECOMES_LINK,
  BREAK_SOURCE;

  /** Makes it happen. */
  void apply(Path directory, Language language, int number) throws IOException {
    Path source = directory.resolve("src/" + language.file());
    switch (this) {
      case NOTHING -> {}
      case EDIT_SOURCE ->
          append(source, language, "int edited_" + number + ";\n", ".long " + number + "\n");
      case BREAK_SOURCE ->
          append(source, language, "int broken " + number + "\n", ".nosuchdirective\n");
      case EDIT_NEAR_HEADER ->
          Files.writeString(
              directory.resolve("inc1/near.h"), "#define NEAR " + number + "\n#include <far.h>\n");
      case EDIT_FAR_HEADER ->
          Files.writeString(directory.resolve("inc2/far.h"), "#define FAR " + number + "\n");
      case EDIT_SYSTEM_HEADER ->
          Files.writeString(directory.resolve("sys/system.h"), "#define SYSTEM " + number + "\n");
      case EDIT_BINARY -> Files.writeString(directory.resolve("data.bin"), "data " + number);
      case TOUCH_ALL -> {
        for (String name : new String[] {"inc1/near.h", "sys/system.h", "src/" + language.file()}) {
          Files.setLastModifiedTime(directory.resolve(name), FileTime.from(Instant.now()));
        }
      }
      case SHADOW_BESIDE_SOURCE -> shadow(directory.resolve("src"), number);
      case SHADOW_IN_FIRST_DIRECTORY -> shadow(directory.resolve("inc1"), number);
      case SHADOW_IN_NEW_DIRECTORY -> shadow(directory.resolve("absent"), number);
      case SHADOW_IN_WORKING_DIRECTORY -> shadow(directory, number);
      case REMOVE_SHADOWS -> {
        for (String name : new String[] {"src", "inc1", "absent", "."}) {
          Files.deleteIfExists(directory.resolve(name).resolve("far.h"));
          Files.deleteIfExists(directory.resolve(name).resolve("system.h"));
        }
      }
      case ADD_OPTIONAL_HEADER ->
          Files.writeString(
              directory.resolve("inc2/optional.h"), "#define OPTIONAL " + number + "\n");
      case ADD_OPTIONAL_HEADER_IN_NEW_DIRECTORY -> {
        Files.createDirectories(directory.resolve("absent"));
        Files.writeString(
            directory.resolve("absent/optional.h"), "#define OPTIONAL " + number + "\n");
      }
      case REMOVE_OPTIONAL_HEADER -> {
        Files.deleteIfExists(directory.resolve("inc2/optional.h"));
        Files.deleteIfExists(directory.resolve("absent/optional.h"));
      }
      case REMOVE_HEADER -> Files.deleteIfExists(directory.resolve("src/beside.h"));
      case RESTORE_HEADER ->
          Files.writeString(directory.resolve("src/beside.h"), "#define BESIDE 5\n");
      case HEADER_BECOMES_LINK -> {
        Path far = directory.resolve("inc2/far.h");
        Path target = directory.resolve("inc2/linked" + number + ".h");
        Files.writeString(target, "#define FAR " + number + "\n");
        Files.deleteIfExists(far);
        Files.createSymbolicLink(far, target.getFileName());
      }
    }
  }

  private static void append(Path source, Language language, String c, String assembler)
      throws IOException {
    String line =
        switch (language) {
          case C, CPP, PREPROCESSED -> c;
          case ASSEMBLER, ASSEMBLER_WITH_CPP -> assembler;
        };
    if (!Files.exists(source)) {
      throw new NoSuchFileException(source.toString());
    }
    Files.writeString(source, line, StandardOpenOption.APPEND);
  }

  private static void shadow(Path directory, int number) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("far.h"), "#define FAR " + number + "\n");
    Files.writeString(directory.resolve("system.h"), "#define SYSTEM " + number + "\n");
  }
}
