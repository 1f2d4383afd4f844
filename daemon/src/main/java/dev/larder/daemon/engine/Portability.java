package dev.larder.daemon.engine;

import static dev.larder.daemon.compiler.Action.Manner.NAMES_PLACES;

import dev.larder.daemon.compiler.Places;
import dev.larder.daemon.compiler.RunRules;
import dev.larder.daemon.inputs.CanonicalName;
import dev.larder.daemon.inputs.Digest;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.InputSet;
import dev.larder.daemon.inputs.files.NameSearch;
import dev.larder.daemon.inputs.files.PathNames;
import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Makes an input set hold for calls that name other {@linkplain Places places}: paths below a place
 * are kept with its label, and get this call's name for it when the set is looked at again. A place
 * whose name got into an output is a fact of its own, as a variable would be.
 */
final class Portability {
  /* After the label of a place: by the name that all links lead to. */
  private static final String REAL = "=";

  private static final InputSet NOBODYS =
      InputSet.of(List.of(Fact.Variable.in(Map.of(Places.label(-1), ""), Places.label(-1))));

  private final Places places;
  private final String cwd;
  private final List<String> real;

  private Portability(Places places, String cwd) {
    this.places = places;
    this.cwd = cwd;
    this.real = places.directories().stream().map(Portability::real).toList();
  }

  private static String real(String directory) {
    try {
      return Path.of(directory).toRealPath().toString();
    } catch (IOException e) {
      return directory;
    }
  }

  /** The caller's variables, and the names of the places as if they were some. */
  static Map<String, String> environment(Places places, Map<String, String> environment) {
    if (places.directories().isEmpty()) {
      return environment;
    }
    Map<String, String> both = new HashMap<>(environment);
    for (int i = 0; i < places.directories().size(); i++) {
      both.put(Places.label(i), places.directories().get(i));
    }
    return both;
  }

  /** What is kept of a run. */
  static InputSet portable(InputSet inputs, Entry entry, Job job) throws IOException {
    Places places = job.action().places();
    if (places.directories().isEmpty()) {
      return inputs;
    }
    Portability here = new Portability(places, job.invocation().cwd());
    Set<Fact> facts = new HashSet<>();
    Set<Integer> named = here.named(entry, job);
    if (here.namedByInputs(inputs, job)
        || (job.action().tree().isPresent() && Compressed.isIn(entry))) {
      here.addAll(named);
    }
    if (runsForeignCode(inputs, job)) {
      named.addAll(new AbovePlaces(places, here.real, job.invocation()).reachedFrom(inputs, entry));
    }
    for (Fact fact : inputs.facts()) {
      if (!(fact instanceof Fact.WorkingDirectory)) {
        facts.add(fact instanceof Fact.OfPath ofPath ? here.hide(ofPath, named) : fact);
      }
    }
    // A place may lie within the working directory in one call and outside in another. That tells
    // names of one file apart, but not for who has the working directory in its key.
    if (!here.isMovable(inputs, job)) {
      facts.add(Fact.WorkingDirectory.of(job.invocation().cwd()));
    }
    Map<String, String> environment = environment(places, Map.of());
    named.forEach(place -> facts.add(Fact.Variable.in(environment, Places.label(place))));
    return InputSet.of(facts);
  }

  private static boolean runsForeignCode(InputSet inputs, Job job) {
    return job.action().tree().isPresent()
        || inputs.facts().stream()
            .anyMatch(
                fact ->
                    fact instanceof Fact.Program program
                        && job.action().rules().isForeign(program.path()));
  }

  /**
   * Code of the project's may ask where it is, and a search in the directories above finds others
   * elsewhere.
   */
  private boolean isMovable(InputSet inputs, Job job) {
    String cwd = job.invocation().cwd();
    return job.action().rules().isMovable()
        && inputs.facts().stream().noneMatch(fact -> isBoundBy(fact, cwd, job));
  }

  private boolean isBoundBy(Fact fact, String cwd, Job job) {
    if (fact instanceof Fact.Program program) {
      return job.action().rules().isForeign(program.path());
    }
    if (fact instanceof Fact.OfPath ofPath
        && ofPath.path().startsWith("/")
        && places.in(ofPath.path()).isEmpty()) {
      String above = PathNames.directoryOf(ofPath.path());
      boolean further = above.length() > 1 && cwd.startsWith(above + "/");
      return (further && !ofPath.path().equals(cwd))
          || (fact instanceof Fact.Canonical && leadsBack(ofPath.path(), cwd));
    }
    return false;
  }

  /* From elsewhere into the working directory, by a link. */
  private boolean leadsBack(String path, String cwd) {
    return places.in(path).isEmpty() && Places.deepest(real(path), List.of(real(cwd))).isPresent();
  }

  /** A kept set in the words of this call. */
  static InputSet expand(InputSet kept, Places places, String cwd) {
    if (places.directories().isEmpty()) {
      return kept;
    }
    Portability here = new Portability(places, cwd);
    List<Fact> facts = new ArrayList<>();
    for (Fact fact : kept.facts()) {
      // By its own name it lies below a place for this caller, as it did not for its maker.
      if (fact instanceof Fact.Content content && places.in(content.path()).isPresent()) {
        return NOBODYS;
      }
      facts.add(fact instanceof Fact.OfPath ofPath ? here.show(ofPath) : fact);
    }
    if (kept.facts().stream().noneMatch(Fact.WorkingDirectory.class::isInstance)) {
      facts.add(Fact.WorkingDirectory.of(cwd)); // that it is another one has been accounted for
    }
    try {
      return InputSet.of(facts);
    } catch (IllegalArgumentException contradiction) {
      return kept; // its labels are no names of files: it holds for nobody
    }
  }

