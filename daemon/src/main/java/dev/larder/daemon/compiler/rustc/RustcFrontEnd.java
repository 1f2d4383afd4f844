package dev.larder.daemon.compiler.rustc;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.compiler.Analysis;
import dev.larder.daemon.compiler.Analysis.Bypass;
import dev.larder.daemon.compiler.Analysis.Cacheable;
import dev.larder.daemon.compiler.Analysis.Kind;
import dev.larder.daemon.compiler.Colouring;
import dev.larder.daemon.compiler.FrontEnd;
import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.Machine;
import dev.larder.daemon.compiler.Places;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Speaks for rustc, and for clippy-driver and other programs that cargo runs around it. */
public final class RustcFrontEnd implements FrontEnd {
  private static final String LANGUAGE = "Rust";
  private static final String DETAIL = "rust";
  private static final String STANDARD_INPUT = "-";

  /* autocfg 1.5 and later draw lots for the names of their probes: what is kept of one serves none. */
  private static final Pattern MADE_UP = Pattern.compile("autocfg_[0-9a-f]{16}_[0-9]+");

  private final Supplier<String> machine;

  /** A front end for this machine. */
  public RustcFrontEnd() {
    this(Machine.here());
  }

  /** A front end for the machine that a text describes. */
  RustcFrontEnd(Supplier<String> machine) {
    this.machine = machine;
  }

  @Override
  public boolean recognises(Invocation invocation, String resolvedProgram) {
    return Programs.of(invocation, resolvedProgram).isPresent();
  }

  @Override
  public Analysis analyse(Invocation invocation, String resolvedProgram) {
    Programs programs = Programs.of(invocation, resolvedProgram).orElseThrow();
    try {
      List<String> words = ArgumentFiles.expand(invocation.cwd(), programs.arguments(invocation));
      CommandLine line = CommandLine.read(words);
      if (asksForHelp(line)) {
        return new Bypass(Kind.NOT_COMPILATION, "help");
      }
      Optional<String> refusal = OptionTable.refusal(line);
      if (refusal.isPresent()) {
        throw new NotCacheable(refusal.get());
      }
      if (line.has("version")) {
        return new Cacheable(question(invocation, resolvedProgram, programs, line, List.of()));
      }
      List<String> sources = line.named(CommandLine.SOURCE).map(Argument::value).toList();
      if (sources.isEmpty() && !line.has("print")) {
        return new Bypass(Kind.NOT_COMPILATION, "no input file");
      }
      return new Cacheable(analyse(invocation, resolvedProgram, programs, line, sources));
    } catch (NotCacheable refused) {
      return new Bypass(Kind.NOT_CACHEABLE, refused.reason());
    }
  }

  private static boolean asksForHelp(CommandLine line) {
    return line.has("help")
        || line.has("explain")
        || line.arguments().stream()
            .anyMatch(a -> a.value().equals("help") && !a.name().equals(CommandLine.SOURCE));
  }

  private Action analyse(
      Invocation invocation,
      String resolved,
      Programs programs,
      CommandLine line,
      List<String> sources)
      throws NotCacheable {
    if (sources.size() > 1) {
      throw new NotCacheable("multiple input files");
    }
    if (line.last("crate-name").filter(MADE_UP.asMatchPredicate()).isPresent()) {
      throw new NotCacheable("crate name made up for one call");
    }
    boolean fromInput = sources.contains(STANDARD_INPUT);
    if (fromInput && invocation.input().isEmpty()) {
      throw new NotCacheable("source on standard input");
    }
    List<String> files = fromInput ? List.of() : sources;
    if (line.has("print")) {
      return question(invocation, resolved, programs, line, files);
    }
    if (invocation.stderrTerminal() && forPeople(line)) {
      throw new NotCacheable("diagnostics for a terminal");
    }
    Directories directories =
        Directories.of(
            line, invocation.cwd(), Checkout.isMapped(invocation, line, programs, resolved));
    return new Action(
        LANGUAGE,
        DETAIL,
        new KeyMaterial(invocation, line, directories.places(), directories.movable())
            .ofCompile(resolved, programs, machine),
        files,
        BuildScript.launched(OutputNames.of(line, sources.getFirst()), line, invocation),
        Optional.empty(),
        directories.places(),
        view(invocation, line),
        invocation.arguments(),
        Colouring.SETTLED,
        new RustcRunRules(invocation, line, directories));
  }

  /** A call that prints what it was asked for, and compiles nothing. */
  private Action question(
      Invocation invocation,
      String resolved,
      Programs programs,
      CommandLine line,
      List<String> files) {
    var directories =
        new Directories(Places.NONE, false, List.of(), List.of(), List.of(), List.of());
    return new Action(
        LANGUAGE,
        DETAIL,
        new KeyMaterial(invocation, line, Places.NONE, false)
            .ofQuestion(resolved, programs, machine),
        files,
        List.of(),
        Optional.empty(),
        Places.NONE,
        view(invocation, line),
        invocation.arguments(),
        Colouring.SETTLED,
        new RustcRunRules(invocation, line, directories));
  }

  private static boolean forPeople(CommandLine line) {
    return !line.last("error-format").orElse("").equals("json");
  }

  /** Diagnostics are laid out for a width: the one that is given, or the terminal's. */
  private static String view(Invocation invocation, CommandLine line) {
    return line.last("diagnostic-width")
        .map(width -> "width." + HexFormat.of().formatHex(width.getBytes(StandardCharsets.UTF_8)))
        .orElse("columns." + invocation.columns());
  }
}
