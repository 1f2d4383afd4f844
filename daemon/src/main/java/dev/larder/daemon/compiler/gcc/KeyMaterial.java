package dev.larder.daemon.compiler.gcc;

import dev.larder.daemon.compiler.Action.Part;
import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.Places;
import dev.larder.daemon.compiler.gcc.CompilerName.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Gathers the parts of the action key for one call that is cached. */
final class KeyMaterial {
  private static final String BELOW_BASE = "argument below the base directory";

  private final Invocation invocation;
  private final Places places;
  private final List<String> words;
  private final CommandLine line;
  private final String directory;
  private final boolean reachesOutput;
  private final boolean inDebugInformation;
  private final boolean replaceable;
  private final List<Part> parts = new ArrayList<>();

  /**
   * @param words the words after the compiler's name, response files in place
   * @param line the same, read
   * @param places the base directory, if a label stands for it
   */
  KeyMaterial(
      Invocation invocation,
      List<String> words,
      CommandLine line,
      Family family,
      SourceLanguage language,
      Places places) {
    this.invocation = invocation;
    this.places = places;
    this.words = words;
    this.line = line;
    this.directory = WorkingDirectory.spelled(invocation);
    this.reachesOutput =
        DirectoryUse.reachesOutput(line, invocation.program(), invocation.environment());
    this.inDebugInformation = DirectoryUse.inDebugInformation(line, family);
    List<String> others =
        line.arguments().stream()
            .filter(argument -> argument.effect() != Effect.PREFIX_MAP)
            .flatMap(argument -> argument.words().stream())
            .toList();
    // What is preprocessed already names files by itself.
    this.replaceable =
        places.directories().isEmpty()
            && !line.isStrict()
            && language.preprocessed()
            && !language.assembler()
            && KeyVariables.parts(invocation).stream()
                .noneMatch(part -> part.value().contains(directory))
            && PrefixMaps.replaceable(line, others, directory);
  }

  /** The working directory as the compiler knows it. */
  String directory() {
    return directory;
  }

  /** The working directory, if a placeholder stands for it. */
  Optional<String> hiddenDirectory() {
    return replaceable && line.has(Effect.PREFIX_MAP) ? Optional.of(directory) : Optional.empty();
  }

  /** The working directory, if nothing that the call says names it. */
  Optional<String> unnamedDirectory() {
    return replaceable ? Optional.of(directory) : Optional.empty();
  }

  /** All parts. */
  List<Part> parts(
      String resolvedProgram,
      SourceLanguage language,
      OutputNames names,
      DependencyOptions dependencies,
      Supplier<String> machine) {
    add("front end", "gcc 9");
    add("compiler", invocation.program());
    add("resolved compiler", resolvedProgram);
    add("called as", invocation.arguments().getFirst());
    add("language", language.option());
    add("object kept", Boolean.toString(names.kept()));
    add("depfile kept", Boolean.toString(names.depfile().isPresent()));
    addArguments();
    if (dependencies.wanted() && language.preprocessed() && !dependencies.explicitTarget()) {
      String target = OutputNames.defaultTarget(line, source());
      add(lies(target) ? "dependency target below" : "dependency target", labelled(target));
    }
    boolean debugNeedsIt =
        inDebugInformation && !(replaceable && PrefixMaps.cover(line, directory));
    if (!places.directories().isEmpty()) {
      add("directory below the base directory", labelled(directory));
    } else if (reachesOutput || debugNeedsIt) {
      add("working directory", directory);
    }
    if (line.has(Effect.MACHINE)) {
      add("processor", machine.get());
    }
    parts.addAll(KeyVariables.parts(invocation));
    return List.copyOf(parts);
  }

  private boolean lies(String path) {
    return places.in(path).isPresent();
  }

  private String labelled(String path) {
    return places.labelled(path);
  }

  private String source() {
    return line.last(Effect.SOURCE).map(Argument::value).orElse("");
  }

  private void addArguments() {
    if (line.isStrict()) {
      words.forEach(word -> add("argument", word));
      return;
    }
    for (Argument argument : line.arguments()) {
      switch (argument.effect()) {
        case OUTPUT -> {}
        case DEPFILE_NAME -> add("argument", argument.name());
        case FOR_PREPROCESSOR -> add("argument", withoutDepfile(argument));
        case PREFIX_MAP -> addMap(argument);
        case PLAIN,
            SYSTEM_DIRECTORY,
            WORKING_DIRECTORY,
            STRICT,
            DEBUG,
            COMPANION,
            LINK_TIME,
            COMPILATION_DIRECTORY,
            MACHINE,
            COLOUR,
            TO_OBJECT,
            TO_ASSEMBLY,
            CHECK_ONLY,
            LANGUAGE,
            DEPFILE,
            DEPFILE_TARGET,
            FOR_ASSEMBLER,
            SOURCE,
            REFUSED,
            NOT_COMPILATION ->
            addWords(argument);
      }
    }
  }

  private void addMap(Argument argument) {
    String old = PrefixMaps.oldSide(argument);
    if (lies(old)) {
      add(BELOW_BASE, argument.name() + labelled(old) + argument.value().substring(old.length()));
    } else {
      add(
          "argument",
          replaceable ? PrefixMaps.inKey(argument, directory) : argument.words().getFirst());
    }
  }

  private void addWords(Argument argument) {
    if (BaseDirectory.takes(argument) && lies(argument.value())) {
      add(BELOW_BASE, argument.words().size() + argument.name() + labelled(argument.value()));
    } else {
      argument.words().forEach(word -> add("argument", word));
    }
  }

  private static String withoutDepfile(Argument argument) {
    String word = argument.words().getFirst();
    return word.startsWith("-Wp,-MD,") || word.startsWith("-Wp,-MMD,")
        ? word.substring(0, word.lastIndexOf(','))
        : word;
  }

  private void add(String label, String value) {
    parts.add(new Part(label, value));
  }
}
