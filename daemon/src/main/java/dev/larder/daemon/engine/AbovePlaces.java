package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.Places;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.InputSet;
import dev.larder.daemon.inputs.files.NameSearch;
import dev.larder.storage.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The directories above the {@linkplain Places places}. Code of the project's may go up there from
 * a place, as one that looks for the project around its target directory; what it finds there, or
 * says of it, holds for these places only. What it has another way to, such as what lies in its
 * working directory, tells nothing.
 */
final class AbovePlaces {
  private final Places places;
  private final List<String> real;
  private final Path cwd;
  private final List<Above> all = new ArrayList<>();

  /* Directories that a program knows without a place. */
  private final List<String> known;

  private record Above(String directory, int place) {}

  /**
   * @param real the names of the places that all links lead to
   */
  AbovePlaces(Places places, List<String> real, Invocation invocation) {
    this.places = places;
    this.real = real;
    this.cwd = Path.of(invocation.cwd());
    String home = invocation.variable("HOME").orElse("/");
    String temporary = invocation.variable("TMPDIR").orElse("/tmp");
    this.known =
        Stream.concat(
                Stream.of(
                    invocation.cwd(),
                    temporary,
                    invocation.variable("CARGO_HOME").orElse(home + "/.cargo"),
                    invocation.variable("RUSTUP_HOME").orElse(home + "/.rustup")),
                Stream.of(invocation.variable("PATH").orElse("").split(":", -1)))
            .filter(directory -> directory.startsWith("/"))
            .map(directory -> Path.of(directory).normalize().toString())
            .toList();
    for (int i = 0; i < real.size(); i++) {
      for (String name : List.of(places.directories().get(i), real.get(i))) {
        for (Path above = Path.of(name).getParent(); above != null; above = above.getParent()) {
          Above one = new Above(above.toString(), i);
          if (above.getNameCount() > 0
              && !isOrLiesIn(home, one.directory())
              && !isOrLiesIn(temporary, one.directory())
              && isElsewhere(one.directory())
              && !all.contains(one)) {
            all.add(one);
          }
        }
      }
    }
  }

  /** The places from which something that counted, or was made, may have been reached. */
  Set<Integer> reachedFrom(InputSet inputs, Entry entry) throws IOException {
    Set<Integer> from = new TreeSet<>();
    for (Fact fact : inputs.facts()) {
      if (fact instanceof Fact.OfPath ofPath) {
        String path = cwd.resolve(ofPath.path()).normalize().toString();
        all.stream()
            .filter(above -> isReached(path, ofPath, above))
            .forEach(above -> from.add(above.place()));
      }
    }
    List<Above> telling = all.stream().filter(above -> isTelling(above.directory())).toList();
    NameSearch search = NameSearch.of(telling.stream().map(Above::directory).toList());
    for (Entry.Section section : entry.sections()) {
      Set<String> names = search.in(section.content());
      telling.stream()
          .filter(above -> names.contains(above.directory()))
          .forEach(above -> from.add(above.place()));
    }
    return from;
  }

  private boolean isReached(String path, Fact fact, Above above) {
    if (path.equals(above.directory())) {
      return fact instanceof Fact.Listing;
    }
    return isOrLiesIn(path, above.directory())
        && isElsewhere(path)
        && all.stream().noneMatch(other -> other.directory().equals(path))
        && known.stream().noneMatch(directory -> leadsTo(path, directory, above));
  }

  /**
   * Whether a program gets to a path by a directory that it knows, and that is no way to all that
   * is above the place.
   */
  private boolean leadsTo(String path, String directory, Above above) {
    boolean goesFurther =
        directory.equals(cwd.toString()) || !isOrLiesIn(above.directory(), directory);
    return goesFurther && isOrLiesIn(path, directory);
  }

  /** Whether the name of a directory comes from a place, wherever it stands. */
  private boolean isTelling(String directory) {
    return Path.of(directory).getNameCount() > 1
        && known.stream().noneMatch(other -> isOrLiesIn(other, directory));
  }

  private boolean isElsewhere(String path) {
    return places.in(path).isEmpty() && Places.deepest(path, real).isEmpty();
  }

  private static boolean isOrLiesIn(String path, String directory) {
    return path.equals(directory) || path.startsWith(directory + "/");
  }
}
