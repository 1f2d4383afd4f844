package dev.larder.daemon.compiler.gcc;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.compiler.Action.Manner;
import dev.larder.daemon.compiler.Analysis;
import dev.larder.daemon.compiler.Analysis.Bypass;
import dev.larder.daemon.compiler.Analysis.Cacheable;
import dev.larder.daemon.compiler.Analysis.Kind;
import dev.larder.daemon.compiler.FrontEnd;
import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.Machine;
import dev.larder.daemon.compiler.Places;
import dev.larder.daemon.compiler.gcc.CompilerName.Family;
import dev.larder.daemon.compiler.gcc.OutputNames.Companion;
import dev.larder.daemon.compiler.gcc.OutputNames.Product;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Speaks for gcc and clang. */
public final class GccFrontEnd implements FrontEnd {
  /* Options that make the driver stop before the compiler proper, and yet are no links: sccache counts them so. */
  private static final Set<String> PREPROCESSING = Set.of("-E", "-M", "-MM", "-MG");

  private final OptionTable gccOptions = OptionTable.of(Family.GCC);
  private final OptionTable clangOptions = OptionTable.of(Family.CLANG);
  private final Supplier<String> machine;

  /** A front end for this machine. */
  public GccFrontEnd() {
    this(Machine.here());
  }

  /** A front end for the machine that a text describes. */
  GccFrontEnd(Supplier<String> machine) {
    this.machine = machine;
  }

  @Override
  public boolean recognises(Invocation invocation, String resolvedProgram) {
    return Programs.family(invocation, resolvedProgram).isPresent();
  }

  @Override
  public Analysis analyse(Invocation invocation, String resolvedProgram) {
    return analyse(invocation, resolvedProgram, List.of());
  }

  @Override
  public Analysis analyse(
      Invocation invocation, String resolvedProgram, List<String> baseDirectories) {
    Family family = Programs.family(invocation, resolvedProgram).orElseThrow();
    Optional<List<String>> expanded = ResponseFiles.expand(invocation.cwd(), arguments(invocation));
    if (expanded.isEmpty()) {
      return new Bypass(Kind.NOT_CACHEABLE, "@");
    }
    List<String> words = expanded.get();
    CommandLine line = CommandLine.read(family == Family.GCC ? gccOptions : clangOptions, words);
    Optional<Product> product = product(line);
    if (product.isEmpty() || line.has(Effect.NOT_COMPILATION)) {
      return line.refusal()
          .filter(PREPROCESSING::contains)
          .map(reason -> new Bypass(Kind.NOT_CACHEABLE, reason))
          .orElseGet(() -> new Bypass(Kind.NOT_COMPILATION, "no -c"));
    }
    try {
      refuse(line.refusal());
      refuse(KeyVariables.refused(invocation));
      refuse(assembler(line));
      return new Cacheable(
          action(invocation, resolvedProgram, family, words, line, product.get(), baseDirectories));
    } catch (NotCacheable refused) {
      return new Bypass(Kind.NOT_CACHEABLE, refused.reason());
    }
  }

  private static void refuse(Optional<String> reason) throws NotCacheable {
    if (reason.isPresent()) {
      throw new NotCacheable(reason.get());
    }
  }

  private static List<String> arguments(Invocation invocation) {
    return invocation.arguments().subList(1, invocation.arguments().size());
  }

  /* -fsyntax-only wins over -S, and that over -c, in any order: gcc's specs, clang's Driver::getFinalPhase. */
  private static Optional<Product> product(CommandLine line) {
    if (line.has(Effect.CHECK_ONLY)) {
      return Optional.of(Product.NOTHING);
    }
    if (line.has(Effect.TO_ASSEMBLY)) {
      return Optional.of(Product.ASSEMBLY);
    }
    return line.has(Effect.TO_OBJECT) ? Optional.of(Product.OBJECT) : Optional.empty();
  }

  private static Optional<String> assembler(CommandLine line) {
    return line.with(Effect.FOR_ASSEMBLER)
        .filter(argument -> !AssemblerOptions.understood(argument.value()))
        .map(argument -> argument.words().getFirst())
        .findFirst();
  }

