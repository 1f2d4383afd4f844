package dev.larder.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing that a user can set.
 *
 * @param variable its environment variable, {@code LARDER_…}
 * @param others further variables that are asked, in this order, when the first is not set
 * @param key its key in the configuration file; empty if a file can not set it
 * @param syntax how its value is written
 * @param standard the value where nothing is set, as it would be written; where it is computed, a
 *     description in words
 * @param reader who reads it
 * @param doc what it does, in a sentence or two
 */
public record Setting<T>(
    String variable,
    List<Other<T>> others,
    String key,
    Syntax<T> syntax,
    String standard,
    Reader reader,
    String doc) {

  /** Another variable with the same meaning, in its own syntax. */
  public record Other<T>(String variable, Syntax<T> syntax) {}

  /** Who reads a setting, and so when a change of it takes effect. */
  public enum Reader {
    WRAPPER("the wrapper, at each call"),
    START("the daemon, when it starts"),
    REQUEST("the daemon, at each request");

    private final String words;

    Reader(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  public Setting {
    if (!variable.startsWith("LARDER_")) {
      throw new IllegalArgumentException("not one of Larder's variables: " + variable);
    }
    others = List.copyOf(others);
  }

  /** A setting of the wrapper, which reads no file. */
  static <T> Setting<T> ofWrapper(String variable, Syntax<T> syntax, String standard, String doc) {
    return new Setting<>(variable, List.of(), "", syntax, standard, Reader.WRAPPER, doc);
  }

  static <T> Setting<T> ofRequest(
      String variable, String key, Syntax<T> syntax, String standard, String doc) {
    return new Setting<>(variable, List.of(), key, syntax, standard, Reader.REQUEST, doc);
  }

  /** The same setting, which may also be given by another variable. */
  Setting<T> or(String other, Syntax<T> otherSyntax) {
    List<Other<T>> all = new ArrayList<>(others);
    all.add(new Other<>(other, otherSyntax));
    return new Setting<>(variable, all, key, syntax, standard, reader, doc);
  }

  Setting<T> or(String other) {
    return or(other, syntax);
  }

  Setting<T> readBy(Reader who) {
    return new Setting<>(variable, others, key, syntax, standard, who, doc);
  }

  /** The standard value, where it is not computed. */
  Optional<T> standardValue() {
    return syntax.parse(standard);
  }
}
