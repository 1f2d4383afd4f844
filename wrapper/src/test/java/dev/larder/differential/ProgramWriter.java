package dev.larder.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Writes small random programs whose results hang on many files: headers found and not found,
 * binary files, symbols.
 */
final class ProgramWriter {
  /**
   * The directories that {@code -I} and its kin name, nearest first; the third does not exist at
   * first.
   */
  static final List<String> INCLUDE_DIRECTORIES = List.of("inc1", "inc2", "absent", "sys");

  private final Random random;

  ProgramWriter(Random random) {
    this.random = random;
  }

  /** Writes a program's files into a new directory. */
  void write(Path directory, Language language) throws IOException {
    for (String name : List.of("inc1", "inc2", "sys", "out", "src")) {
      Files.createDirectories(directory.resolve(name));
    }
    Files.writeString(directory.resolve("data.bin"), "data " + random.nextInt());
    Files.writeString(directory.resolve("inc2/far.h"), header("FAR"));
    Files.writeString(directory.resolve("inc1/near.h"), header("NEAR") + "#include <far.h>\n");
    Files.writeString(directory.resolve("sys/system.h"), header("SYSTEM"));
    Files.writeString(directory.resolve("src/beside.h"), header("BESIDE"));
    Files.writeString(directory.resolve("forced.h"), header("FORCED"));
    Files.writeString(directory.resolve("src/" + language.file()), source(language));
  }

  private String header(String name) {
    return "#define "
        + name
        + " "
        + random.nextInt(100)
        + "\n"
        + (random.nextInt(4) == 0 ? "/* a comment */\n\n" : "");
  }

  private String source(Language language) {
    return switch (language) {
      case C, CPP -> includes() + body(language == Language.CPP);
      case ASSEMBLER -> assembler() + "value: .long " + random.nextInt(100) + "\n";
      case ASSEMBLER_WITH_CPP -> includes() + assembler() + "value: .long NEAR + FAR + OPTIONAL\n";
      case PREPROCESSED ->
          "# 1 \"other.c\"\n" + functions() + "int twice(int x) { return 2 * x; }\n";
    };
  }

  private String includes() {
    return """
        #include "beside.h"
        #include "near.h"
        #include <system.h>
        #if defined(__has_include)
        #if __has_include("optional.h")
        #include "optional.h"
        #endif
        #endif
        #ifndef OPTIONAL
        #define OPTIONAL 7
        #endif
        """;
  }

  private String assembler() {
    return ".text\n.globl entry\nentry: nop\n nop\n.data\n"
        + (random.nextBoolean() ? ".incbin \"data.bin\"\n" : "");
  }

  private String body(boolean plusPlus) {
    var text = new StringBuilder(functions());
    text.append("int values(void) { return NEAR + FAR + SYSTEM + BESIDE + OPTIONAL; }\n");
    if (random.nextBoolean()) {
      text.append("const char *file(void) { return __FILE__; }\n");
    }
    if (random.nextInt(3) == 0) {
      text.append("const char *day(void) { return __DATE__; }\n");
    }
    if (random.nextInt(3) == 0) {
      text.append("__asm__(\".data\\n.incbin \\\"data.bin\\\"\\n.text\");\n");
    }
    if (random.nextInt(3) == 0) {
      text.append("#warning \"look here\"\n");
    }
    if (random.nextInt(3) == 0) {
      text.append("int warned(int x) { int unused; if (x = 1) return 2; return 0; }\n");
    }
    if (random.nextInt(8) == 0) {
      text.append("int broken(void) { return undeclared_")
          .append(random.nextInt(9))
          .append("; }\n");
    }
    if (plusPlus) {
      text.append("struct Base { virtual int f() { return 1; } virtual ~Base() {} };\n");
      text.append(
          "namespace { struct Derived : Base { int f() override { return NEAR; } } derived; }\n");
      text.append("template <class T> T larger(T a, T b) { return a < b ? b : a; }\n");
      text.append("int use(int x) { static Derived d; return larger(x, d.f()) + derived.f(); }\n");
    }
    return text.toString();
  }

  private String functions() {
    var text = new StringBuilder();
    for (int i = 0; i <= random.nextInt(3); i++) {
      text.append("int f")
          .append(i)
          .append("(int *a, int n) { int i, s = ")
          .append(random.nextInt(1000));
      text.append("; for (i = 0; i < n; i++) s += a[i]; return s; }\n");
    }
    return text.toString();
  }
}
