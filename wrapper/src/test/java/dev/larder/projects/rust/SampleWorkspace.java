package dev.larder.projects.rust;

import dev.larder.projects.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A small workspace that has one of each: libraries with and without features, a procedural macro
 * that reads variables and a file, a build script that sets variables and generates a source, a C
 * and a Rust library, programs, an example, tests, lints of the workspace, warnings.
 *
 * @param directory where it lies
 */
record SampleWorkspace(Path directory) {

  /** Writes it, in place of what was there. */
  Cargo lay() throws IOException {
    Tree.delete(directory);
    text(
        "Cargo.toml",
        """
        [workspace]
        resolver = "2"
        members = ["base", "middle", "mac", "native", "app"]
        [workspace.package]
        version = "1.2.3"
        edition = "2021"
        [workspace.lints.rust]
        unused_variables = "warn"
        missing_docs = "allow"
        [workspace.lints.clippy]
        needless_return = "warn"
        [profile.release]
        lto = "thin"
        codegen-units = 2
        [profile.small]
        inherits = "release"
        opt-level = "s"
        panic = "abort"
        """);
    member("base", "", "pub fn base() -> u32 { let unused = 1; return 1; }\n");
    member(
        "middle",
        "[features]\nextra = []\n[dependencies]\nbase = { path = \"../base\" }\n",
        """
        pub mod part;
        #[cfg(feature = "extra")] pub fn middle() -> u32 { base::base() + 100 }
        #[cfg(not(feature = "extra"))] pub fn middle() -> u32 { base::base() + part::part() }
        """);
    text("middle/src/part.rs", "pub fn part() -> u32 { 10 }\n");
    member(
        "mac",
        "[lib]\nproc-macro = true\n",
        """
        use proc_macro::TokenStream;
        use std::{env, fs, path::Path};
        #[proc_macro]
        pub fn described(_: TokenStream) -> TokenStream {
            let of = |name: &str| env::var(name).unwrap_or("unset".into());
            let file = Path::new(&of("CARGO_MANIFEST_DIR")).join("described.txt");
            let text = fs::read_to_string(file).unwrap_or("absent".into());
            let all = format!("{} {} {} {}", of("CARGO_PKG_NAME"), of("SAMPLE_MACRO"), of("PROFILE"), text);
            format!("{all:?}").parse().unwrap()
        }
        """);
    member(
        "native",
        "[lib]\ncrate-type = [\"cdylib\", \"staticlib\", \"rlib\"]\n[dependencies]\nbase = { path = \"../base\" }\n",
        "#[no_mangle] pub extern \"C\" fn native() -> u32 { base::base() }\n");
    member(
        "app",
        """
        [features]
        extra = ["middle/extra"]
        [dependencies]
        middle = { path = "../middle" }
        mac = { path = "../mac" }
        native = { path = "../native" }
        """,
        """
        include!(concat!(env!("OUT_DIR"), "/generated.rs"));
        pub const TEXT: &str = include_str!("text.txt");
        pub const SET: &str = env!("SAMPLE_SET");
        pub const OPTIONAL: Option<&str> = option_env!("SAMPLE_OPTIONAL");
        pub fn app() -> String {
            let mut all = format!("{} {} {GENERATED} {TEXT} {SET} {OPTIONAL:?}", middle::middle(), native::native());
            all.push_str(mac::described!());
            if cfg!(sample) { all.push_str(" sample"); }
            all
        }
        #[cfg(test)] mod tests {
            #[test] fn has_text() { assert!(super::app().contains("text")); }
        }
        """);
    text("app/src/text.txt", "text 1");
    text("app/described.txt", "described 1");
    text("app/src/main.rs", "fn main() { println!(\"{}\", app::app()); }\n");
    text("app/src/bin/second.rs", "fn main() { println!(\"{}\", app::GENERATED); }\n");
    text("app/examples/shown.rs", "fn main() { println!(\"{}\", app::TEXT); }\n");
    text(
        "app/tests/whole.rs",
        """
        #[test] fn program_prints_all() {
            let out = std::process::Command::new(env!("CARGO_BIN_EXE_app")).output().unwrap();
            assert_eq!(String::from_utf8(out.stdout).unwrap().trim_end(), app::app());
        }
        """);
    text(
        "app/build.rs",
        """
        use std::{env, fs, path::Path};
        fn main() {
            println!("cargo:rerun-if-changed=build.rs");
            println!("cargo:rerun-if-env-changed=SAMPLE_BUILD");
            let build = env::var("SAMPLE_BUILD").unwrap_or("none".into());
            println!("cargo:rustc-env=SAMPLE_SET={build}");
            println!("cargo:rustc-check-cfg=cfg(sample)");
            println!("cargo:rustc-cfg=sample");
            let text = format!("pub const GENERATED: &str = {build:?};");
            fs::write(Path::new(&env::var("OUT_DIR").unwrap()).join("generated.rs"), text).unwrap();
        }
        """);
    return Cargo.in(directory);
  }

  private void member(String name, String more, String library) throws IOException {
    text(
        name + "/Cargo.toml",
        """
        [package]
        name = "%s"
        version.workspace = true
        edition.workspace = true
        [lints]
        workspace = true
        """
                .formatted(name)
            + more);
    text(name + "/src/lib.rs", library);
  }

  private void text(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Replaces a text file. */
  void edit(String name, String text) throws IOException {
    text(name, text);
  }

  /** Adds to a source. */
  void append(String name, String line) throws IOException {
    Files.writeString(directory.resolve(name), line + "\n", StandardOpenOption.APPEND);
  }
}
