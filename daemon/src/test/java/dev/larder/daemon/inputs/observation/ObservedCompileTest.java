package dev.larder.daemon.inputs.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.inputs.Digest;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.InputSet;
import dev.larder.daemon.inputs.PreparedInputs;
import dev.larder.daemon.inputs.Verification;
import dev.larder.daemon.inputs.observation.Verdict.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real compilers under the real observer; gcc, g++ and clang must be installed. */
final class ObservedCompileTest {
  private static final Path OBSERVER = Path.of("target/observer/libwatch.so").toAbsolutePath();

  private static final Set<String> FOLDED =
      Set.of("PATH", "PWD", "TMPDIR", "TMP", "TEMP", "TEMPDIR", "TERM", "MAKEFLAGS");

  @TempDir Path root = Path.of("/");
  private Run run = new Run(Path.of("/"));

  @BeforeAll
  static void buildObserver() throws Exception {
    Process make =
        new ProcessBuilder(
                "make", "-s", "-C", "../wrapper/src/main/c/observer", "OUT=" + OBSERVER.getParent())
            .inheritIO()
            .start();
    assertThat(make.waitFor()).isZero();
  }

  @BeforeEach
  void makeProject() throws IOException {
    run = new Run(Files.createDirectory(root.toRealPath().resolve("project")));
    run.rules = new Run.Rules(FOLDED, true, FoldRules.Calendar.REFUSED);
    Files.createDirectory(root.resolve("temporary"));
    run.environment.put("TMPDIR", root.toRealPath().resolve("temporary").toString());
    run.environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    run.write(
        "src/main.c", "#include <stdio.h>\n#include \"own.h\"\nint main(void) { return N; }\n");
    run.write("include/own.h", "#define N 1\n");
    Files.createDirectory(run.cwd.resolve("first"));
  }

  private Verdict compile(String... command) throws Exception {
    long start = run.start();
    try (Region region =
        Region.create(
            run.kernel,
            EnumSet.complementOf(EnumSet.of(EventKind.CLOCK, EventKind.HOST)),
            new SecureRandom())) {
      ProcessBuilder builder = new ProcessBuilder(command).directory(run.cwd.toFile());
      builder.environment().clear();
      builder.environment().putAll(run.environment);
      builder.environment().put("LD_PRELOAD", OBSERVER.toString());
      builder.environment().put("LARDER_REGION", region.variable());
      File log = root.resolve("log").toFile();
      Process process = builder.redirectErrorStream(true).redirectOutput(log).start();
      assertThat(process.waitFor()).as(Files.readString(log.toPath())).isZero();
      return run.judge(region.read(), start, OBSERVER.toString(), outputs(command));
    }
  }

  private static String[] outputs(String... command) {
    int at = Arrays.asList(command).indexOf("-o");
    String object = at < 0 ? "main.o" : command[at + 1];
    return new String[] {object, object.replace(".o", ".d")};
  }

