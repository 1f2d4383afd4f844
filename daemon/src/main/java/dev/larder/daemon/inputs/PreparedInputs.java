package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.Grounds;
import dev.larder.daemon.inputs.files.Kernel;
import dev.larder.daemon.inputs.files.NativePath;
import dev.larder.daemon.inputs.files.PathBlock;
import dev.larder.daemon.inputs.files.PathNames;
import dev.larder.daemon.inputs.files.StampTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An input set laid out for quick verification in one working directory: paths as bytes for the
 * kernel, absences by directory, and the stats under which the last verification found all so.
 * Worth keeping as long as its entry is looked up. Safe for many threads.
 */
public final class PreparedInputs {
  private final InputSet inputs;
  private final String cwd;
  private final NativePath nativeCwd;
  private final StampTable cwdName;
  private final StampTable stamps;
  private final List<Stamped> stamped;
  private final List<Slot> unstamped;
  private final List<Slot> names;
  private final List<AbsentGroup> absences;
  private final List<Fact> withoutPath;

  /** Lays out a set for verification in {@code cwd}, an absolute path. */
  public static PreparedInputs of(InputSet inputs, String cwd) {
    return new PreparedInputs(inputs, cwd);
  }

  private PreparedInputs(InputSet inputs, String cwd) {
    this.inputs = inputs;
    this.cwd = cwd;
    Facts facts = new Facts(inputs);
    PathBlock paths = facts.room(cwd);
    int rows = facts.rows();
    this.stamps = StampTable.of(rows);
    this.nativeCwd = paths.add(cwd);
    this.cwdName = StampTable.of(1);
    cwdName.setCanonical(0, nativeCwd);
    this.withoutPath = facts.withoutPath;
    this.stamped = new ArrayList<>(rows);
    this.unstamped = new ArrayList<>(facts.unstamped.size());
    this.names = new ArrayList<>(facts.names.size());
    this.absences = new ArrayList<>(facts.absent.size());
    // The cheapest and most volatile come first: what is spelled relative is the project's own.
    facts.relative.forEach(fact -> addSlot(paths, fact, facts.covered));
    facts.absolute.forEach(fact -> addSlot(paths, fact, facts.covered));
    facts.absent.forEach((directory, names) -> addGroup(paths, directory, names));
    facts.programs.forEach(fact -> addSlot(paths, fact, facts.covered));
    facts.names.forEach(fact -> addName(paths, fact));
    for (Fact.OfPath fact : facts.unstamped) {
      NativePath path = paths.add(fact.path());
      unstamped.add(new Slot(fact, path, facts.covered.contains(fact.path()), stamps, -1));
    }
    paths.lay();
    stamps.lay();
    cwdName.lay();
  }

  private void addSlot(PathBlock paths, Fact.OfPath fact, Set<String> covered) {
    int row = stamped.size();
    NativePath path = paths.add(fact.path());
    boolean linked = !(fact instanceof Fact.Link) && covered.contains(fact.path());
    stamps.set(row, path, linked || fact instanceof Fact.Program);
    stamped.add(new Slot(fact, path, linked, stamps, row));
  }

  private void addName(PathBlock paths, Fact.OfPath fact) {
    int row = stamped.size();
    NativePath path = paths.add(fact.path());
    stamps.setCanonical(row, path);
    Slot slot = new Slot(fact, path, true, stamps, row);
    stamped.add(slot);
    names.add(slot);
  }

  private void addGroup(PathBlock paths, String directory, List<Fact.Absent> names) {
    int row = stamped.size();
    NativePath path = paths.add(directory);
    stamps.set(row, path, true);
    AbsentGroup group = new AbsentGroup(path, names, stamps, row);
    stamped.add(group);
    absences.add(group);
  }

  /** The facts of a set, sorted by how they are verified. */
  private static final class Facts {
    private final List<Fact.OfPath> relative = new ArrayList<>();
    private final List<Fact.OfPath> absolute = new ArrayList<>();
    private final List<Fact.OfPath> programs = new ArrayList<>();
    private final List<Fact.OfPath> names = new ArrayList<>();
    private final List<Fact.OfPath> unstamped = new ArrayList<>();
    private final List<Fact> withoutPath = new ArrayList<>();
    private final Map<String, List<Fact.Absent>> absent = new LinkedHashMap<>();
    private final Set<String> covered = new HashSet<>();
    private String directory = "";
    private List<Fact.Absent> group = new ArrayList<>();
    private long characters;

