package dev.larder.daemon.compiler;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Directories that a call names and that another call for the same thing may name otherwise: where
 * its outputs go, and where those of others lie. Results are kept with the number of a place where
 * its name would stand.
 *
 * @param directories absolute, without a slash at the end, each once
 */
public record Places(List<String> directories) {
  /** No places: everything is kept as it is. */
  public static final Places NONE = new Places(List.of());

  private static final int MOST = 32;

  /* Compilers quote and escape other characters, each file format in its own way. */
  private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9._+@~=,-]+)+");

  /* In a kept text: this and a letter for a place, this twice for itself. */
  private static final char MARK = '\u0001';
  private static final char FIRST = 'A';

  public Places {
    directories = List.copyOf(directories);
  }

  /** Those of these directories that can be places; the others are taken by their names. */
  public static Places of(Collection<String> directories) {
    List<String> places = new ArrayList<>();
    for (String directory : directories) {
      String place = withoutSlash(directory);
      if (PLAIN.matcher(place).matches() && !places.contains(place) && places.size() < MOST) {
        places.add(place);
      }
    }
    return new Places(places);
  }

  private static String withoutSlash(String directory) {
    return directory.length() > 1 && directory.endsWith("/")
        ? directory.substring(0, directory.length() - 1)
        : directory;
  }

  /** How a place is called where it has no name. */
  public static String label(int place) {
    return "<directory " + place + ">";
  }

  /** Whether a text is what some place is called. */
  public static boolean isLabel(String text) {
    return text.startsWith("<directory ");
  }

  /** The path with a label in place of the deepest place that it lies in. */
  public String labelled(String path) {
    return in(path)
        .map(place -> label(place) + path.substring(directories.get(place).length()))
        .orElse(path);
  }

  /** How a directory lies to another one, whatever both are called. */
  public static String below(String directory, String above) {
    if (directory.equals(above)) {
      return ".";
    }
    return directory.startsWith(above + "/") ? directory.substring(above.length()) : "elsewhere";
  }

  /** The deepest place that a path lies in or is. */
  public Optional<Integer> in(String path) {
    return deepest(path, directories);
  }

  /** The same for other names of the places, in the same order. */
  public static Optional<Integer> deepest(String path, List<String> names) {
    Optional<Integer> deepest = Optional.empty();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      boolean lies =
          path.startsWith(name)
              && (path.length() == name.length() || path.charAt(name.length()) == '/');
      if (lies && deepest.map(other -> names.get(other).length() < name.length()).orElse(true)) {
        deepest = Optional.of(i);
      }
    }
    return deepest;
  }

  /** A text as it is kept: file names that begin with a place begin with its number. */
  public byte[] hide(byte[] text) {
    return hide(text, " \n\"", false);
  }

  /**
   * The same for a text that names files in words of its own ({@code search=/place}), and places
   * themselves.
   */
  public byte[] hideInWords(byte[] text) {
    return hide(text, " \n\"\t'=:,;(", true);
  }

  private byte[] hide(byte[] text, String before, boolean themselves) {
    if (directories.isEmpty()) {
      return text;
    }
    String from = new String(text, StandardCharsets.ISO_8859_1);
    StringBuilder to = new StringBuilder(from.length());
    for (int at = 0; at < from.length(); at++) {
      char c = from.charAt(at);
      boolean begins = c == '/' && (at == 0 || before.indexOf(from.charAt(at - 1)) >= 0);
      Optional<Integer> place = begins ? placeAt(from, at, themselves) : Optional.empty();
      if (place.isPresent()) {
        to.append(MARK).append((char) (FIRST + place.get()));
        at += directories.get(place.get()).length() - 1;
      } else if (c == MARK) {
        to.append(MARK).append(MARK);
      } else {
        to.append(c);
      }
    }
    return to.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private Optional<Integer> placeAt(String text, int at, boolean themselves) {
    Optional<Integer> found = Optional.empty();
    for (int i = 0; i < directories.size(); i++) {
      String place = directories.get(i);
      boolean here = text.startsWith(place, at) && ends(text, at + place.length(), themselves);
      if (here && found.map(f -> directories.get(f).length() < place.length()).orElse(true)) {
        found = Optional.of(i);
      }
    }
    return found;
  }

  private static boolean ends(String text, int at, boolean themselves) {
    if (text.startsWith("/", at)) {
      return true;
    }
    return themselves && (at >= text.length() || !PLAIN.matcher("/" + text.charAt(at)).matches());
  }

  /** A kept text in the words of this call. */
  public byte[] show(byte[] kept) {
    if (directories.isEmpty()) {
      return kept;
    }
    String from = new String(kept, StandardCharsets.ISO_8859_1);
    if (from.indexOf(MARK) < 0) {
      return kept;
    }
    StringBuilder to = new StringBuilder(from.length() * 2);
    for (int at = 0; at < from.length(); at++) {
      char c = from.charAt(at);
      if (c != MARK || at + 1 == from.length()) {
        to.append(c);
        continue;
      }
      int place = from.charAt(++at) - FIRST;
      to.append(place >= 0 && place < directories.size() ? directories.get(place) : MARK);
    }
    return to.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Whether a kept text has a place in it. */
  public boolean shownIn(byte[] kept) {
    for (int at = 0; at + 1 < kept.length; at++) {
      if (kept[at] == MARK) {
        if (kept[at + 1] != MARK) {
          return true;
        }
        at++;
      }
    }
    return false;
  }
}
