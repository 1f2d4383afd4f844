package dev.larder.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws compiler calls from the matrix of compilers and options. */
final class CommandMaker {
  private static final List<String> COMMON =
      List.of(
          "",
          "",
          "-O0",
          "-O2",
          "-O3 -funroll-loops",
          "-Os",
          "-g",
          "-g1",
          "-g -g0",
          "-ggdb3",
          "-gdwarf-4 -O1",
          "-g -gz",
          "-Wall",
          "-Wall -Wextra",
          "-Wall -Werror",
          "-Wno-all",
          "-w",
          "-fPIC",
          "-fno-pic -fno-pie",
          "-pipe",
          "-pthread",
          "-DX=1",
          "-D Y",
          "-UX",
          "-DS=\"a\\ b\"",
          "-fvisibility=hidden",
          "-ffunction-sections -fdata-sections",
          "-fno-exceptions",
          "-fstack-protector-all",
          "-fomit-frame-pointer",
          "-march=native",
          "-fsanitize=undefined",
          "-fsanitize=address -g",
          "-flto -frandom-seed=x",
          "-fdiagnostics-color=always",
          "-fdiagnostics-color=never",
          "-fno-diagnostics-show-option",
          "-include forced.h",
          "-iquote inc2",
          "-idirafter sys",
          "-I.",
          "-I src",
          "-Isrc/../inc2",
          "-Wp,-DZ=1",
          "-Wa,--noexecstack",
          "-g -ffile-prefix-map=%d=.",
          "-g -gsplit-dwarf",
          "-fstack-usage",
          "--coverage -frandom-seed=1",
          "-g -fdebug-prefix-map=%d=/x",
          "-fmacro-prefix-map=%d=y",
          "-H",
          "-P",
          "-frecord-gcc-switches",
          "-fverbose-asm",
          "-Wno-such-warning",
          "-Wl,-z,now",
          "-L. -lm",
          "-fopenmp",
          "-std=gnu11",
          "-ansi",
          "-fno-common",
          "-fcommon",
          "-isystem ../sys",
          "-finput-charset=UTF-8",
          "--param=inline-unit-growth=10");
  /* Mostly bypassed, or errors. */
  private static final List<String> UNUSUAL =
      List.of(
          "-save-temps",
          "-E",
          "-fdump-tree-optimized",
          "-M",
          "-no-such-option",
          "-Wsuch-warning",
          "-x c",
          "-x c++",
          "-fsyntax-only",
          "-S",
          "-nostdinc",
          "-fno-such-option");
  private static final List<String> DEPENDENCIES =
      List.of(
          "",
          "",
          "-MD",
          "-MMD",
          "-MMD -MP",
          "-MD -MF out/k.d",
          "-MD -MF k.d -MT t",
          "-MMD -MQ a$b",
          "-MD -MT x -MT y -MP",
          "-MD -MF /dev/null",
          "-Wp,-MD,k.d",
          "-Wp,-MMD,out/k.d",
          "-MF k.d",
          "-MD -MFout/k.d");
  private static final List<String> OUTPUTS =
      List.of("", "", "-o out/unit.o", "-o out/unit.o", "-oout/u.o", "-o u", "-o out/u.x.o");
  private static final List<String> UNUSUAL_OUTPUTS = List.of("-o /dev/null", "-o a.o -o b.o");
  private static final List<String> UNPLACEABLE_OUTPUTS =
      List.of("-o absent/u.o", "-o src", "-o /dev/null");

  private final Random random;
  private final List<String> unusualOutputs;

  /**
   * @param unplaceable whether outputs may be named where none can be written; a verified hit there
   *     is rightly counted as wrong, since the compiler fails
   */
  CommandMaker(Random random, boolean unplaceable) {
    this.random = random;
    this.unusualOutputs = unplaceable ? UNPLACEABLE_OUTPUTS : UNUSUAL_OUTPUTS;
  }

  /** A call that compiles a program's source in its directory; may write a response file there. */
  Command make(Path directory, Language language) throws IOException {
    String compiler = compiler(language);
    var arguments = new ArrayList<String>(List.of("-c"));
    for (int i = random.nextInt(4); i > 0; i--) {
      add(arguments, pick(COMMON), directory);
    }
    if (random.nextInt(8) == 0) {
      add(arguments, pick(UNUSUAL), directory);
    }
    add(arguments, pick(DEPENDENCIES), directory);
    for (String include : ProgramWriter.INCLUDE_DIRECTORIES) {
      String name = random.nextInt(5) == 0 ? directory + "/" + include : include;
      arguments.add((include.equals("sys") && random.nextBoolean() ? "-isystem" : "-I") + name);
    }
    String source = "src/" + language.file();
    arguments.add(random.nextInt(5) == 0 ? directory + "/" + source : source);
    if (random.nextInt(50) == 0) {
      arguments.add("src/" + language.file());
    }
    String output = pick(random.nextInt(10) == 0 ? unusualOutputs : OUTPUTS);
    add(arguments, output, directory);
    if (UNPLACEABLE_OUTPUTS.contains(output)) {
      // Compiler and assembler would run at once, and which of the two fails first is chance.
      arguments.remove("-pipe");
    }
    var words = new ArrayList<String>(List.of(compiler));
    if (random.nextInt(6) == 0) {
      Files.writeString(
          directory.resolve("arguments"),
          String.join("\n", arguments.stream().map(CommandMaker::quoted).toList()));
      words.add("@arguments");
    } else {
      words.addAll(arguments);
    }
    return new Command(directory, words, variables());
  }

  private String compiler(Language language) {
    return language == Language.CPP
        ? pick(List.of("g++", "clang++", "g++", "clang++", "c++"))
        : pick(List.of("gcc", "clang", "gcc", "clang", "cc", "aarch64-linux-gnu-gcc"));
  }

  private Map<String, String> variables() {
    return switch (random.nextInt(8)) {
      case 0 -> Map.of("LC_ALL", "C.UTF-8");
      case 1 -> Map.of("CPATH", "inc2:.");
      case 2 -> Map.of("SOURCE_DATE_EPOCH", Integer.toString(random.nextInt(1_000_000_000)));
      case 3 -> Map.of("TERM", "xterm", "COLUMNS", "40");
      default -> Map.of();
    };
  }

  private static void add(List<String> arguments, String options, Path directory) {
    if (!options.isEmpty()) {
      arguments.addAll(
          List.of(options.replace("%d", directory.toString()).split("(?<!\\\\) ", -1)));
    }
  }

  private static String quoted(String argument) {
    return argument.replaceAll("([\\\\\"' ])", "\\\\$1");
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
