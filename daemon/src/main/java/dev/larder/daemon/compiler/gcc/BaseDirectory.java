package dev.larder.daemon.compiler.gcc;

import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.Places;
import dev.larder.daemon.compiler.gcc.CompilerName.Family;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The base directory of a call: the one that its working directory lies in, if it makes no
 * difference how that is called, as far as this can be told beforehand.
 */
/*
 * The idea: if all paths that begin with the base directory begin with another one instead, then the compiler makes the same,
 * with the other one wherever the first one stands; and where it stands in no output, the same to the byte. So whatever takes a
 * name apart, measures it, or compares it with others as a text is left out here or found when the run is judged.
 */
final class BaseDirectory {
  /* Options whose value is a path that the compiler opens or searches, and puts nowhere but in front of names. */
  private static final Set<String> WITH_PATH =
      Set.of("-I", "-iquote", "-isystem", "-idirafter", "-include", "-imacros");

  /* The compilers look here by themselves. */
  private static final List<String> SYSTEM =
      List.of("/usr/include/", "/usr/local/include/", "/usr/lib/", "/lib/", "/etc/");

  private BaseDirectory() {}

  /** It, as the only place; or none. */
  static Places of(
      List<String> bases,
      Invocation invocation,
      String resolvedProgram,
      CommandLine line,
      List<String> words,
      Family family,
      boolean assembly,
      SourceLanguage language) {
    String cwd = invocation.cwd();
    Optional<String> deepest =
        bases.stream()
            .filter(base -> lies(cwd, base))
            // Not by comparingInt, whose lambda the runtime makes anew at each start.
            .max((one, other) -> Integer.compare(one.length(), other.length()));
    return deepest
        .map(List::of)
        .map(Places::of)
        .filter(place -> !place.directories().isEmpty())
        .filter(place -> WorkingDirectory.spelled(invocation).equals(cwd))
        .filter(place -> isPlain(line, words, assembly, language))
        .filter(
            place ->
                !DirectoryUse.reachesOutput(line, invocation.program(), invocation.environment()))
        .filter(place -> isItself(deepest.get()) && isApart(deepest.get(), resolvedProgram))
        .filter(place -> words.stream().noneMatch(word -> goesOn(word, deepest.get())))
        .filter(place -> mapsWhole(line, deepest.get(), family))
        .orElse(Places.NONE);
  }

  private static boolean lies(String path, String directory) {
    return path.equals(directory) || path.startsWith(directory + "/");
  }

  /*
   * Debug information may be packed, or divided where it leaves the directory that it is told of; assembly text breaks long
   * strings; names of units are made from hashes of paths.
   */
  private static boolean isPlain(
      CommandLine line, List<String> words, boolean assembly, SourceLanguage language) {
    return !assembly
        && !line.has(Effect.COMPILATION_DIRECTORY)
        && language.preprocessed()
        && !language.assembler()
        && line.with(Effect.DEBUG).noneMatch(argument -> argument.value().startsWith("z"))
        && line.with(Effect.FOR_ASSEMBLER)
            .noneMatch(argument -> argument.value().contains("compress"))
        && words.stream().noneMatch(word -> word.contains("unique-internal-linkage-names"));
  }

  private static boolean isItself(String base) {
    try {
      return Path.of(base).toRealPath().toString().equals(base);
    } catch (IOException none) {
      return false;
    }
  }

  private static boolean isApart(String base, String resolvedProgram) {
    return !lies(resolvedProgram, base)
        && SYSTEM.stream().noneMatch(s -> s.startsWith(base + "/") || (base + "/").startsWith(s));
  }

  /* /src/app in /src/app-old: what is mapped by a prefix goes by letters. */
  private static boolean goesOn(String word, String base) {
    for (int at = word.indexOf(base); at >= 0; at = word.indexOf(base, at + 1)) {
      int end = at + base.length();
      if (end < word.length() && "/=:,".indexOf(word.charAt(end)) < 0) {
        return true;
      }
    }
    return false;
  }

  /* A map of a part of its name leaves the rest; without one debug information names it in any case. */
  private static boolean mapsWhole(CommandLine line, String base, Family family) {
    return line.with(Effect.PREFIX_MAP)
            .map(PrefixMaps::oldSide)
            .noneMatch(old -> base.startsWith(old) && !old.equals(base))
        && (!DirectoryUse.inDebugInformation(line, family) || maps(line, base, "debug"));
  }

  /** Whether the call has another name for all that lies in the directory, for one purpose. */
  static boolean maps(CommandLine line, String base, String purpose) {
    return line.with(Effect.PREFIX_MAP)
        .filter(argument -> argument.name().matches("-f(file|" + purpose + ")-prefix-map="))
        .map(PrefixMaps::oldSide)
        .anyMatch(old -> old.equals(base));
  }

  /** Whether the value of an option is a path that may be kept with a label. */
  static boolean takes(Argument argument) {
    return argument.effect() == Effect.SOURCE
        || argument.effect() == Effect.DEPFILE_TARGET
        || WITH_PATH.contains(argument.name());
  }
}
