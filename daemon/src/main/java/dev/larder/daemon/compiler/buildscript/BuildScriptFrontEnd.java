package dev.larder.daemon.compiler.buildscript;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.compiler.Action.Part;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Speaks for a build script of cargo's, which is to be run or to be done without. */
public final class BuildScriptFrontEnd implements FrontEnd {
  /** The name that a script has beside its launcher; the wrapper's {@code script.h} has it, too. */
  public static final String NAME = "larder-build-script";

  private static final String LANGUAGE = "build script";
  private static final String VERSION = "build script 6";

  private final Supplier<String> machine = Machine.here();

  @Override
  public boolean recognises(Invocation invocation, String resolvedProgram) {
    return invocation.program().endsWith("/" + NAME);
  }

  @Override
  public Analysis analyse(Invocation invocation, String resolvedProgram) {
    Optional<String> output = invocation.variable("OUT_DIR").filter(path -> path.startsWith("/"));
    if (output.isEmpty()) {
      return new Bypass(Kind.NOT_CACHEABLE, "no OUT_DIR");
    }
    List<String> mapped = CompilerFlags.of(invocation).mapped(invocation.cwd());
    Places places = ScriptPlaces.of(invocation.program(), output.get(), mapped);
    return new Cacheable(
        new Action(
            LANGUAGE,
            LANGUAGE,
            parts(invocation, places),
            List.of(),
            List.of(),
            output,
            places,
            "",
            invocation.arguments(),
            Colouring.SETTLED,
            new BuildScriptRunRules(invocation, output.get())));
  }

  /* The script itself is an input of the run, as each program is. */
  private List<Part> parts(Invocation invocation, Places places) {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("front end", VERSION));
    parts.add(new Part("working directory", invocation.cwd()));
    parts.add(new Part("umask", Integer.toOctalString(invocation.umask())));
    // A compiler that a script runs may make code for this very machine, of which nothing is seen.
    parts.add(new Part("processor", machine.get()));
    parts.add(new Part("places", Integer.toString(places.directories().size())));
    invocation.arguments().stream().skip(1).forEach(a -> parts.add(new Part("argument", a)));
    new TreeMap<>(invocation.environment())
        .forEach(
            (name, value) -> {
              if (name.equals(CompilerFlags.VARIABLE)) {
                String flags = CompilerFlags.of(invocation).inKey(places, invocation.cwd());
                parts.add(new Part("variable " + name, flags));
              } else if (ScriptVariables.counts(name, value)) {
                parts.add(new Part("variable " + name, hidden(value, places)));
              }
            });
    return List.copyOf(parts);
  }

  private static String hidden(String value, Places places) {
    return new String(
        places.hideInWords(value.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }
}
