//! Writes down time, commit and compiler.

fn main() {
    built::write_built_file().unwrap();
}
