package dev.larder.daemon.compiler.rustc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.compiler.RunRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRulesTest {
  private static final List<String> RUSTC = List.of("/lib/libc.so.6", "/t/librustc_driver-1.so");

  private static final String NOTICE =
      "{\"$message_type\":\"artifact\",\"artifact\":\"/t/liba.rmeta\",\"emit\":\"metadata\"}\n";

  private static RunRules rules(String... arguments) {
    return Call.rustc(arguments)
        .with("CARGO_MAKEFLAGS", "-j --jobserver-fds=8,9 --jobserver-auth=8,9")
        .action()
        .rules();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void jobServerAndIncrementalState_areNoInputs() {
    RunRules rules = rules("x.rs", "-Cincremental=inc");
    assertThat(rules.foldsPath("/dev/fd/8")).isTrue();
    assertThat(rules.foldsPath("/dev/fd/7")).isFalse();
    assertThat(rules.foldsPath("/work/inc")).isTrue();
    assertThat(rules.foldsPath("/work/inc/x-06cmmdcvzqsm2/s-2/dep-graph.bin")).isTrue();
    assertThat(rules.foldsPath("/work/inc/x-data/table.txt")).isFalse();
    assertThat(rules.foldsPath("/work/inc/y-06cmmdcvzqsm2/dep-graph.bin")).isFalse();
    assertThat(rules.foldsPath("/work/incognito")).isFalse();
    assertThat(rules.keepsState()).isTrue();
    assertThat(rules("x.rs").keepsState()).isFalse();
  }

  @Test
  void stateBehindALink_isFoundWhenItIsThere(@TempDir Path directory) throws IOException {
    Path link = directory.resolve("link");
    RunRules rules = rules("x.rs", "-Cincremental=" + link + "/state");
    String behind = directory.toRealPath().resolve("real/state/x-06cmmdcvzqsm2/lock").toString();
    assertThat(rules.foldsPath(behind)).isFalse();
    Files.createDirectories(directory.resolve("real/state"));
    Files.createSymbolicLink(link, directory.resolve("real"));
    assertThat(rules.foldsPath(behind)).isTrue();
    assertThat(rules.foldsPath(link + "/state/x-06cmmdcvzqsm2/lock")).isTrue();
  }

  @Test
  void listings_countWhereCratesAreFoundByThem() {
    RunRules rules = rules("x.rs", "-Ldependency=/d", "-Lnative=/n", "-L/all", "-Lcrate=/c");
    assertThat(rules.foldsListing("/d", RUSTC)).isTrue();
    assertThat(rules.foldsListing("/n", RUSTC)).isTrue();
    assertThat(rules.foldsListing("/all", RUSTC)).isFalse();
    assertThat(rules.foldsListing("/c", RUSTC)).isFalse();
    assertThat(rules.foldsListing("/n", List.of("/usr/lib/libbfd.so"))).as("a linker").isFalse();
    List<String> withMacro = List.of(RUSTC.getFirst(), "/d/libmac-1.so");
    assertThat(rules.foldsListing("/d", withMacro)).as("a macro").isFalse();
  }

  @Test
  void variablesOfTheTerminal_countWhereTheCrateAsks() {
    RunRules rules = rules("x.rs");
    assertThat(rules.foldsVariable("TERM", List.of("/usr/lib/libbfd.so"))).isTrue();
    assertThat(rules.foldsVariable("TERM", RUSTC)).isFalse();
  }

  @Test
  void variablesOfTheJobServer_countWhereNobodySaysWhatTheCrateAsks() {
    RunRules silent = rules("x.rs", "--emit=link");
    assertThat(silent.foldsVariable("MAKEFLAGS", RUSTC)).isFalse();
    assertThat(silent.foldsVariable("MAKEFLAGS", List.of("/usr/lib/libbfd.so"))).isTrue();
    RunRules declaring = rules("x.rs", "--emit=dep-info,link");
    assertThat(declaring.foldsVariable("MAKEFLAGS", RUSTC)).isTrue();
  }

  @Test
  void programs_areForeignUnlessTheyAreOfAToolchain() {
    RunRules rules = rules("x.rs", "-Ldependency=/d");
    for (String tool :
        List.of(
            "/usr/bin/x86_64-linux-gnu-gcc-12",
            "/usr/lib/gcc/x86_64-linux-gnu/12/collect2",
            "/usr/bin/ld.lld",
            "/s/bin/rust-lld",
            "/usr/bin/mold",
            "/usr/lib/libbfd.so.2",
            "/s/bin/rustc",
            "/usr/bin/clang-14")) {
      assertThat(rules.isForeign(tool)).as(tool).isFalse();
    }
    for (String other :
        List.of("/bin/dash", "/usr/bin/python3.11", "/d/libmac-1.so", "/p/my-link")) {
      assertThat(rules.isForeign(other)).as(other).isTrue();
    }
  }

  @Test
  void noticesOfArtifacts_diagnoseNothing() {
    assertThat(rules("x.rs").diagnoses(bytes(NOTICE + NOTICE))).isFalse();
    assertThat(rules("x.rs").diagnoses(bytes(NOTICE + "warning: unused\n"))).isTrue();
  }

  @Test
  void depInfo_namesFilesAndVariables() {
    String text =
        """
        /t/a.d: src/lib.rs src/with\\ space.txt

        src/lib.rs:

        # env-dep:SET=a=b
        # env-dep:UNSET
        """;
    RunRules rules = rules("x.rs");
    assertThat(rules.namedByCompiler("dep-info", bytes(text)))
        .containsExactly("src/lib.rs", "src/with space.txt");
    assertThat(rules.variablesNamed("dep-info", bytes(text))).containsExactly("SET", "UNSET");
  }

  @Test
  void errorsOfTheLanguage_areKeptAndOthersAreNot() {
    RunRules rules = rules("x.rs");
    String end = "error: aborting due to 1 previous error\n";
    assertThat(rules.keepsFailure(1, "error[E0554]: no\n" + end)).isTrue();
    assertThat(rules.keepsFailure(1, "error[E0554]: no\n")).as("stopped").isFalse();
    assertThat(
            rules.keepsFailure(1, "error[E0554]: no\nerror: could not write output: full\n" + end))
        .isFalse();
    assertThat(rules.keepsFailure(101, "error[E0554]: no\n" + end)).isFalse();
    assertThat(rules.keepsFailure(1, "error[E0463]: can't find crate for `a`\n" + end)).isFalse();
    assertThat(rules.keepsFailure(1, "error[E0080]: compilation was interrupted\n" + end))
        .isFalse();
    assertThat(rules.keepsFailure(1, "")).isFalse();
    String coded =
        "{\"$message_type\":\"diagnostic\",\"message\":\"no\",\"code\":{\"code\":\"E0554\"},"
            + "\"level\":\"error\",\"spans\":[]}\n";
    String without = coded.replace("{\"code\":\"E0554\"}", "null");
    String counted = without.replace("no", "aborting due to 1 previous error");
    assertThat(rules.keepsFailure(1, coded + counted)).isTrue();
    assertThat(rules.keepsFailure(1, coded)).as("stopped").isFalse();
    assertThat(rules.keepsFailure(1, coded + without.replace("no", "disk") + counted)).isFalse();
    String interrupted = coded.replace("no", "compilation was interrupted");
    assertThat(rules.keepsFailure(1, interrupted + counted)).isFalse();
  }
}
