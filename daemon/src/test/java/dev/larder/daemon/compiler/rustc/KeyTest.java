package dev.larder.daemon.compiler.rustc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyTest {
  private static Call cargo(String target, String... more) {
    List<String> common =
        List.of(
            "--crate-name=a",
            "src/lib.rs",
            "--crate-type=lib",
            "--emit=dep-info,metadata,link",
            "--out-dir",
            target + "/debug/deps",
            "-L",
            "dependency=" + target + "/debug/deps",
            "-Cincremental=" + target + "/debug/incremental",
            "--extern",
            "priv:b=" + target + "/debug/deps/libb-1.rmeta");
    return Call.rustc(Stream.concat(common.stream(), Stream.of(more)).toArray(String[]::new))
        .with("LD_LIBRARY_PATH", target + "/debug/deps:/toolchain/lib");
  }

  private static void assertSame(Call one, Call other) {
    assertThat(other.action().parts()).isEqualTo(one.action().parts());
  }

  private static void assertDifferent(Call one, Call other) {
    assertThat(other.action().parts()).isNotEqualTo(one.action().parts());
  }

  @Test
  void targetDirectory_isAPlace() {
    assertSame(cargo("/one/target"), cargo("/other"));
    assertThat(cargo("/one/target").action().places().directories())
        .containsExactly("/one/target/debug/deps");
  }

  @Test
  void directoriesThatAreOne_andDirectoriesThatAreTwo_differ() {
    assertDifferent(
        Call.rustc("x.rs", "--out-dir=/a", "-Ldependency=/a"),
        Call.rustc("x.rs", "--out-dir=/a", "-Ldependency=/b"));
  }

  @Test
  void whatABuildScriptMade_isAPlace_andNoOtherNativeDirectory() {
    Call built = cargo("/one/target", "-Lnative=/one/target/debug/build/z-1/out");
    assertSame(built, cargo("/other", "-Lnative=/other/debug/build/z-1/out"));
    assertThat(built.action().places().directories())
        .containsExactly("/one/target/debug/deps", "/one/target/debug/build/z-1/out");
    assertDifferent(
        cargo("/one/target", "-Lnative=/one/usr/lib"), cargo("/other", "-Lnative=/other/usr/lib"));
    assertDifferent(
        Call.rustc("x.rs", "--out-dir=/a/deps", "-Lnative=/b/z"),
        Call.rustc("x.rs", "--out-dir=/a/deps", "-Lnative=/c/z"));
  }

  @Test
  void incremental_countsAndItsPathDoesNot() {
    assertSame(
        Call.rustc("x.rs", "-C", "incremental=/a"), Call.rustc("x.rs", "-C", "incremental=/b"));
    assertDifferent(Call.rustc("x.rs"), Call.rustc("x.rs", "-C", "incremental=/b"));
  }

  @Test
  void widthOfDiagnostics_isNoPartOfTheKey() {
    Call narrow = cargo("/t", "--diagnostic-width=40");
    assertSame(cargo("/t"), narrow);
    assertThat(narrow.action().view()).isNotEqualTo(cargo("/t").action().view());
  }

  @Test
  void whatChangesTheResult_counts() {
    Call plain = cargo("/t");
    for (String more :
        List.of(
            "-O",
            "-g",
            "--cfg=feature=\"x\"",
            "-Copt-level=3",
            "-Awarnings",
            "--cap-lints=allow",
            "--edition=2024",
            "-lz",
            "-Lnative=/t/native",
            "--remap-path-prefix=/a=b",
            "--error-format=json")) {
      assertDifferent(plain, cargo("/t", more));
    }
    assertDifferent(plain, plain.in("/elsewhere"));
    assertDifferent(plain, plain.with("CARGO_PKG_VERSION", "2.0.0"));
    assertDifferent(plain, plain.with("LD_LIBRARY_PATH", "/mine"));
  }

  @Test
  void whatCargoSetsForOtherReasons_doesNotCount() {
    assertSame(cargo("/t"), cargo("/t").with("CARGO_PRIMARY_PACKAGE", "1"));
    assertSame(cargo("/t"), cargo("/t").with("CARGO_HOME", "/elsewhere"));
    assertSame(cargo("/t"), cargo("/t").reading(""));
  }

  @Test
  void shortNames_areTheLongOnes() {
    assertSame(Call.rustc("x.rs", "-Cdebuginfo=2"), Call.rustc("x.rs", "--codegen", "debuginfo=2"));
    assertSame(Call.rustc("-gO", "x.rs"), Call.rustc("-g", "-O", "x.rs"));
  }

  @Test
  void nativeProcessor_isTheMachines() {
    assertThat(Call.rustc("x.rs", "-Ctarget-cpu=native").action().parts())
        .anyMatch(part -> part.value().equals("a processor"));
    assertThat(Call.rustc("x.rs", "-Ctarget-cpu=x86-64-v3").action().parts())
        .noneMatch(part -> part.value().equals("a processor"));
  }

  @Test
  void sourceOnStandardInput_counts() {
    assertDifferent(
        Call.rustc("-").reading("fn main() {}"), Call.rustc("-").reading("fn main() { loop {} }"));
  }

  @Test
  void workingDirectory_countsUnlessTheCallMapsExactlyThat() {
    assertThat(directory("x.rs", "--remap-path-prefix=/work=/m")).startsWith("<");
    assertThat(directory("x.rs", "--remap-path-prefix", "/work=a=/m")).isEqualTo("/work");
    for (String more :
        List.of(
            "--remap-path-prefix=/w=/n",
            "--remap-path-prefix=/=/n",
            "--remap-path-prefix==/n",
            "-Cincremental=i",
            "-Crpath",
            "-Csplit-debuginfo=packed",
            "-Cinstrument-coverage",
            "-Zthreads=1",
            "--crate-type=proc-macro",
            "--crate-type=lib,dylib",
            "--emit=llvm-ir")) {
      assertThat(directory("x.rs", "--remap-path-prefix=/work=/m", more))
          .as(more)
          .isEqualTo("/work");
    }
    assertThat(directory("/work/x.rs", "--remap-path-prefix=/work=/m")).isEqualTo("/work");
    assertThat(directory("x.rs")).isEqualTo("/work");
  }

  private static String directory(String... arguments) {
    return Call.rustc(arguments).action().parts().stream()
        .filter(part -> part.label().equals("working directory"))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
