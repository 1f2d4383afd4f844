package dev.larder.differential.rust;

import dev.larder.differential.Command;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** What can happen to a crate, its dependencies and the environment between two compiles. */
enum Edit {
  NOTHING,
  TOUCH_ALL,
  ROOT,
  ROOT_COMMENT,
  MODULE,
  MODULE_ELSEWHERE,
  INCLUDED_SOURCE,
  INCLUDED_TEXT,
  INCLUDED_BYTES,
  FILE_OF_MACRO,
  NO_FILE_OF_MACRO,
  NAME_IN_LISTED_DIRECTORY,
  NO_NAME_IN_LISTED_DIRECTORY,
  VARIABLE,
  NO_VARIABLE,
  OPTIONAL_VARIABLE,
  NO_OPTIONAL_VARIABLE,
  VARIABLE_OF_MACRO,
  UNRELATED_VARIABLE,
  DEPENDENCY,
  MACRO,
  ARCHIVE,
  NO_ARCHIVE,
  ARCHIVE_APPEARS_EARLIER,
  ARCHIVE_APPEARS_EARLIER_AS_LIBRARY,
  NO_ARCHIVE_EARLIER,
  UNRELATED_CRATE,
  SECOND_CANDIDATE,
  NO_SECOND_CANDIDATE,
  MODULE_MOVES_TO_DIRECTORY,
  MODULE_IN_BOTH_PLACES,
  MODULE_BACK,
  ARGUMENTS,
  CLIPPY_SETTINGS,
  WARNING,
  ERROR,
  NO_ERROR;

  /** What makes a crate compile again after this. */
  Edit remedy() {
    return switch (this) {
      case WARNING, ERROR -> NO_ERROR;
      case NO_VARIABLE -> VARIABLE;
      case NO_ARCHIVE -> ARCHIVE;
      case SECOND_CANDIDATE -> NO_SECOND_CANDIDATE;
      case MODULE_IN_BOTH_PLACES, MODULE_MOVES_TO_DIRECTORY -> MODULE_BACK;
      default -> NOTHING;
    };
  }

  /** Makes it happen, and says how the call goes from then on. */
  Command apply(Command command, Kit kit, int number) throws IOException {
    Path crate = command.directory();
    int version = 1 + number % 2;
    switch (this) {
      case NOTHING -> {}
      case TOUCH_ALL -> touch(crate);
      case ROOT -> append(crate, "#[allow(missing_docs)] pub(crate) fn edited_%d() {}%n", number);
      case ROOT_COMMENT -> append(crate, "// %d%n", number);
      case WARNING -> append(crate, "fn warned_%d() { let w = 1; }%n", number);
      case ERROR -> append(crate, "fn failing_%1$d() -> u8 { \"%1$d\" }%n", number);
      case NO_ERROR -> mend(crate);
      case MODULE -> write(crate, "src/module.rs", "pub fn module() -> i32 { %d }\n", number);
      case MODULE_ELSEWHERE ->
          write(crate, "src/odd/place.rs", "pub fn placed() -> i32 { %d }\n", number);
      case INCLUDED_SOURCE ->
          write(crate, "src/included.rs", "pub fn included() -> i32 { %d }\n", number);
      case INCLUDED_TEXT -> write(crate, "data/text.txt", "text %d", number);
      case INCLUDED_BYTES -> write(crate, "data/bytes.bin", "bytes %d", number);
      case FILE_OF_MACRO -> write(crate, "data/macro.txt", "macro %d", number);
      case NO_FILE_OF_MACRO -> Files.deleteIfExists(crate.resolve("data/macro.txt"));
      case NAME_IN_LISTED_DIRECTORY -> write(crate, "data/list/two", "%d", number);
      case NO_NAME_IN_LISTED_DIRECTORY -> Files.deleteIfExists(crate.resolve("data/list/two"));
      case MODULE_MOVES_TO_DIRECTORY -> {
        Files.deleteIfExists(crate.resolve("src/module.rs"));
        write(crate, "src/module/mod.rs", "pub fn module() -> i32 { %d }\n", number);
      }
      case MODULE_IN_BOTH_PLACES -> {
        write(crate, "src/module.rs", "pub fn module() -> i32 { %d }\n", number);
        write(crate, "src/module/mod.rs", "pub fn module() -> i32 { %d }\n", number);
      }
      case MODULE_BACK -> {
        Files.deleteIfExists(crate.resolve("src/module/mod.rs"));
        write(crate, "src/module.rs", "pub fn module() -> i32 { 1 }\n", number);
      }
      case DEPENDENCY -> {
        kit.put("deps/libdep.rlib", version, crate);
        kit.put("deps/libdep.rmeta", version, crate);
      }
      case MACRO -> kit.put("deps/libmac.so", version, crate);
      case ARCHIVE -> kit.put("native/libnat.a", version, crate);
      case NO_ARCHIVE -> Files.deleteIfExists(crate.resolve("native/libnat.a"));
      case ARCHIVE_APPEARS_EARLIER -> kit.put("native/libnat.a", version, crate, "empty/libnat.a");
      case ARCHIVE_APPEARS_EARLIER_AS_LIBRARY ->
          kit.put("native/libnat.a", version, crate, "empty/nat.lib");
      case NO_ARCHIVE_EARLIER -> {
        Files.deleteIfExists(crate.resolve("empty/libnat.a"));
        Files.deleteIfExists(crate.resolve("empty/nat.lib"));
      }
      case UNRELATED_CRATE ->
          kit.put("deps/libdep.rlib", version, crate, "deps/libunrelated" + number + ".rlib");
      case SECOND_CANDIDATE -> kit.put("deps/libdep.rlib", version, crate, "deps/libdep-2.rlib");
      case NO_SECOND_CANDIDATE -> Files.deleteIfExists(crate.resolve("deps/libdep-2.rlib"));
      case ARGUMENTS -> write(crate, "arguments", "--cfg\ncorpus%d\n", number % 3);
      case CLIPPY_SETTINGS ->
          write(crate, "clippy.toml", "cognitive-complexity-threshold = %d\n", number);
      case VARIABLE -> {
        return command.with("CORPUS_VARIABLE", Integer.toString(number));
      }
      case NO_VARIABLE -> {
        return command.without("CORPUS_VARIABLE");
      }
      case OPTIONAL_VARIABLE -> {
        return command.with("CORPUS_OPTIONAL", Integer.toString(number));
      }
      case NO_OPTIONAL_VARIABLE -> {
        return command.without("CORPUS_OPTIONAL");
      }
      case VARIABLE_OF_MACRO -> {
        return command.with("CORPUS_MACRO", Integer.toString(number));
      }
      case UNRELATED_VARIABLE -> {
        return command.with("CARGO_UNRELATED", Integer.toString(number));
      }
    }
    return command;
  }

  private static void write(Path crate, String name, String text, int number) throws IOException {
    Path file = crate.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text.replace("%d", Integer.toString(number)));
  }

  private static void append(Path crate, String line, int number) throws IOException {
    Files.writeString(
        crate.resolve("src/root.rs"), line.formatted(number), StandardOpenOption.APPEND);
  }

  private static void mend(Path crate) throws IOException {
    Path root = crate.resolve("src/root.rs");
    Files.writeString(
        root, Files.readString(root).replaceAll("(?m)^fn (failing|warned)_\\d+.*\\R", ""));
  }

  private static void touch(Path crate) throws IOException {
    Files.walkFileTree(
        crate,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
