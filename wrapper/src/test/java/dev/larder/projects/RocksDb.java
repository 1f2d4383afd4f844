package dev.larder.projects;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The C++ library RocksDB: CMake and Ninja.
 *
 * @param part the directories of which the sources are built, as a regular expression
 * @param units how many those are, at least
 */
record RocksDb(Pattern part, int units) implements Project {
  @Override
  public String name() {
    return "rocksdb";
  }

  @Override
  public String header() {
    return "util/coding.h";
  }

  @Override
  public void configure(Path source, Optional<Installed> larder)
      throws IOException, InterruptedException {
    var words =
        new ArrayList<>(
            List.of(
                "cmake",
                "-G",
                "Ninja",
                "-S",
                ".",
                "-B",
                "build",
                "-DCMAKE_BUILD_TYPE=Debug",
                "-DPORTABLE=1",
                "-DFAIL_ON_WARNINGS=OFF",
                // Its build would put ccache before the compiler where it finds it.
                "-DCCACHE_FOUND=OFF"));
    for (String option :
        List.of("GFLAGS", "TESTS", "TOOLS", "BENCHMARK_TOOLS", "CORE_TOOLS", "LIBURING")) {
      words.add("-DWITH_" + option + "=OFF");
    }
    larder.ifPresent(
        installed -> {
          words.add("-DCMAKE_C_COMPILER_LAUNCHER=" + installed.program());
          words.add("-DCMAKE_CXX_COMPILER_LAUNCHER=" + installed.program());
        });
    new Command(words, source, environment(larder)).run();
  }

  @Override
  public Command build(Path source, Optional<Installed> larder, int jobs)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("ninja", "-C", "build", "-j" + jobs));
    Command.of(source, "ninja", "-C", "build", "-t", "targets", "all")
        .run()
        .lines()
        .map(line -> line.replaceFirst(":.*", ""))
        .filter(target -> target.endsWith(".o") && part.matcher(target).find())
        .forEach(words::add);
    return new Command(words, source, environment(larder));
  }

  private static Map<String, String> environment(Optional<Installed> larder) {
    return larder.map(Installed::environment).orElse(Map.of());
  }
}
