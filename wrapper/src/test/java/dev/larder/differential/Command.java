package dev.larder.differential;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A compiler call in a directory, with variables beside the usual ones. */
record Command(Path directory, List<String> words, Map<String, String> variables, Path input) {

  /** A call that reads nothing. */
  Command(Path directory, List<String> words, Map<String, String> variables) {
    this(directory, words, variables, Path.of("/dev/null"));
  }

  Command {
    words = List.copyOf(words);
    variables = Map.copyOf(variables);
  }

  /** The same with a file as its standard input. */
  Command reading(Path file) {
    return new Command(directory, words, variables, file);
  }

  /** The same elsewhere. */
  Command in(Path other) {
    return new Command(other, words, variables, input);
  }

  /** The same with a variable set. */
  Command with(String name, String value) {
    var more = new HashMap<>(variables);
    more.put(name, value);
    return new Command(directory, words, more, input);
  }

  /** The same to another output; beside the first one if that is hidden in a response file. */
  Command to(String output) {
    var all = new ArrayList<String>();
    boolean skip = false;
    for (String word : words) {
      if (!skip && !word.startsWith("-o")) {
        all.add(word);
      }
      skip = word.equals("-o");
    }
    all.addAll(List.of("-o", output));
    return new Command(directory, all, variables, input);
  }

  /** As one would type it, but for quotes. */
  String shown() {
    var text = new StringBuilder("cd ").append(directory);
    variables.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
    return text.append("; ").append(String.join(" ", words)).toString();
  }
}
