package dev.larder.observer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever path the kernel is asked for is in the records, or follows from them: strace watches the
 * same run.
 */
final class AgreementTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc -O1 -c unit.c -o unit.o",
        "gcc -g -MMD -Iinclude -Inowhere -c unit.c -o unit.o",
        "gcc -flto -march=native -pipe -c unit.c -o unit.o",
        "gcc -c start.S -o start.o",
        "as plain.s -o plain.o",
        "gcc unit.c -o program",
        "gcc -flto unit.c -o program",
        "gcc -fuse-ld=gold unit.c -o program",
        "gcc -fuse-ld=lld unit.c -o program",
        "g++ -c unit.cc -o unit.o",
        "clang -O1 -g -MMD -Iinclude -c unit.c -o unit.o",
        "clang -fno-integrated-as -c unit.c -o unit.o",
        "clang -c start.S -o start.o",
        "clang unit.c -o program",
        "clang++ -c unit.cc -o unit.o",
        "aarch64-linux-gnu-gcc -c plain.c -o plain.o",
        "ar rcs lib.a plain.s",
        "make",
        "bash -c 'ls include; cat unit.c | wc -l'",
        "dash -c 'command -v gcc; test -e unit.c'",
        "perl -MFile::Spec -e 'print -e \"unit.c\"'",
        "/usr/bin/python3 -c 'import json, os; os.listdir(\".\")'",
        "git init -q repository",
        "find . -name '*.c'",
        "cp -r include copied",
        "rm -r include",
        "tar cf archive.tar include",
        "sed -i s/a/b/ plain.s",
      })
  void everyPathSeenByStrace_isRecordedOrFollows(String command)
      throws IOException, InterruptedException {
    prepare();
    assertThat(unexplained(command)).isEmpty();
  }

  @Test
  void cmakeConfiguring_agreesWithStrace() throws IOException, InterruptedException {
    Files.writeString(
        directory.resolve("CMakeLists.txt"),
        "cmake_minimum_required(VERSION 3.13)\nproject(x C)\nadd_library(x unit.c)\n");
    prepare();
    assertThat(unexplained("cmake -S . -B build")).isEmpty();
  }

  @Test
  void ninja_agreesWithStrace() throws IOException, InterruptedException {
    Files.writeString(
        directory.resolve("build.ninja"),
        "rule cc\n  command = gcc -c $in -o $out\nbuild unit.o: cc unit.c\n");
    prepare();
    assertThat(unexplained("ninja")).isEmpty();
  }

  private void prepare() throws IOException {
    Files.createDirectories(directory.resolve("include"));
    Files.writeString(directory.resolve("include/own.h"), "#include \"deeper.h\"\n");
    Files.writeString(directory.resolve("include/deeper.h"), "int deeper;\n");
    Files.writeString(directory.resolve("plain.c"), "int plain;\n");
    Files.writeString(directory.resolve("plain.s"), ".globl plain\nplain:\n nop\n");
    Files.writeString(
        directory.resolve("start.S"), "#include <limits.h>\n.globl start\nstart:\n nop\n");
    Files.writeString(
        directory.resolve("unit.c"),
        """
        #include <stdio.h>
        #include <stdlib.h>
        #if __has_include("nothing.h") || __has_include("own.h")
        #include "own.h"
        #endif
        int main(void) { return printf("%s\\n", __FILE__) < 0; }
        """);
    Files.writeString(
        directory.resolve("unit.cc"), "#include <string>\nstd::string name() { return \"x\"; }\n");
    Files.writeString(
        directory.resolve("Makefile"),
        "program: unit.c plain.c\n\t$(CC) -o $@ $^ # $(wildcard *.h)\n");
  }

  private Set<String> unexplained(String command) throws IOException, InterruptedException {
    Workshop workshop = Workshop.in(directory);
    Path trail = Files.createTempFile("trail", ".txt");
    Path trace = Files.createTempFile("trace", ".txt");
    try {
      List<String> strace =
          List.of("strace", "-f", "--seccomp-bpf", "-qq", "-s", "8192", "-e", "signal=none");
      List<String> all =
          Stream.of(
                  strace.stream(),
                  Stream.of("-e", "trace=%file,getdents64,chdir,fchdir", "-o", trace.toString()),
                  workshop.observe(trail).stream(),
                  Stream.of("bash", "-c", "exec " + command))
              .flatMap(parts -> parts)
              .toList();
      Run run = workshop.run(Map.of("CCACHE_DISABLE", "1"), all, trail);
      assertThat(run.status()).as(run.noticed()).isZero();
      assertThat(run.remarks()).isEmpty();
      assertThat(run.of(Kind.START)).isNotEmpty();
      return new Agreement(run.events())
          .unexplained(Files.readAllLines(trace)).stream()
              .collect(Collectors.toCollection(TreeSet::new));
    } finally {
      Files.delete(trail);
      Files.delete(trace);
    }
  }
}
