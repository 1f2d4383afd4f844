//! Declares nothing, and has CMake and make build a library.

fn main() {
    let installed = cmake::build("c");
    println!("cargo:rustc-link-search=native={}/lib", installed.display());
}
