package dev.larder.projects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks of configure scripts, many of which expect a compile to fail, find the same. */
final class ConfigureTest {
  private static final String CONFIGURE_AC =
      """
      AC_INIT([checks], [1])
      AC_CONFIG_SRCDIR([checks.c])
      AC_CONFIG_HEADERS([config.h])
      AC_PROG_CC
      AC_PROG_CXX
      AC_PROG_CPP
      AC_C_BIGENDIAN
      AC_C_INLINE
      AC_C_CONST
      AC_TYPE_SIZE_T
      AC_TYPE_INT64_T
      AC_CHECK_SIZEOF([long])
      AC_CHECK_HEADERS([unistd.h sys/epoll.h no/such/header.h windows.h])
      AC_CHECK_FUNCS([memfd_create strlcpy no_such_function getrandom])
      AC_CHECK_MEMBERS([struct stat.st_mtim, struct stat.st_nothing],,, [[#include <sys/stat.h>]])
      AC_CHECK_DECLS([O_PATH, O_NOTHING],,, [[#include <fcntl.h>]])
      AC_SEARCH_LIBS([pow], [m])
      AC_COMPILE_IFELSE([AC_LANG_SOURCE([[#warning here]])],
        [AC_DEFINE([WARNS], [1], [A warning does no harm])])
      AC_COMPILE_IFELSE([AC_LANG_SOURCE([[#error here]])],
        [AC_DEFINE([ERRS], [1], [An error does no harm])])
      AC_OUTPUT
      """;

  /** Results of checks, and not paths, names of programs or messages. */
  private static final Pattern RESULT =
      Pattern.compile("^[A-Za-z0-9_]*(HAVE|HAS|COMPILES|FOUND|WORKS|FLAG)[A-Za-z0-9_]*:\\w+=.*");

  @TempDir Path directory = Path.of("");

  @Test
  void autoconf_coldAndWarm_findsWhatItFindsWithTheBareCompiler()
      throws IOException, InterruptedException {
    Path source = Files.createDirectory(directory.resolve("checks"));
    Files.writeString(source.resolve("configure.ac"), CONFIGURE_AC);
    Files.writeString(source.resolve("checks.c"), "int main(void) { return 0; }\n");
    Command.of(source, "autoreconf", "-i").run();
    String bare = configure(source, "gcc", "g++", Map.of());
    assertThat(bare)
        .contains("#define WARNS 1")
        .contains("/* #undef ERRS */")
        .contains("#define HAVE_GETRANDOM 1");
    try (var larder = larder()) {
      for (String when : List.of("cold", "warm")) {
        assertThat(
                configure(
                    source,
                    larder.program() + " gcc",
                    larder.program() + " g++",
                    larder.environment()))
            .as(when)
            .isEqualTo(bare);
      }
      assertThat(larder.count("Compile requests")).isPositive();
    }
  }

  @Test
  void cmake_coldAndWarm_findsWhatItFindsWithTheBareCompiler()
      throws IOException, InterruptedException {
    var project = new RocksDb(Pattern.compile("rocksdb"), 1);
    List<String> bare = configure(project, Optional.empty());
    assertThat(bare).hasSizeGreaterThan(10);
    try (var larder = larder()) {
      assertThat(configure(project, Optional.of(larder))).as("cold").isEqualTo(bare);
      assertThat(configure(project, Optional.of(larder))).as("warm").isEqualTo(bare);
    }
  }

  private Installed larder() throws IOException {
    return Installed.in(Files.createDirectory(directory.resolve("larder")));
  }

  private static String configure(
      Path source, String compiler, String compilerOfCpp, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path build = source.resolve("build");
    Tree.delete(build);
    Files.createDirectory(build);
    Command.of(build, "../configure", "CC=" + compiler, "CXX=" + compilerOfCpp)
        .with(environment)
        .run();
    return Files.readString(build.resolve("config.h"));
  }

  private List<String> configure(Project project, Optional<Installed> larder)
      throws IOException, InterruptedException {
    Path copy = directory.resolve("work").resolve(project.name());
    Tree.copy(Tree.source(project.name()), copy);
    project.configure(copy, larder);
    try (var lines = Files.lines(copy.resolve("build/CMakeCache.txt"))) {
      return lines.filter(line -> RESULT.matcher(line).matches()).collect(Collectors.toList());
    }
  }
}
