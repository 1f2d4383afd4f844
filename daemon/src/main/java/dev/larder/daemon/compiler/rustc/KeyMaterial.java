package dev.larder.daemon.compiler.rustc;

import dev.larder.daemon.compiler.Action.Part;
import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.Places;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gathers the parts of the action key for one call that is cached. */
final class KeyMaterial {
  private static final String VERSION = "rustc 13";

  /* Read by the loader and by libc, unobserved. */
  private static final List<String> UNOBSERVED =
      List.of("LD_PRELOAD", "LD_AUDIT", "GLIBC_TUNABLES", "LOCPATH", "TZ");

  private final Invocation invocation;
  private final CommandLine line;
  private final Places places;
  private final boolean movable;
  private boolean question;
  private final List<Part> parts = new ArrayList<>();

  KeyMaterial(Invocation invocation, CommandLine line, Places places, boolean movable) {
    this.invocation = invocation;
    this.line = line;
    this.places = places;
    this.movable = movable;
  }

  /** All parts of a call that compiles. */
  List<Part> ofCompile(String resolvedProgram, Programs programs, Supplier<String> machine) {
    begin(resolvedProgram, programs, machine);
    add("working directory", moved(invocation.cwd()));
    if (movable) {
      places.directories().forEach(place -> add("directory", fromWorkingDirectory(place)));
    }
    new TreeMap<>(invocation.environment())
        .forEach(
            (name, value) -> {
              if (ofPackage(name)) {
                add("variable " + name, moved(value));
              }
            });
    return List.copyOf(parts);
  }

  private String moved(String path) {
    return movable ? places.labelled(path) : path;
  }

  /* What lies in what is the same wherever this serves: one file may be met by two names. */
  private String fromWorkingDirectory(String place) {
    String cwd = invocation.cwd();
    if (place.startsWith(cwd + "/")) {
      return "." + place.substring(cwd.length());
    }
    return place.equals(cwd) ? "." : cwd.startsWith(place + "/") ? place : "elsewhere";
  }

  /** All parts of a question that compiles nothing. */
  List<Part> ofQuestion(String resolvedProgram, Programs programs, Supplier<String> machine) {
    question = true;
    begin(resolvedProgram, programs, machine);
    // rustup looks for its settings from the working directory upwards.
    if (programs.wrapped() || !Programs.isRustc(resolvedProgram)) {
      add("working directory", invocation.cwd());
    }
    return List.copyOf(parts);
  }

  private void begin(String resolvedProgram, Programs programs, Supplier<String> machine) {
    add("front end", VERSION);
    add("compiler", invocation.program());
    add("resolved compiler", resolvedProgram);
    add("called as", invocation.arguments().getFirst());
    if (programs.wrapped()) {
      add("rustc", invocation.arguments().get(1));
    }
    if (line.named(CommandLine.SOURCE).anyMatch(source -> source.value().equals("-"))) {
      invocation.input().ifPresent(input -> add("standard input", input));
    }
    line.arguments().forEach(this::addArgument);
    add("places", Integer.toString(places.directories().size()));
    if (OptionTable.asksMachine(line)) {
      add("processor", machine.get());
    }
    for (String name : UNOBSERVED) {
      invocation.variable(name).ifPresent(value -> add("variable " + name, value));
    }
    invocation
        .variable("LD_LIBRARY_PATH")
        .ifPresent(value -> add("variable LD_LIBRARY_PATH", labelledEach(value)));
  }

  private String labelledEach(String searchPath) {
    return Stream.of(searchPath.split(":", -1))
        .map(places::labelled)
        .collect(Collectors.joining(":"));
  }

  private void addArgument(Argument argument) {
    String value = argument.value();
    Optional<String> inKey =
        switch (argument.name()) {
          case "diagnostic-width" -> Optional.empty();
          case "out-dir" -> Optional.of(places.labelled(value));
          case "extern" -> Optional.of(labelledSetting(argument));
          case "remap-path-prefix" -> Optional.of(map(value));
          case "L" ->
              Optional.of(Directories.isOfBuild(argument) ? labelledSetting(argument) : value);
          case "codegen" ->
              Optional.of(argument.key().equals("incremental") ? "incremental" : value);
          default -> Optional.of(value);
        };
    inKey.ifPresent(words -> add("argument", argument.name() + " " + words));
  }

  /* A name that lies in what is mapped is found in no output: how it lies there counts instead. */
  private String map(String value) {
    String old = Checkout.old(value);
    if (question) {
      return value.substring(old.length()); // it names no files
    }
    boolean labelled = movable || Checkout.apart(line, invocation.cwd()).contains(old);
    places.directories().forEach(place -> add("mapped directory", Places.below(place, old)));
    return (labelled ? places.labelled(old) : old) + value.substring(old.length());
  }

  private String labelledSetting(Argument argument) {
    int equals = argument.value().indexOf('=');
    return equals < 0
        ? argument.value()
        : argument.value().substring(0, equals + 1) + places.labelled(argument.setting());
  }

  /* A macro may look through all variables, which is not observed; these are set by cargo for one package and change with it. */
  private static boolean ofPackage(String name) {
    return name.startsWith("CARGO_PKG_")
        || name.equals("CARGO_MANIFEST_DIR")
        || name.equals("CARGO_MANIFEST_LINKS")
        || name.equals("CARGO_CRATE_NAME")
        || name.equals("CARGO_BIN_NAME");
  }

  private void add(String label, String value) {
    parts.add(new Part(label, value));
  }
}
