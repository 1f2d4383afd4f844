//! Declares its one input.

fn main() {
    println!("cargo:rerun-if-changed=message.proto");
    let files = protox::compile(["message.proto"], ["."]).unwrap();
    prost_build::compile_fds(files).unwrap();
}
