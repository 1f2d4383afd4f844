package dev.larder.daemon.compiler.gcc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An argument list, read.
 *
 * @param arguments options and files in the caller's order
 * @param refusal the first reason not to cache it, by what its words are; empty if there is none
 */
record CommandLine(List<Argument> arguments, Optional<String> refusal) {

  CommandLine {
    arguments = List.copyOf(arguments);
  }

  /** Reads the words after the compiler's name; response files must be in place already. */
  static CommandLine read(OptionTable table, List<String> words) {
    var reader = new Reader(table, words);
    reader.read();
    return new CommandLine(reader.arguments, reader.refusal);
  }

  /** The arguments with an effect, in order. */
  Stream<Argument> with(Effect effect) {
    return arguments.stream().filter(argument -> argument.effect() == effect);
  }

  /** Whether an argument has the effect. */
  boolean has(Effect effect) {
    return with(effect).findAny().isPresent();
  }

  /** Whether all of it belongs to the key, and the working directory. */
  boolean isStrict() {
    return has(Effect.STRICT) || has(Effect.COMPANION);
  }

  /** The last argument with an effect. */
  Optional<Argument> last(Effect effect) {
    return with(effect).reduce((earlier, later) -> later);
  }

  private static final class Reader {
    private final OptionTable table;
    private final List<String> words;
    private final List<Argument> arguments = new ArrayList<>();
    private Optional<String> refusal = Optional.empty();
    private int next;

    Reader(OptionTable table, List<String> words) {
      this.table = table;
      this.words = words;
    }

    void read() {
      while (next < words.size()) {
        String word = words.get(next++);
        if (word.equals("-") || word.equals("--")) {
          refuse(word);
        } else if (word.startsWith("-")) {
          option(word);
        } else {
          arguments.add(new Argument(Effect.SOURCE, "", List.of(word), word));
        }
      }
    }

    private void option(String word) {
      Optional<Option> found = table.find(word);
      if (found.isEmpty()) {
        refuse(word);
        return;
      }
      Option option = found.get();
      String rest = word.substring(option.name().length());
      boolean separate =
          switch (option.form()) {
            case WORD, JOINED -> false;
            case SEPARATE -> true;
            case EITHER -> rest.isEmpty();
          };
      if (option.effect() == Effect.REFUSED) {
        refuse(option.name());
      }
      if (!separate) {
        arguments.add(new Argument(option.effect(), option.name(), List.of(word), rest));
      } else if (next < words.size()) {
        String value = words.get(next++);
        table
            .passedOnRefused(option, value)
            .ifPresent(passed -> refuse(option.name() + " " + passed));
        arguments.add(new Argument(option.effect(), option.name(), List.of(word, value), value));
      } else {
        refuse("argument parse");
      }
    }

    private void refuse(String reason) {
      if (refusal.isEmpty()) {
        refusal = Optional.of(reason);
      }
    }
  }
}
