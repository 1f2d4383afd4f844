package dev.larder.daemon.compiler.rustc;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The words of a call as rustc reads them: the rules of its option parser, the crate {@code
 * getopts}, with the options of {@code rustc_session::config::rustc_optgroups}.
 */
record CommandLine(List<Argument> arguments) {
  static final String SOURCE = "";

  private static final Map<Character, String> SHORT_WITH_VALUE =
      Map.of(
          'L', "L", 'l', "l", 'o', "o", 'A', "allow", 'W', "warn", 'D', "deny", 'F', "forbid", 'C',
          "codegen", 'Z', "Z");

  private static final Map<Character, String> SHORT_FLAGS =
      Map.of('h', "help", 'g', "g", 'O', "O", 'V', "version", 'v', "verbose");

  private static final Set<String> FLAGS = Set.of("help", "test", "version", "verbose");

  private static final Set<String> WITH_VALUE =
      Set.of(
          "cfg",
          "check-cfg",
          "crate-type",
          "crate-name",
          "edition",
          "emit",
          "print",
          "out-dir",
          "explain",
          "target",
          "allow",
          "warn",
          "force-warn",
          "deny",
          "forbid",
          "cap-lints",
          "codegen",
          "extern",
          "sysroot",
          "error-format",
          "json",
          "color",
          "diagnostic-width",
          "remap-path-prefix",
          "remap-path-scope",
          "env-set");

  CommandLine {
    arguments = List.copyOf(arguments);
  }

  /**
   * Reads the words after the compiler's name.
   *
   * @throws NotCacheable for an option that rustc is not known to have
   */
  static CommandLine read(List<String> words) throws NotCacheable {
    var arguments = new ArrayList<Argument>();
    Iterator<String> rest = words.iterator();
    boolean options = true;
    while (rest.hasNext()) {
      String word = rest.next();
      if (!options || word.equals("-") || !word.startsWith("-")) {
        arguments.add(new Argument(SOURCE, word));
      } else if (word.equals("--")) {
        options = false;
      } else if (word.startsWith("--")) {
        arguments.add(longOption(word, rest));
      } else {
        shortOptions(word, rest, arguments);
      }
    }
    return new CommandLine(arguments);
  }

  private static Argument longOption(String word, Iterator<String> rest) throws NotCacheable {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
    if (FLAGS.contains(name) && equals < 0) {
      return new Argument(name, "");
    }
    if (!WITH_VALUE.contains(name)) {
      throw new NotCacheable("--" + name);
    }
    return new Argument(name, equals < 0 ? next(rest, word) : word.substring(equals + 1));
  }

  /* Several may share one dash: the last of them may have a value, in the same word or the next. */
  private static void shortOptions(String word, Iterator<String> rest, List<Argument> arguments)
      throws NotCacheable {
    for (int at = 1; at < word.length(); at++) {
      String flag = SHORT_FLAGS.get(word.charAt(at));
      if (flag != null) {
        arguments.add(new Argument(flag, ""));
        continue;
      }
      String name = SHORT_WITH_VALUE.get(word.charAt(at));
      if (name == null) {
        throw new NotCacheable("-" + word.charAt(at));
      }
      String attached = word.substring(at + 1);
      arguments.add(new Argument(name, attached.isEmpty() ? next(rest, word) : attached));
      return;
    }
  }

  private static String next(Iterator<String> rest, String word) throws NotCacheable {
    if (!rest.hasNext()) {
      throw new NotCacheable(word);
    }
    return rest.next();
  }

  Stream<Argument> named(String name) {
    return arguments.stream().filter(argument -> argument.name().equals(name));
  }

  boolean has(String name) {
    return named(name).findAny().isPresent();
  }

  /** The value of the last option of this name. */
  Optional<String> last(String name) {
    return named(name).map(Argument::value).reduce((earlier, later) -> later);
  }

  /** The last setting of a code generation option; a flag without a value is empty. */
  Optional<String> codegen(String key) {
    return named("codegen")
        .filter(argument -> argument.key().equals(key))
        .map(Argument::setting)
        .reduce((earlier, later) -> later);
  }

  /** All values of an option that takes lists separated by commas. */
  List<String> list(String name) {
    return named(name).flatMap(argument -> Stream.of(argument.value().split(",", -1))).toList();
  }
}
