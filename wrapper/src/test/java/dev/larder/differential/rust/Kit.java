package dev.larder.differential.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.differential.Bench;
import dev.larder.differential.Command;
import dev.larder.differential.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * What a crate of the corpus depends on, built once by the bare tools, in two versions each: a
 * crate {@code dep} in {@code deps/libdep.rlib}, a procedural macro in {@code deps/libmac.so}, and
 * a native archive {@code native/libnat.a}.
 */
final class Kit {
  private final Path directory;

  private Kit(Path directory) {
    this.directory = directory;
  }

  /** Builds both versions below a directory. */
  static Kit build(Bench bench, Path directory) throws IOException, InterruptedException {
    for (int version = 1; version <= 2; version++) {
      Path at = Files.createDirectories(directory.resolve(Integer.toString(version)));
      Files.writeString(at.resolve("dep.rs"), dep(version));
      Files.writeString(at.resolve("mac.rs"), macro(version));
      Files.writeString(at.resolve("nat.c"), "int nat(void) { return " + version + "; }\n");
      for (String line :
          List.of(
              "rustc --edition 2021 --crate-type rlib --emit metadata,link -C metadata=k"
                  + " --out-dir deps dep.rs",
              "rustc --edition 2021 --crate-type proc-macro --out-dir deps mac.rs",
              "gcc -fPIC -c nat.c -o native/nat.o",
              "ar rcsD native/libnat.a native/nat.o")) {
        make(bench, at, line);
      }
    }
    return new Kit(directory);
  }

  /* What a run leaves is taken away by the bench, so each step is given it back. */
  private static void make(Bench bench, Path at, String line)
      throws IOException, InterruptedException {
    Files.createDirectories(at.resolve("deps"));
    Files.createDirectories(at.resolve("native"));
    Outcome outcome = bench.bare(new Command(at, List.of(line.split(" ", -1)), Map.of()));
    assertThat(outcome.status()).as("%s: %s", line, outcome.stderr()).isZero();
    for (Map.Entry<String, String> file : outcome.files().entrySet()) {
      String text = file.getValue();
      Files.write(
          at.resolve(file.getKey()),
          text.substring(text.indexOf(' ') + 1)
              .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }
  }

  /** Puts one version of one of the parts, such as {@code deps/libmac.so}, into a crate. */
  void put(String part, int version, Path crate) throws IOException {
    put(part, version, crate, part);
  }

  /** The same under another name. */
  void put(String part, int version, Path crate, String name) throws IOException {
    Path target = crate.resolve(name);
    Files.createDirectories(target.getParent());
    // A new file each time, as a compiler makes it: what lies there may be mapped.
    Path made = target.resolveSibling("made");
    Files.copy(
        directory.resolve(Integer.toString(version)).resolve(part),
        made,
        StandardCopyOption.REPLACE_EXISTING);
    Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String dep(int version) {
    return """
        #[inline(never)] pub fn value() -> i32 { %d }
        pub fn generic<T: std::fmt::Debug>(t: T) -> String { format!("{:?} %d", t) }
        #[macro_export] macro_rules! twice { ($e:expr) => { $e + $e }; }
        """
        .formatted(version, version);
  }

  private static String macro(int version) {
    return """
        extern crate proc_macro;
        use proc_macro::TokenStream;
        use std::{env, fs, path::PathBuf};

        /// A string made of a variable, of a file's text (or its absence) and of a directory's names.
        #[proc_macro]
        pub fn read(_: TokenStream) -> TokenStream {
            let root = PathBuf::from(env::var("CORPUS_ROOT").unwrap());
            let text = fs::read_to_string(root.join("data/macro.txt")).unwrap_or("absent".into());
            let mut names: Vec<_> = fs::read_dir(root.join("data/list"))
                .map(|all| all.map(|e| e.unwrap().file_name().into_string().unwrap()).collect())
                .unwrap_or_default();
            names.sort();
            let variable = env::var("CORPUS_MACRO").unwrap_or("unset".into());
            format!("{:?}", format!("%d {variable} {text} {names:?}")).parse().unwrap()
        }

        #[proc_macro_derive(Name)]
        pub fn name(item: TokenStream) -> TokenStream {
            let name = item.to_string().split_whitespace().last().unwrap_or("").to_string();
            let name: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
            format!("impl {name} {{ pub fn name() -> &'static str {{ {:?} }} }}", format!("{name}%d"))
                .parse()
                .unwrap()
        }
        """
        .formatted(version, version);
  }
}
