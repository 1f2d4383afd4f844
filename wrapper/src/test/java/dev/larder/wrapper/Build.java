package dev.larder.wrapper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The builds of the wrapper that the tests run. */
enum Build {
  /** As it is shipped. */
  PLAIN,
  /** With the compiler's sanitizers for addresses and undefined behaviour. */
  SANITIZED,
  /** Neither static nor optimised, so that valgrind sees each allocation. */
  DYNAMIC;

  /** The program, brought up to date. */
  Path program() throws IOException, InterruptedException {
    Path module = Path.of("").toAbsolutePath();
    Path out = module.resolve("target/native-tests").resolve(name().toLowerCase(Locale.ROOT));
    List<String> make = new ArrayList<>(List.of("make", "-s", "-C"));
    make.add(module.resolve("src/main/c").toString());
    make.addAll(
        switch (this) {
          case PLAIN -> List.of("all", "OUT=" + out);
          case SANITIZED -> List.of("sanitized", "SANITIZED_OUT=" + out);
          case DYNAMIC -> List.of("all", "OUT=" + out, "STATIC=", "MUSL=", "CFLAGS=-O1 -g");
        });
    if (new ProcessBuilder(make).inheritIO().start().waitFor() != 0) {
      throw new IOException(make + " failed; it needs gcc, make and libc6-dev");
    }
    return out;
  }
}