  private static InputSet observed(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Observed.class);
    return ((Verdict.Observed) verdict).inputs();
  }

  private String trouble(PreparedInputs inputs) {
    return run.verifier.verify(inputs, run.environment) instanceof Verification.Differs differs
        ? differs.what()
        : "";
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang", "gcc -pipe", "clang -fno-integrated-as", "gcc -g -MMD"})
  void compile_isExplainedByItsInputs(String compiler) throws Exception {
    String command = compiler + " -c -Ifirst -Iinclude src/main.c -o main.o";
    InputSet inputs = observed(compile(command.split(" ")));
    assertThat(inputs.facts())
        .contains(
            new Fact.Content("src/main.c", digest("src/main.c")),
            new Fact.Content("include/own.h", digest("include/own.h")),
            new Fact.Absent("first/own.h"))
        .anyMatch(fact -> fact instanceof Fact.Content file && file.path().endsWith("stdio.h"))
        .noneMatch(fact -> fact.toString().contains("temporary"))
        .noneMatch(fact -> fact.toString().contains("main.o"))
        .noneMatch(fact -> fact.toString().contains("libwatch"));
    InputSet again = observed(compile(command.split(" ")));
    assertThat(again).isEqualTo(inputs);
    assertThat(InputSet.decode(inputs.encode())).isEqualTo(new InputSet.Sound(inputs));
  }

  private Digest digest(String file) throws IOException {
    return Digest.compute("", Files.readAllBytes(run.cwd.resolve(file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gcc", "clang"})
  void whateverChangesTheResult_isNoticed(String compiler) throws Exception {
    InputSet set =
        observed(compile(compiler, "-c", "-Ifirst", "-Iinclude", "src/main.c", "-o", "main.o"));
    PreparedInputs inputs = PreparedInputs.of(set, run.cwd.toString());
    assertThat(trouble(inputs)).isEmpty();
    Files.delete(run.cwd.resolve("main.o"));
    assertThat(trouble(inputs)).isEmpty();
    run.write("include/own.h", "#define N 2\n");
    assertThat(trouble(inputs)).isEqualTo("include/own.h has changed");
    run.write("include/own.h", "#define N 1\n");
    assertThat(trouble(inputs)).isEmpty();
    run.write("first/stdio.h", "");
    assertThat(trouble(inputs)).startsWith("first/stdio.h: now exists");
    Files.delete(run.cwd.resolve("first/stdio.h"));
    assertThat(trouble(inputs)).isEmpty();
    Files.move(run.cwd.resolve("include"), run.cwd.resolve("moved"));
    Files.createSymbolicLink(run.cwd.resolve("include"), Path.of("moved"));
    assertThat(trouble(inputs)).isNotEmpty();
  }

  @Test
  void newAssembler_earlierInPath_isNoticed() throws Exception {
    String bin = Files.createDirectory(root.resolve("bin")).toRealPath().toString();
    run.environment.merge("PATH", bin, (path, directory) -> directory + ":" + path);
    PreparedInputs inputs =
        PreparedInputs.of(
            observed(compile("/usr/bin/gcc", "-c", "-Iinclude", "src/main.c", "-o", "main.o")),
            run.cwd.toString());
    assertThat(trouble(inputs)).isEmpty();
    Files.writeString(Path.of(bin, "as"), "#!/bin/sh\n");
    assertThat(trouble(inputs)).contains("/as: now exists");
  }

  @Test
  void standardLibrary_ofCpp_isObserved() throws Exception {
    run.write("src/main.cc", "#include <vector>\nint main() { return std::vector<int>(1)[0]; }\n");
    InputSet inputs = observed(compile("g++", "-c", "src/main.cc", "-o", "main.o"));
    assertThat(inputs.facts().size()).isGreaterThan(200);
    assertThat(run.verify(inputs)).isEqualTo(new Verification.Holds());
  }

  @Test
  void undeclaredOutputAndTime_areNotUsable() throws Exception {
    assertThat(compile("gcc", "--coverage", "-c", "-Iinclude", "src/main.c", "-o", "main.o"))
        .isInstanceOf(Verdict.Unusable.class)
        .hasFieldOrPropertyWithValue("reason", Reason.UNEXPECTED_OUTPUT);
    run.write("src/main.c", "const char *date = __DATE__;\n");
    assertThat(compile("gcc", "-c", "src/main.c", "-o", "main.o"))
        .isInstanceOf(Verdict.Unusable.class)
        .hasFieldOrPropertyWithValue("reason", Reason.TIME);
  }

  @Test
  void staticProgram_isRecognised() throws Exception {
    run.write("src/main.c", "int main(void) { return 0; }\n");
    Process gcc =
        new ProcessBuilder("gcc", "-static", "src/main.c", "-o", "still")
            .directory(run.cwd.toFile())
            .start();
    assertThat(gcc.waitFor()).isZero();
    assertThat(compile("sh", "-c", "./still; :"))
        .isInstanceOf(Verdict.Unusable.class)
        .hasFieldOrPropertyWithValue("reason", Reason.UNOBSERVED_PROGRAM)
        .asString()
        .contains("still (static)");
    assertThat(compile("./still"))
        .isInstanceOf(Verdict.Unusable.class)
        .hasFieldOrPropertyWithValue("reason", Reason.NOT_OBSERVED);
  }
}
