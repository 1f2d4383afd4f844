//! Declares the header that it names, but not what that one includes.

fn main() {
    println!("cargo:rerun-if-changed=outer.h");
    let out = std::path::PathBuf::from(std::env::var_os("OUT_DIR").unwrap());
    let bindings = bindgen::Builder::default().header("outer.h").generate().unwrap();
    bindings.write_to_file(out.join("bindings.rs")).unwrap();
}
