package dev.larder.daemon.compiler.gcc;

import dev.larder.daemon.compiler.Colouring;
import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.gcc.CompilerName.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which colours the caller expects, and how the run gets to make them.
 *
 * @param colouring what the run's diagnostics will be
 * @param added the switch to add to the run's arguments; empty for none
 */
record ColourChoice(Colouring colouring, Optional<String> added) {

  /** Decides for one call. */
  static ColourChoice of(
      Invocation invocation, CommandLine line, Family family, SourceLanguage language) {
    Optional<Argument> chosen = line.last(Effect.COLOUR);
    if (chosen.isPresent() && !chosen.get().value().equals("=auto")) {
      return new ColourChoice(Colouring.SETTLED, Optional.empty());
    }
    String terminal = invocation.variable("TERM").orElse("");
    boolean expected =
        invocation.stderrTerminal()
            && !terminal.isEmpty()
            && !terminal.equals("dumb")
            && (family == Family.CLANG
                || !invocation.variable("GCC_COLORS").equals(Optional.of("")));
    if (!expected || !mayAdd(line, family, language)) {
      return new ColourChoice(Colouring.PLAIN, Optional.empty());
    }
    return new ColourChoice(Colouring.COLOURED, Optional.of("-fdiagnostics-color=always"));
  }

  /*
   * Not where it would be recorded in the object (seen with clang's -frecord-gcc-switches; all such are strict), and not for
   * clang's assembler, which warns that the switch is unused. Such runs stay plain: colours are lost, nothing else.
   */
  private static boolean mayAdd(CommandLine line, Family family, SourceLanguage language) {
    return !line.has(Effect.STRICT)
        && !(family == Family.CLANG && language == SourceLanguage.ASSEMBLER);
  }

  /** The caller's argument vector with the switch. */
  List<String> runArguments(List<String> arguments) {
    var all = new ArrayList<String>(arguments);
    added.ifPresent(all::add);
    return all;
  }
}
