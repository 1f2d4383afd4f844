package dev.larder.differential.rust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Writes a crate that uses a random choice of what a crate can read. */
final class CrateWriter {
  private final Random random;
  private final Kit kit;

  CrateWriter(Random random, Kit kit) {
    this.random = random;
    this.kit = kit;
  }

  /** Writes the crate with all that it may depend on; its root is {@code src/root.rs}. */
  void write(Path directory, Kind kind) throws IOException {
    text(directory, "src/root.rs", root(kind));
    text(directory, "src/module.rs", "pub fn module() -> i32 { 1 }\n");
    text(directory, "src/odd/place.rs", "pub fn placed() -> i32 { 1 }\n");
    text(directory, "src/included.rs", "pub fn included() -> i32 { 1 }\n");
    text(directory, "data/text.txt", "text 1");
    text(directory, "data/bytes.bin", "bytes 1");
    text(directory, "data/macro.txt", "macro 1");
    text(directory, "data/list/one", "");
    Files.createDirectories(directory.resolve("empty"));
    kit.put("deps/libdep.rlib", 1, directory);
    kit.put("deps/libdep.rmeta", 1, directory);
    kit.put("deps/libmac.so", 1, directory);
    kit.put("native/libnat.a", 1, directory);
  }

  private static void text(Path directory, String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String root(Kind kind) {
    var text = new StringBuilder();
    maybe(text, "#![allow(dead_code)]\n");
    text.append(random.nextInt(12) == 0 ? "#![deny(unused_variables)]\n" : "");
    maybe(text, "#![warn(missing_docs)]\n");
    if (kind == Kind.PROC_MACRO) {
      text.append("extern crate proc_macro;\n#[proc_macro]\n")
          .append(
              "pub fn own(item: proc_macro::TokenStream) -> proc_macro::TokenStream { item }\n");
    }
    // All are private: a macro crate may export nothing else.
    maybe(text, "mod module;\nfn module() -> i32 { module::module() }\n");
    maybe(text, "#[path = \"odd/place.rs\"] mod place;\nfn place() -> i32 { place::placed() }\n");
    maybe(
        text,
        "mod inner { include!(\"included.rs\"); }\nfn inner() -> i32 { inner::included() }\n");
    maybe(text, "const TEXT: &str = include_str!(\"../data/text.txt\");\n");
    maybe(text, "static BYTES: &[u8] = include_bytes!(\"../data/bytes.bin\");\n");
    maybe(text, "const VARIABLE: &str = env!(\"CORPUS_VARIABLE\");\n");
    maybe(text, "const OPTIONAL: Option<&str> = option_env!(\"CORPUS_OPTIONAL\");\n");
    maybe(text, "const FILE: (&str, u32) = (file!(), line!());\n");
    if (random.nextBoolean()) {
      text.append("extern crate dep;\n");
      maybe(text, "fn dep() -> i32 { dep::twice!(dep::value()) }\n");
      maybe(text, "fn generic() -> String { dep::generic(vec![1u8]) }\n");
    }
    if (random.nextBoolean()) {
      text.append("#[macro_use] extern crate mac;\n");
      maybe(text, "const READ: &str = read!();\n");
      maybe(text, "#[derive(Name)] struct Named;\nfn named() -> &'static str { Named::name() }\n");
    }
    if (random.nextBoolean()) {
      text.append("#[link(name = \"nat\", kind = \"static\")]\n")
          .append(
              "unsafe extern \"C\" { fn nat() -> i32; }\nfn native() -> i32 { unsafe { nat() } }\n");
    }
    maybe(text, "fn unused_things() { let unused = 1; }\n");
    maybe(text, "fn panics(x: Option<i32>) -> i32 { x.unwrap() / x.expect(\"none\") }\n");
    maybe(text, "#[cfg(corpus)] fn configured() -> i32 { 1 }\n");
    maybe(text, "#[cfg(target_feature = \"avx2\")] fn featured() -> i32 { 1 }\n");
    maybe(text, "#[cfg(debug_assertions)] fn checked() -> i32 { 1 }\n");
    maybe(text, "#[test] fn passes() { assert_eq!(1 + 1, 2); }\n");
    uses(text, kind);
    return text.toString();
  }

  /* What is defined is also used, from something that is exported: else nothing of it is compiled. */
  private static void uses(StringBuilder text, Kind kind) {
    String all = text.toString();
    var body = new StringBuilder();
    for (String name :
        new String[] {"module", "place", "inner", "dep", "generic", "named", "native"}) {
      if (all.contains("\nfn " + name + "()") || all.startsWith("fn " + name + "()")) {
        body.append("    println!(\"{}\", ").append(name).append("());\n");
      }
    }
    for (String name : new String[] {"TEXT", "BYTES", "VARIABLE", "OPTIONAL", "FILE", "READ"}) {
      if (all.contains(" " + name + ":")) {
        body.append("    println!(\"{:?}\", ").append(name).append(");\n");
      }
    }
    if (kind.program()) {
      text.append("fn main() {\n").append(body).append("}\n");
    } else if (kind == Kind.PROC_MACRO) {
      text.append("#[proc_macro]\npub fn all(item: proc_macro::TokenStream)")
          .append(" -> proc_macro::TokenStream {\n")
          .append(body)
          .append("    item\n}\n");
    } else {
      text.append("#[unsafe(no_mangle)]\npub extern \"C\" fn entry() {\n")
          .append(body)
          .append("}\n");
    }
  }

  private void maybe(StringBuilder text, String part) {
    if (random.nextInt(5) < 3) {
      text.append(part);
    }
  }
}
