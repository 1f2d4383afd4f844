package dev.larder.differential;

/** What a program is written in. */
enum Language {
  C("unit.c"),
  CPP("unit.cc"),
  PREPROCESSED("unit.i"),
  ASSEMBLER("unit.s"),
  ASSEMBLER_WITH_CPP("unit.S");

  private final String file;

  Language(String file) {
    this.file = file;
  }

  /** The name of its source. */
  String file() {
    return file;
  }
}
