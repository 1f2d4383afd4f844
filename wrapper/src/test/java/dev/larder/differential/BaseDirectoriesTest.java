package dev.larder.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two checkouts of one project, each of them a base directory of its user's: what one makes serves
 * the other where that is what the bare compiler makes there, and only there.
 */
final class BaseDirectoriesTest extends Traps {
  private static final List<String> CHECKOUTS = List.of("one", "two/deeper-and-longer");
  private static final String MAPPED = "-g -ffile-prefix-map=%b=/src ";
  private static final String PATHS = "-I%b/include -c %b/src/x.c -o %b/build/x.o";

  private void checkOut(String header, String source) throws IOException {
    for (String checkout : CHECKOUTS) {
      write(checkout + "/include/h.h", header.replace("%b", base(checkout)));
      write(checkout + "/src/x.c", "#include <h.h>\n" + source.replace("%b", base(checkout)));
    }
  }

  private String base(String checkout) {
    return root.resolve(checkout).toString();
  }

  private Command build(String checkout, String line) throws IOException {
    return in(checkout + "/build", line.replace("%b", base(checkout)))
        .with("LARDER_BASEDIRS", base(checkout));
  }

  /** Compiles in both checkouts, and says whether the second was served what the first made. */
  private boolean shares(String line) throws Exception {
    assertThat(hits(build(CHECKOUTS.getFirst(), line))).as("first: %s", line).isFalse();
    assertThat(hits(build(CHECKOUTS.getFirst(), line))).as("again: %s", line).isTrue();
    boolean shared = hits(build(CHECKOUTS.getLast(), line));
    assertThat(hits(build(CHECKOUTS.getLast(), line))).as("last, again: %s", line).isTrue();
    return shared;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "g++", "clang", "clang++"})
  void mapped_isSharedWithAllThatItSaysAndNames(String compiler) throws Exception {
    var header = new StringBuilder("#pragma once\n");
    for (int i = 0; i < 12; i++) {
      String name = "include/a-longer-name-" + "x".repeat(i) + ".h";
      for (String checkout : CHECKOUTS) {
        write(checkout + "/" + name, "#define N" + i + "\n");
      }
      header.append("#include \"").append(name.substring("include/".length())).append("\"\n");
    }
    checkOut(
        header + "#include <assert.h>\nstatic inline int f(int x) { assert(x); return x; }\n",
        "int g(int x) { int unused; const char *name = __FILE__; return f(x) + name[0]"
            + " + (int) sizeof __FILE__; }\n");
    for (String depfile :
        List.of(
            "-MD",
            "-MMD -MP",
            "-MD -MT x.o -MF x.d",
            "-MD -MT %b/build/x.o -MT y -MF %b/build/x.d")) {
      assertThat(shares(compiler + " -Wall -O1 " + MAPPED + depfile + " " + PATHS))
          .as(depfile)
          .isTrue();
    }
    assertThat(shares(compiler + " -Wall -O1 -fmacro-prefix-map=%b=. " + PATHS)).isTrue();
    write(
        CHECKOUTS.getLast() + "/include/h.h",
        header + "static inline int f(int x) { return 2; }\n");
    String line = compiler + " -Wall -O1 " + MAPPED + "-MD " + PATHS;
    assertThat(hits(build(CHECKOUTS.getLast(), line))).as("edited").isFalse();
    assertThat(hits(build(CHECKOUTS.getFirst(), line))).as("not edited").isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void nothingNamed_isShared(String compiler) throws Exception {
    checkOut("#define H 1\n", "int x = H;\n");
    assertThat(shares(compiler + " -O2 -MD " + PATHS)).isTrue();
    assertThat(shares(compiler + " -O2 -fsyntax-only -I%b/include %b/src/x.c")).isTrue();
    assertThat(shares(compiler + " -O2 -include %b/include/h.h -I ../include -c ../src/x.c"))
        .isTrue();

    String line = compiler + " -O2 -iquote %b/first -isystem %b/include -c %b/src/x.c";
    assertThat(shares(line)).isTrue();
    write(CHECKOUTS.getLast() + "/first/h.h", "");
    hits(build(CHECKOUTS.getLast(), line));
    write(CHECKOUTS.getLast() + "/src/x.c", "#include \"h.h\"\nint x = 7;\n");
    assertThat(hits(build(CHECKOUTS.getLast(), line))).as("another source").isFalse();
    assertThat(hits(build(CHECKOUTS.getLast(), line))).isTrue();
    Files.delete(root.resolve(CHECKOUTS.getLast()).resolve("first/h.h"));
    assertThat(hits(build(CHECKOUTS.getLast(), line))).as("another header").isFalse();
  }

  /* What the sources say is in the first column, what the command says in the second. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int y;                                | -g",
        "int y;                                | -g -fmacro-prefix-map=%b=.",
        "int y;                                | -gz -g -ffile-prefix-map=%b=.",
        "int y;                                | -g -ffile-prefix-map=%b/src=.",
        "int y;                                | -DROOT=\"%b\"",
        "int y;                                | -g -ffile-prefix-map=%b=%b/mapped",
        "int y;                                | -frecord-gcc-switches",
        "const char *y = __FILE__;             |",
        "int y = sizeof __FILE__;              |",
        "int y = sizeof __FILE__;              | -fdebug-prefix-map=%b=.",
        "int y = sizeof(__BASE_FILE__);        |",
        "char y[__builtin_strlen(__FILE__)];   |",
        "#include \"%o/include/other.h\"       | -ffile-prefix-map=%b=.",
        "# 7 \"%o/src/y.y\"                    | -ffile-prefix-map=%b=.",
        "#line 7 \"/elsewhere/y.y\"            | -ffile-prefix-map=%b=.",
        "#if __has_include(\"%o/include/other.h\")~int y;~#endif |",
      })
  void named_isNotShared(String text, String options) throws Exception {
    for (String compiler : List.of("gcc", "clang")) {
      if (compiler.equals("clang") && options != null && options.contains("switches")) {
        continue; // it has the whole command line in its object, and the other's path with it
      }
      for (String checkout : CHECKOUTS) {
        write(checkout + "/include/other.h", "int z;\n");
      }
      String said = text.replace("%o", base(CHECKOUTS.getFirst())).replace("~", "\n");
      checkOut("#define H 1\n", said + "\nint x = H;\n");
      String more = options == null ? "" : options + " ";
      assertThat(shares(compiler + " -O1 " + more + PATHS)).as(compiler).isFalse();
    }
  }

  /** One user's sources name the other's checkout, which only there is mapped. */
  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void anothersCheckout_isItsOwners(String compiler) throws Exception {
    String other = base(CHECKOUTS.getLast());
    write(CHECKOUTS.getLast() + "/include/other.h", "static const char *name = __FILE__;\n");
    checkOut(
        "#include \"" + other + "/include/other.h\"\n", "const char *f(void) { return name; }\n");
    assertThat(shares(compiler + " -ffile-prefix-map=%b=. " + PATHS)).isFalse();
  }

  @Test
  void relativeSystemDirectory_mayBeNamedByItsRealName() throws Exception {
    checkOut(
        "#define H 1\nextern const char *const name;\n", "const char *f(void) { return name; }\n");
    for (String compiler : List.of("gcc", "clang")) {
      String line = compiler + " " + MAPPED + "-isystem ../../one/../x/include " + PATHS;
      for (String checkout : CHECKOUTS) {
        hits(build(checkout, line));
        hits(build(checkout, line));
      }
    }
  }

  @Test
  void linkToACheckout_isNoBase() throws Exception {
    checkOut("#define H 1\n", "const char *f(void) { return __FILE__; }\n");
    Files.createSymbolicLink(root.resolve("link"), Path.of("one"));
    String line = "gcc " + MAPPED + PATHS;
    assertThat(shares(line)).isTrue();
    Command linked = build("link", line);
    assertThat(hits(linked)).isFalse();
    assertThat(hits(linked.with("PWD", base("link") + "/build"))).isFalse();
    assertThat(hits(build("one", line).with("PWD", base("link") + "/build"))).isFalse();
  }

  /** A map goes by letters: it maps what lies beside the base directory as well. */
  @Test
  void nameThatGoesOn_isMappedToo() throws Exception {
    for (String compiler : List.of("gcc", "clang")) {
      for (String checkout : CHECKOUTS) {
        write(checkout + "-old/beside.h", "static const char *name = __FILE__;\n");
      }
      checkOut("", "");
      String first = base(CHECKOUTS.getFirst());
      for (String checkout : CHECKOUTS) {
        write(
            checkout + "/include/h.h",
            "#include \"" + first + "-old/beside.h\"\nconst char **f = &name;\n");
        String line = compiler + " " + MAPPED + PATHS;
        hits(build(checkout, line));
        hits(build(checkout, line));
        hits(build(checkout, line + " -I" + first + "-old"));
      }
    }
  }

  @Test
  void ownName_isSharedWithItselfOnly() throws Exception {
    checkOut("#define H 1\n", "const char *f(void) { return __FILE__; }\n");
    for (int round = 0; round < 2; round++) {
      for (String checkout : CHECKOUTS) {
        assertThat(hits(build(checkout, "gcc " + PATHS))).as(checkout).isEqualTo(round > 0);
      }
    }
  }
}
