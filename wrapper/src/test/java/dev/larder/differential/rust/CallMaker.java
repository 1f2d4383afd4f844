package dev.larder.differential.rust;

import dev.larder.differential.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Draws calls from the matrix of compilers and options. In a call {@code %o} stands for the
 * directory of the outputs.
 */
final class CallMaker {
  private static final List<String> EDITIONS =
      List.of("", "--edition 2015", "--edition=2018", "--edition 2021", "--edition=2024");

  private static final List<String> EMITS =
      List.of(
          "--out-dir %o",
          "--out-dir=%o",
          "--out-dir %o --emit=dep-info,metadata,link",
          "--out-dir %o --emit=dep-info,metadata,link -C metadata=1f2e -C extra-filename=-1f2e",
          "--out-dir %o --emit=link",
          "--out-dir %o --emit link,dep-info",
          "--out-dir %o --emit metadata",
          "--out-dir %o --emit=dep-info=%o/own.d --emit=link",
          "--emit=link=%o/linked --emit=dep-info=%o/linked.d",
          "--emit metadata=%o/m.rmeta,link=%o/l",
          "-o %o/named",
          "-o %o/named --emit=link,dep-info",
          "--out-dir %o --emit=obj",
          "--out-dir %o --emit=asm,llvm-ir",
          "--out-dir %o --emit=mir,llvm-bc",
          "--emit=asm=%o/code.s --emit=link=%o/code");

  private static final String INCREMENTAL = "-C incremental=%d/../incremental";

  private static final List<String> COMMON =
      List.of(
          "-C opt-level=0",
          "-C opt-level=3",
          "-Copt-level=s",
          "-O",
          "-g",
          "-C debuginfo=1",
          "-Cdebuginfo=line-tables-only",
          "-C debuginfo=2 -C split-debuginfo=off",
          "-C debuginfo=2 -C split-debuginfo=packed",
          "-C debuginfo=2 -C split-debuginfo=unpacked",
          "-C panic=abort",
          "-C panic=unwind",
          "-C lto=thin",
          "-C lto=fat",
          "-C lto=off -C embed-bitcode=no",
          "-C embed-bitcode=no",
          "-C codegen-units=1",
          "-C codegen-units=16",
          "-C target-feature=+avx2",
          "-C target-cpu=native",
          "-C target-cpu=x86-64-v3",
          "-C debug-assertions=on",
          "-C overflow-checks=off",
          "-C strip=symbols",
          "-C strip=debuginfo",
          "-C rpath",
          "-C prefer-dynamic",
          "-C relocation-model=pic",
          "-C force-frame-pointers=yes",
          "-C symbol-mangling-version=v0",
          "-C link-arg=-Wl,-O1",
          "-C link-args=-Wl,--as-needed",
          "-Clink-arg=-fuse-ld=lld",
          "-C link-arg=-fuse-ld=gold",
          "-C link-arg=-fuse-ld=bfd",
          "-C linker=clang",
          "-C linker-flavor=gcc",
          "-C link-dead-code",
          "-C default-linker-libraries=yes",
          "-C instrument-coverage",
          "-C profile-generate=%d/profile",
          INCREMENTAL,
          "-C save-temps",
          "-C no-prepopulate-passes",
          "-C llvm-args=-inline-threshold=10",
          "-C remark=all -C debuginfo=1",
          "-W unused -A dead_code",
          "--cap-lints allow",
          "--cap-lints=warn -D warnings",
          "--force-warn unused_variables",
          "--cfg corpus",
          "--cfg=feature=\"x\" --check-cfg=cfg(corpus) --check-cfg cfg(feature,values(\"x\"))",
          "--check-cfg=cfg()",
          "--crate-name other",
          "--remap-path-prefix=%d=/mapped -g",
          "--remap-path-prefix %d= -g",
          "--error-format=json",
          "--error-format=json --json=diagnostic-rendered-ansi,artifacts,future-incompat",
          "--error-format=short",
          "--color=always",
          "--color=never",
          "--diagnostic-width=60",
          "-v",
          "-l m",
          "-l dylib=m -L native=empty",
          "--extern dep=deps/libdep.rmeta",
          "--target x86_64-unknown-linux-gnu",
          "--cfg a --cfg b @arguments");

  /** What many crates, or all, do not compile with. */
  private static final List<String> SEVERE =
      List.of(
          "-C linker=no-such-linker",
          "-C no-such-codegen-option",
          "-D warnings",
          "-Dunused",
          "-F unsafe_code",
          "-Z threads=2");

  private final Random random;

  CallMaker(Random random) {
    this.random = random;
  }

  /** A call for the crate in this directory; it also writes the file of arguments. */
  Command make(Path directory, Kind kind) throws IOException {
    Files.writeString(directory.resolve("arguments"), "--cfg\ncorpus\n");
    var line = new StringBuilder(random.nextInt(6) == 0 ? "clippy-driver rustc" : "rustc");
    add(line, random.nextInt(3) == 0 ? "--crate-name corpus" : "");
    add(line, pick(EDITIONS));
    add(line, kind.options());
    add(line, kind.options().contains("--emit") ? "--out-dir %o" : pick(EMITS));
    for (int more = random.nextInt(4); more > 0; more--) {
      add(line, pick(COMMON));
    }
    add(line, random.nextInt(10) == 0 ? pick(SEVERE) : "");
    add(line, "-L dependency=deps --extern dep=deps/libdep.rlib --extern mac=deps/libmac.so");
    add(line, "-L native=empty -L native=native");
    add(line, random.nextInt(3) == 0 ? "%d/src/root.rs" : "src/root.rs");
    var words = new ArrayList<String>();
    for (String word : steady(line).replace("%d", directory.toString()).split(" ", -1)) {
      words.add(word);
    }
    return new Command(
        directory, words, Map.of("CORPUS_ROOT", directory.toString(), "CORPUS_VARIABLE", "1"));
  }

  /* What of a crate is new to the incremental state decides how its MIR is numbered: bare calls differ, too. */
  private static String steady(StringBuilder line) {
    String call = line.toString();
    return call.contains("=mir") ? call.replace(" " + INCREMENTAL, "") : call;
  }

  private static void add(StringBuilder line, String part) {
    if (!part.isEmpty()) {
      line.append(' ').append(part);
    }
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
