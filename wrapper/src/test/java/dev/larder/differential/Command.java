package dev.larder.differential;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A compiler call in a directory, with variables beside the usual ones. */
public record Command(
    Path directory, List<String> words, Map<String, String> variables, Path input) {

  /** A call that reads nothing. */
  public Command(Path directory, List<String> words, Map<String, String> variables) {
    this(directory, words, variables, Path.of("/dev/null"));
  }

  /** A script that may mount what only it sees. */
  public static Command amongMounts(Path directory, String script) {
    List<String> words = new ArrayList<>(List.of("unshare", "--mount"));
    if (!"root".equals(System.getProperty("user.name"))) {
      words.addAll(List.of("--user", "--map-root-user"));
    }
    words.addAll(List.of("bash", "-c", script));
    return new Command(directory, words, Map.of());
  }

  public Command {
    words = List.copyOf(words);
    variables = Map.copyOf(variables);
  }

  /** The same with a file as its standard input. */
  public Command reading(Path file) {
    return new Command(directory, words, variables, file);
  }

  /** The same elsewhere. */
  public Command in(Path other) {
    return new Command(other, words, variables, input);
  }

  /** The same with a variable set. */
  public Command with(String name, String value) {
    var more = new HashMap<>(variables);
    more.put(name, value);
    return new Command(directory, words, more, input);
  }

  /** The same with a variable not set. */
  public Command without(String name) {
    var fewer = new HashMap<>(variables);
    fewer.remove(name);
    return new Command(directory, words, fewer, input);
  }

  /** The same with a text replaced wherever it stands in the words. */
  public Command replacing(String placeholder, String text) {
    var all = words.stream().map(word -> word.replace(placeholder, text)).toList();
    return new Command(directory, all, variables, input);
  }

  /** The same to another output; beside the first one if that is hidden in a response file. */
  public Command to(String output) {
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
  public String shown() {
    var text = new StringBuilder("cd ").append(directory);
    variables.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
    return text.append("; ").append(String.join(" ", words)).toString();
  }
}
