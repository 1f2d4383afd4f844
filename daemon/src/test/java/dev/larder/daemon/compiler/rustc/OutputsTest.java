package dev.larder.daemon.compiler.rustc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.compiler.Action.Manner;
import dev.larder.daemon.compiler.Action.Output;
import org.junit.jupiter.api.Test;

class OutputsTest {
  @Test
  void cargosLibrary_hasThreeFiles() {
    Call call =
        Call.rustc(
            "--crate-name",
            "a",
            "src/lib.rs",
            "--crate-type",
            "lib",
            "--emit=dep-info,metadata,link",
            "-C",
            "extra-filename=-12",
            "--out-dir",
            "/t/deps");
    assertThat(call.outputs())
        .containsExactly("/t/deps/a-12.d", "/t/deps/liba-12.rmeta", "/t/deps/liba-12.rlib");
    assertThat(call.action().outputs())
        .extracting(Output::manner)
        .containsExactly(Manner.NAMES_PLACES, Manner.REPLACED, Manner.REPLACED);
  }

  @Test
  void eachCrateType_hasItsName() {
    String[] types = {"rlib", "dylib", "cdylib", "staticlib", "proc-macro", "bin"};
    String[] names = {"libx.rlib", "libx.so", "libx.so", "libx.a", "libx.so", "x"};
    for (int i = 0; i < types.length; i++) {
      assertThat(Call.rustc("x.rs", "--crate-type", types[i]).outputs()).containsExactly(names[i]);
    }
  }

  @Test
  void crateTypes_areCombined() {
    assertThat(Call.rustc("x.rs", "--crate-type=lib,cdylib", "--crate-type", "staticlib").outputs())
        .containsExactly("libx.rlib", "libx.so", "libx.a");
  }

  @Test
  void nothingSaid_isAProgramNamedAfterItsSource() {
    assertThat(Call.rustc("dir/my-tool.rs").outputs()).containsExactly("my_tool");
  }

  @Test
  void testHarness_isAProgram() {
    assertThat(Call.rustc("--test", "--crate-type", "lib", "x.rs").outputs()).containsExactly("x");
  }

  @Test
  void emitWithPath_winsOverDirectory() {
    assertThat(
            Call.rustc("x.rs", "--emit", "link=here/y,dep-info", "--out-dir=o", "--emit=asm")
                .outputs())
        .containsExactly("here/y", "o/x.d", "o/x.s");
  }

  @Test
  void outputFile_namesTheOnlyOne() {
    assertThat(Call.rustc("x.rs", "-ofile").outputs()).containsExactly("file");
    assertThat(Call.rustc("x.rs", "-o", "file", "--emit=link,metadata").bypass()).isEqualTo("-o");
  }

  @Test
  void otherTargets_areNamedOrLeftAlone() {
    assertThat(Call.rustc("x.rs", "--target", "wasm32-wasip1").outputs()).containsExactly("x.wasm");
    assertThat(Call.rustc("x.rs", "--target=x86_64-pc-windows-gnu").bypass()).isEqualTo("--target");
    assertThat(Call.rustc("x.rs", "--target=x86_64-pc-windows-gnu", "--crate-type=rlib").outputs())
        .containsExactly("libx.rlib");
  }

  @Test
  void whatIsNotModelled_isPassedOnWithItsName() {
    assertThat(Call.rustc("x.rs", "-Csave-temps").bypass()).isEqualTo("-C save-temps");
    assertThat(Call.rustc("x.rs", "-C", "split_debuginfo=unpacked").bypass())
        .isEqualTo("-C split-debuginfo");
    assertThat(Call.rustc("x.rs", "--emit=mir", "-C", "incremental=i").bypass())
        .isEqualTo("--emit mir with -C incremental");
    assertThat(Call.rustc("x.rs", "-Zself-profile").bypass()).isEqualTo("-Z self-profile");
    assertThat(Call.rustc("x.rs", "--frobnicate=1").bypass()).isEqualTo("--frobnicate");
    assertThat(Call.rustc("x.rs", "--print=link-args").bypass()).isEqualTo("--print");
    assertThat(Call.rustc("x.rs", "--emit=link=-").bypass()).isEqualTo("--emit link=");
    assertThat(Call.rustc("x.rs", "y.rs").bypass()).isEqualTo("multiple input files");
    assertThat(Call.rustc("--help").bypass()).isEqualTo("help");
    assertThat(Call.rustc("-C", "help").bypass()).isEqualTo("help");
    assertThat(Call.rustc().bypass()).isEqualTo("no input file");
  }

  @Test
  void packedDebugInfo_liesBesideWhatIsLinkedAndMayBeAbsent() {
    Call call =
        Call.rustc(
            "x.rs", "-Csplit-debuginfo=packed", "--crate-type=lib,cdylib,bin", "--out-dir=o");
    assertThat(call.outputs())
        .containsExactly("o/libx.rlib", "o/libx.so", "o/libx.so.dwp", "o/x", "o/x.dwp");
    assertThat(call.action().outputs())
        .filteredOn(output -> output.path().endsWith(".dwp"))
        .noneMatch(Output::required);
    assertThat(Call.rustc("x.rs", "-Csplit-debuginfo=packed", "-o", "file").outputs())
        .containsExactly("file", "file.dwp");
    assertThat(Call.rustc("x.rs", "-Csplit-debuginfo=off").outputs()).containsExactly("x");
  }

  @Test
  void sourceOnStandardInput_needsToBeKnown() {
    assertThat(Call.rustc("-", "--crate-name=n").bypass()).isEqualTo("source on standard input");
    assertThat(Call.rustc("-", "--crate-name=n").reading("fn main() {}").outputs())
        .containsExactly("n");
  }

  @Test
  void questions_haveNoFiles() {
    assertThat(Call.rustc("-vV").outputs()).isEmpty();
    assertThat(Call.rustc("-", "--crate-name", "___", "--print=cfg").reading("").outputs())
        .isEmpty();
  }
}
