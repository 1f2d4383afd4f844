package dev.larder.wrapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The builds of the wrapper that the tests run. */
enum Build {
  /** As it is shipped. */
  PLAIN("all"),
  /** With the compiler's sanitizers for addresses and undefined behaviour. */
  SANITIZED("sanitized"),
  /** Neither static nor optimised, so that valgrind sees each allocation. */
  DYNAMIC("all", "STATIC=", "CFLAGS=-O1 -g");

  private final List<String> wishes;

  Build(String... wishes) {
    this.wishes = List.of(wishes);
  }

  /** The program, brought up to date. */
  Path program() throws IOException, InterruptedException {
    Path module = Path.of("").toAbsolutePath();
    Path out = module.resolve("target/native-tests").resolve(name().toLowerCase(Locale.ROOT));
    List<String> make = new ArrayList<>(List.of("make", "-s", "-C"));
    make.add(module.resolve("src/main/c").toString());
    make.add((this == SANITIZED ? "SANITIZED_OUT=" : "OUT=") + out);
    make.addAll(wishes);
    if (new ProcessBuilder(make).inheritIO().start().waitFor() != 0) {
      throw new IOException(make + " failed; it needs gcc, make and libc6-dev");
    }
    return out;
  }
}