  private Action action(
      Invocation invocation,
      String resolved,
      Family family,
      List<String> words,
      CommandLine line,
      Product product,
      List<String> bases)
      throws NotCacheable {
    String source = source(line);
    SourceLanguage language =
        language(line, source, Programs.plusPlus(invocation, resolved, family));
    if (product != Product.OBJECT && language.assembler()) {
      throw new NotCacheable(product == Product.ASSEMBLY ? "-S" : "-fsyntax-only");
    }
    DependencyOptions dependencies = DependencyOptions.read(line);
    OutputNames names =
        OutputNames.of(line, product, source, dependencies, language.preprocessed());
    Places places =
        BaseDirectory.of(
            bases,
            invocation,
            resolved,
            line,
            words,
            family,
            product == Product.ASSEMBLY,
            language);
    var key = new KeyMaterial(invocation, words, line, family, language, places);
    ColourChoice colour = ColourChoice.of(invocation, line, family, language);
    return new Action(
        language.statistics(),
        language.detail() + " [" + family.spelled() + "]",
        key.parts(resolved, language, names, dependencies, machine),
        List.of(source),
        names.outputs(manner(line, family, language, product), family),
        Optional.empty(),
        places,
        "",
        colour.runArguments(invocation.arguments()),
        colour.colouring(),
        new GccRunRules(
            family,
            line.isStrict(),
            invocation.variable("SOURCE_DATE_EPOCH").isPresent(),
            GccRunRules.calendar(String.join("\n", words)),
            madeByChance(line, family, language, names),
            key.hiddenDirectory(),
            key.unnamedDirectory(),
            places,
            places.directories().stream().anyMatch(p -> BaseDirectory.maps(line, p, "macro")),
            new Footing(invocation, resolved, places, key.directory())));
  }

  /*
   * gcc draws a number for the names of an LTO object's sections, and for an object that counts what runs, unless it is given
   * one. The driver's temporary file is the source in the debug information of an assembler that is not told the real one.
   */
  private static boolean madeByChance(
      CommandLine line, Family family, SourceLanguage language, OutputNames names) {
    List<String> words =
        line.arguments().stream().flatMap(argument -> argument.words().stream()).toList();
    boolean drawn =
        family == Family.GCC
            && (DirectoryUse.linkTime(line)
                || names.companions().contains(Companion.COVERAGE_NOTES)
                || words.stream().anyMatch(GccFrontEnd::counts))
            && words.stream().noneMatch(word -> word.startsWith("-frandom-seed="));
    boolean source = language.assembler() && words.contains("-P");
    return drawn || source;
  }

  /*
   * clang renames what it has written beside the object, unless it assembles; binutils (bfd_open_file) remove what is there,
   * unless it is empty; gcc's own compilers write over it.
   */
  private static Manner manner(
      CommandLine line, Family family, SourceLanguage language, Product product) {
    boolean outside = has(line, "-fno-integrated-as", "-no-integrated-as");
    if (product == Product.OBJECT && (family == Family.GCC || outside)) {
      return Manner.ASSEMBLED;
    }
    boolean renames =
        family == Family.CLANG && !language.assembler() && !outside && !has(line, "-fno-temp-file");
    return renames ? Manner.REPLACED : Manner.WRITTEN;
  }

  private static boolean counts(String word) {
    return word.equals("-fprofile-arcs") || word.startsWith("-fprofile-generate");
  }

  private static boolean has(CommandLine line, String... options) {
    return line.arguments().stream()
        .flatMap(argument -> argument.words().stream())
        .anyMatch(List.of(options)::contains);
  }

  private static String source(CommandLine line) throws NotCacheable {
    List<Argument> sources = line.with(Effect.SOURCE).toList();
    if (sources.size() != 1) {
      throw new NotCacheable(sources.isEmpty() ? "no input file" : "multiple input files");
    }
    return sources.getFirst().value();
  }

  /* The last -x in front of the source, unless that is "none"; else the suffix. */
  private static SourceLanguage language(CommandLine line, String source, boolean plusPlus)
      throws NotCacheable {
    Optional<String> named =
        line.arguments().stream()
            .takeWhile(argument -> argument.effect() != Effect.SOURCE)
            .filter(argument -> argument.effect() == Effect.LANGUAGE)
            .map(Argument::value)
            .reduce((earlier, later) -> later)
            .filter(value -> !value.equals("none"));
    if (named.isPresent()) {
      return SourceLanguage.named(named.get()).orElseThrow(() -> new NotCacheable("-x"));
    }
    return SourceLanguage.ofFile(source, plusPlus)
        .orElseThrow(() -> new NotCacheable("unknown source language"));
  }
}
