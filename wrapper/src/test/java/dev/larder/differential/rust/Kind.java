package dev.larder.differential.rust;

/** What a crate of the corpus is compiled to. */
enum Kind {
  LIB("--crate-type lib", false),
  RLIB("--crate-type rlib", false),
  BIN("--crate-type bin", true),
  DYLIB("--crate-type dylib -C prefer-dynamic", false),
  CDYLIB("--crate-type cdylib", false),
  STATICLIB("--crate-type staticlib", false),
  SEVERAL("--crate-type rlib --crate-type cdylib --crate-type staticlib", false),
  PROC_MACRO("--crate-type proc-macro", false),
  TEST("--test", false),
  CHECK("--crate-type lib --emit=metadata", false),
  CHECK_BIN("--crate-type bin --emit=dep-info,metadata", true);

  private final String options;
  private final boolean program;

  Kind(String options, boolean program) {
    this.options = options;
    this.program = program;
  }

  /** The options that say so. */
  String options() {
    return options;
  }

  /** Whether the crate has a main function. */
  boolean program() {
    return program;
  }
}
