package dev.larder.daemon.compiler.gcc;

import java.util.Map;
import java.util.Optional;

/**
 * The languages that are cached, by the names of {@code -x} and by file name suffix (gcc's manual,
 * "Overall Options").
 */
enum SourceLanguage {
  C("c", true, false),
  CPP("c++", true, false),
  PREPROCESSED_C("cpp-output", false, false),
  PREPROCESSED_CPP("c++-cpp-output", false, false),
  ASSEMBLER("assembler", false, true),
  ASSEMBLER_WITH_CPP("assembler-with-cpp", true, true);

  private static final Map<String, SourceLanguage> BY_SUFFIX =
      Map.ofEntries(
          Map.entry("c", C),
          Map.entry("cc", CPP),
          Map.entry("cp", CPP),
          Map.entry("cxx", CPP),
          Map.entry("cpp", CPP),
          Map.entry("CPP", CPP),
          Map.entry("c++", CPP),
          Map.entry("C", CPP),
          Map.entry("i", PREPROCESSED_C),
          Map.entry("ii", PREPROCESSED_CPP),
          Map.entry("s", ASSEMBLER),
          Map.entry("S", ASSEMBLER_WITH_CPP));

  private final String option;
  private final boolean preprocessed;
  private final boolean assembler;

  SourceLanguage(String option, boolean preprocessed, boolean assembler) {
    this.option = option;
    this.preprocessed = preprocessed;
    this.assembler = assembler;
  }

  /** The language that {@code -x} names; empty if it is none of these. */
  static Optional<SourceLanguage> named(String option) {
    for (SourceLanguage language : values()) {
      if (language.option.equals(option)) {
        return Optional.of(language);
      }
    }
    return Optional.empty();
  }

  /**
   * The language of a file by its suffix, for a driver that takes C for C++ or not; empty if
   * unknown.
   */
  static Optional<SourceLanguage> ofFile(String path, boolean plusPlus) {
    String name = CompilerName.fileName(path);
    int dot = name.lastIndexOf('.');
    Optional<SourceLanguage> language =
        dot < 0 ? Optional.empty() : Optional.ofNullable(BY_SUFFIX.get(name.substring(dot + 1)));
    return language.map(plain -> plusPlus ? plain.asCpp() : plain);
  }

  private SourceLanguage asCpp() {
    return switch (this) {
      case C -> CPP;
      case PREPROCESSED_C -> PREPROCESSED_CPP;
      case CPP, PREPROCESSED_CPP, ASSEMBLER, ASSEMBLER_WITH_CPP -> this;
    };
  }

  /** Its name after {@code -x}. */
  String option() {
    return option;
  }

  /** Whether the preprocessor runs, and so a depfile is written where one is asked for. */
  boolean preprocessed() {
    return preprocessed;
  }

  /** Whether it is assembler. */
  boolean assembler() {
    return assembler;
  }

  /** As the statistics name it. */
  String statistics() {
    return assembler ? "Assembler" : "C/C++";
  }

  /** As the detailed statistics name it, before the compiler. */
  String detail() {
    return switch (this) {
      case C, PREPROCESSED_C -> "c";
      case CPP, PREPROCESSED_CPP -> "c++";
      case ASSEMBLER, ASSEMBLER_WITH_CPP -> "assembler";
    };
  }
}
