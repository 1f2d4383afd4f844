package dev.larder.projects;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The C library zstd: make, C with an assembler source, a hundred headers.
 *
 * @param flags the compiler's
 */
record Zstd(String flags) implements Project {
  @Override
  public String name() {
    return "libzstd";
  }

  @Override
  public String header() {
    return "lib/compress/hist.h";
  }

  @Override
  public int units() {
    return 25;
  }

  @Override
  public void configure(Path source, Optional<Installed> larder) {}

  @Override
  public Command build(Path source, Optional<Installed> larder, int jobs) {
    String compiler = larder.map(installed -> installed.program() + " gcc").orElse("gcc");
    return Command.of(
            source.resolve("lib"),
            "make",
            "-s",
            "-j" + jobs,
            "CC=" + compiler,
            "CFLAGS=" + flags,
            "ZSTD_LEGACY_SUPPORT=0",
            "BUILD_DIR=obj",
            "libzstd.a")
        .with(larder.map(Installed::environment).orElse(Map.of()));
  }
}