    Facts(InputSet inputs) {
      for (Fact fact : inputs.facts()) {
        switch (fact) {
          case Fact.Content content -> file(content);
          case Fact.Presence presence -> file(presence);
          case Fact.Permissions permissions -> file(permissions);
          case Fact.Listing listing -> file(listing);
          case Fact.Link link -> {
            covered.add(link.path());
            file(link);
          }
          case Fact.Program program -> path(programs, program);
          case Fact.Absent name -> {
            if (AbsentGroup.listable(name.path())) {
              group(name);
            } else {
              path(unstamped, name);
            }
          }
          case Fact.Canonical canonical -> {
            covered.add(canonical.path());
            path(names, canonical);
          }
          case Fact.Refused refused -> path(unstamped, refused);
          case Fact.Executable executable -> path(unstamped, executable);
          case Fact.Variable variable -> withoutPath.add(variable);
          case Fact.WorkingDirectory working -> withoutPath.add(working);
          case Fact.Today today -> withoutPath.add(today);
        }
      }
    }

    private void file(Fact.OfPath fact) {
      path(fact.path().startsWith("/") ? absolute : relative, fact);
    }

    private void path(List<Fact.OfPath> list, Fact.OfPath fact) {
      list.add(fact);
      characters += fact.path().length();
    }

    private void group(Fact.Absent name) {
      // Names of one directory mostly stand together.
      if (!lies(name.path(), directory)) {
        directory = PathNames.directoryOf(name.path());
        group = absent.computeIfAbsent(directory, other -> new ArrayList<>());
      }
      group.add(name);
    }

    private static boolean lies(String path, String directory) {
      return !directory.isEmpty()
          && path.lastIndexOf('/') == directory.length()
          && path.startsWith(directory);
    }

    int rows() {
      return relative.size() + absolute.size() + programs.size() + names.size() + absent.size();
    }

    /** Room for all paths, and for that of the working directory. */
    PathBlock room(String cwd) {
      long text = characters + cwd.length();
      for (String name : absent.keySet()) {
        text += name.length();
      }
      return new PathBlock(cwd, text, rows() + unstamped.size() + 1L);
    }
  }

  /** The set that was laid out. */
  public InputSet inputs() {
    return inputs;
  }

  /** The set's digest. */
  public Digest digest() {
    return inputs.digest();
  }

  /** The working directory that it was laid out for. */
  public String cwd() {
    return cwd;
  }

  /**
   * Lays down all that has to stay so for the set to hold, as it was when it was last found to hold
   * for a request with this environment and in this directory. False if that can not be done: a
   * fact depends on the date, or nothing vouches for it but looking again.
   */
  public boolean lay(Grounds grounds, Kernel kernel, Instant now) {
    if (withoutPath.stream().anyMatch(Fact.Today.class::isInstance)) {
      return false;
    }
    if (!names.isEmpty() && !grounds.add(Grounds.Kind.NAME, cwdName, 0)) {
      return false;
    }
    try (Calls calls = kernel.borrow()) {
      for (Stamped one : stamped) {
        boolean laid =
            switch (one) {
              case Slot slot -> slot.lay(grounds, cwd);
              case AbsentGroup group -> group.lay(grounds, calls, cwd, DigestMemo.nanos(now));
            };
        if (!laid) {
          return false;
        }
      }
    }
    return unstamped.stream().allMatch(slot -> slot.lay(grounds, cwd));
  }

  /** The names of the variables that it depends on. */
  public Stream<String> variables() {
    return withoutPath.stream()
        .filter(Fact.Variable.class::isInstance)
        .map(fact -> ((Fact.Variable) fact).name());
  }

  NativePath nativeCwd() {
    return nativeCwd;
  }

  /**
   * The first of {@link #stamped}, from this one on, that has to be looked at; its size if none.
   */
  int firstChanged(int from) {
    return stamps.firstChanged(from);
  }

  List<Stamped> stamped() {
    return stamped;
  }

  /** What no stat can vouch for: to be looked at each time. */
  List<Slot> unstamped() {
    return unstamped;
  }

  /**
   * Whether the working directory has the canonical name that it had when {@link #names} were last
   * stamped: what was spelled relative is compared with it.
   */
  boolean cwdIsAsStamped() {
    return cwdName.firstChanged(0) == 1;
  }

  void stampCwd(String canonical) {
    cwdName.stampCanonical(0, canonical);
  }

  /** The facts about canonical names, which are among {@link #stamped}. */
  List<Slot> names() {
    return names;
  }

  List<AbsentGroup> absences() {
    return absences;
  }

  /** Whether the set holds in the working directory that it was made in, and in no other. */
  boolean isOfOneWorkingDirectory() {
    return withoutPath.stream().anyMatch(Fact.WorkingDirectory.class::isInstance);
  }

  List<Fact> withoutPath() {
    return withoutPath;
  }
}
