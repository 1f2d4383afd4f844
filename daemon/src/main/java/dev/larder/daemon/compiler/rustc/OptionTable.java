package dev.larder.daemon.compiler.rustc;

import java.util.Optional;
import java.util.Set;

/**
 * What the options of {@code -C}, {@code -Z} and {@code --print} mean for a cache. Those that stand
 * here are safe when they are in the key, given that what the run reads and writes is observed.
 */
final class OptionTable {
  /* The rustc book, "Codegen options", and rustc_session::options. */
  private static final Set<String> CODEGEN =
      Set.of(
          "ar",
          "code-model",
          "codegen-units",
          "collapse-macro-debuginfo",
          "control-flow-guard",
          "debug-assertions",
          "debuginfo",
          "default-linker-libraries",
          "dlltool",
          "dwarf-version",
          "embed-bitcode",
          "extra-filename",
          "force-frame-pointers",
          "force-unwind-tables",
          "incremental",
          "inline-threshold",
          "instrument-coverage",
          "jump-tables",
          "link-arg",
          "link-args",
          "link-dead-code",
          "link-self-contained",
          "linker",
          "linker-features",
          "linker-flavor",
          "linker-plugin-lto",
          "llvm-args",
          "lto",
          "metadata",
          "no-prepopulate-passes",
          "no-redzone",
          "no-stack-check",
          "no-vectorize-loops",
          "no-vectorize-slp",
          "opt-level",
          "overflow-checks",
          "panic",
          "passes",
          "prefer-dynamic",
          "profile-generate",
          "profile-use",
          "relocation-model",
          "relro-level",
          "remark",
          "rpath",
          "soft-float",
          "split-debuginfo",
          "strip",
          "symbol-mangling-version",
          "target-cpu",
          "target-feature",
          "unsafe-allow-abi-mismatch");

  /* The unstable book. Nothing that prints measurements or writes files of its own. */
  private static final Set<String> UNSTABLE =
      Set.of(
          "allow-features",
          "always-encode-mir",
          "binary-dep-depinfo",
          "branch-protection",
          "cf-protection",
          "codegen-backend",
          "crate-attr",
          "cross-crate-inline-threshold",
          "default-visibility",
          "dwarf-version",
          "embed-metadata",
          "embed-source",
          "export-executable-symbols",
          "fewer-names",
          "fmt-debug",
          "force-unstable-if-unmarked",
          "function-sections",
          "inline-mir",
          "instrument-mcount",
          "instrument-xray",
          "layout-seed",
          "location-detail",
          "macro-backtrace",
          "mir-opt-level",
          "next-solver",
          "no-link",
          "no-unique-section-names",
          "packed-bundled-libs",
          "panic-abort-tests",
          "plt",
          "polonius",
          "randomize-layout",
          "relax-elf-relocations",
          "remap-cwd-prefix",
          "sanitizer",
          "share-generics",
          "stack-protector",
          "thinlto",
          "threads",
          "tls-model",
          "track-diagnostics",
          "trap-unreachable",
          "tune-cpu",
          "unstable-options",
          "verify-llvm-ir",
          "virtual-function-elimination");

  /* Those after which nothing is compiled: rustc_driver_impl::print_crate_info. */
  private static final Set<String> ANSWERS =
      Set.of(
          "all-target-specs-json",
          "cfg",
          "check-cfg",
          "code-models",
          "crate-name",
          "crate-root-lint-levels",
          "deployment-target",
          "file-names",
          "host-tuple",
          "relocation-models",
          "split-debuginfo",
          "stack-protector-strategies",
          "supported-crate-types",
          "sysroot",
          "target-cpus",
          "target-features",
          "target-libdir",
          "target-list",
          "target-spec-json",
          "tls-models");

  private OptionTable() {}

  /** The first option because of which a call is not cached, as users know it. */
  static Optional<String> refusal(CommandLine line) {
    for (Argument argument : line.arguments()) {
      switch (argument.name()) {
        case "codegen" -> {
          if (!CODEGEN.contains(argument.key())) {
            return Optional.of("-C " + argument.key());
          }
        }
        case "Z" -> {
          if (!UNSTABLE.contains(argument.key())) {
            return Optional.of("-Z " + argument.key());
          }
        }
        case "print" -> {
          if (!ANSWERS.contains(argument.value())) {
            return Optional.of("--print");
          }
        }
        default -> {}
      }
    }
    return Optional.empty();
  }

  /** Whether an option makes what is compiled, or printed, depend on the processor. */
  static boolean asksMachine(CommandLine line) {
    return line.named("codegen")
            .anyMatch(a -> a.key().equals("target-cpu") && a.setting().equals("native"))
        || line.named("Z").anyMatch(a -> a.key().equals("tune-cpu") && a.setting().equals("native"))
        || line.list("print").stream().anyMatch(kind -> kind.startsWith("target-"));
  }
}