  /** Whether an input may have brought in the name of a place. */
  private boolean namedByInputs(InputSet inputs, Job job) throws IOException {
    RunRules rules = job.action().rules();
    if (!rules.looksForPlacesInInputs()) {
      return false;
    }
    List<String> read =
        inputs.facts().stream()
            .filter(Fact.Content.class::isInstance)
            .map(fact -> ((Fact.Content) fact).path())
            .toList();
    boolean byPlace = read.stream().anyMatch(path -> places.in(path).isPresent());
    NameSearch search = NameSearch.of(places.directories());
    for (String path : read) {
      byte[] content = Files.readAllBytes(job.cwd().resolve(path));
      if (rules.mayNamePlaces(content, byPlace)) {
        return true;
      }
      if (search.isIn(new Content.Bytes(content))) {
        return true;
      }
    }
    return false;
  }

  /** The places whose names stand in what was made. */
  private Set<Integer> named(Entry entry, Job job) throws IOException {
    Set<Integer> named = new TreeSet<>();
    NameSearch search =
        NameSearch.of(Stream.concat(places.directories().stream(), real.stream()).toList());
    for (Entry.Section section : entry.sections()) {
      Set<String> names = search.in(section.content());
      for (int i = 0; i < real.size(); i++) {
        if (names.contains(places.directories().get(i)) || names.contains(real.get(i))) {
          named.add(i);
        }
      }
      // What is said to a person may be laid out by the length of a name.
      if (!isLaidOutAgain(section, job)) {
        addAll(named);
      }
      boolean said = section.name().startsWith(Replay.STDERR);
      if (said) {
        byte[] text = section.content().toBytes();
        if (job.action().rules().diagnoses(places.show(text)) && places.shownIn(text)) {
          addAll(named);
        }
      }
    }
    return named;
  }

  /** Whether what a text is replayed as for this very call is what it was. */
  private boolean isLaidOutAgain(Entry.Section section, Job job) throws IOException {
    boolean namesPlaces =
        job.action().outputs().stream()
            .anyMatch(o -> o.section().equals(section.name()) && o.manner() == NAMES_PLACES);
    if (!namesPlaces) {
      return true;
    }
    byte[] text = places.show(section.content().toBytes());
    return Arrays.equals(job.action().rules().laidOut(section.name(), text), text);
  }

  private void addAll(Set<Integer> named) {
    for (int i = 0; i < real.size(); i++) {
      named.add(i);
    }
  }

  private Fact hide(Fact.OfPath fact, Set<Integer> named) {
    String path = fact.path();
    if (fact instanceof Fact.Canonical canonical && !path.startsWith("/")) {
      boolean straight = canonical.canonical().equals(straight(path));
      return straight && Places.deepest(normal(path), real).isPresent()
          ? new Fact.Canonical(path, straightBelow(path))
          : fact;
    }
    Optional<Integer> spelled = places.in(path);
    if (spelled.isPresent()) {
      int place = spelled.get();
      String rest = path.substring(places.directories().get(place).length());
      return hide(fact, Places.label(place), place, rest, named);
    }
    Optional<Integer> canonical = Places.deepest(path, real);
    if (canonical.isPresent()) {
      int place = canonical.get();
      String rest = path.substring(real.get(place).length());
      return hide(fact, Places.label(place) + REAL, place, rest, named);
    }
    return fact;
  }

  private Fact hide(Fact.OfPath fact, String label, int place, String rest, Set<Integer> named) {
    String path = label + rest;
    if (fact instanceof Fact.Canonical canonical) {
      Digest straight = CanonicalName.digest(canonical.path(), real.get(place) + rest, "");
      if (!canonical.canonical().equals(straight)) {
        named.add(place); // there are links below the place
        return fact;
      }
      return new Fact.Canonical(path, straightBelow(path));
    }
    return Facts.at(fact, path);
  }

  /* What a relative path leads to if there are no links on the way. */
  private Digest straight(String path) {
    return CanonicalName.digest(path, normal(path), cwd);
  }

  private String normal(String path) {
    return Path.of(cwd).resolve(path).normalize().toString();
  }

  private static Digest straightBelow(String path) {
    return Digest.compute("canonical name below a place", path);
  }

  private Fact show(Fact.OfPath fact) {
    String path = fact.path();
    for (int place = 0; place < real.size(); place++) {
      String label = Places.label(place);
      if (!path.startsWith(label)) {
        continue;
      }
      boolean byReal = path.startsWith(REAL, label.length());
      String rest = path.substring(label.length() + (byReal ? REAL.length() : 0));
      String shown = (byReal ? real.get(place) : places.directories().get(place)) + rest;
      if (fact instanceof Fact.Canonical canonical) {
        return canonical.canonical().equals(straightBelow(path))
            ? new Fact.Canonical(shown, CanonicalName.digest(shown, real.get(place) + rest, ""))
            : fact;
      }
      return Facts.at(fact, shown);
    }
    return fact instanceof Fact.Canonical canonical
            && !path.startsWith("/")
            && canonical.canonical().equals(straightBelow(path))
        ? new Fact.Canonical(path, straight(path))
        : fact;
  }
}
