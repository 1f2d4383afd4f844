package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.DirectoryListing;
import dev.larder.daemon.inputs.files.Errno;
import dev.larder.daemon.inputs.files.FileStat;
import dev.larder.daemon.inputs.files.Grounds;
import dev.larder.daemon.inputs.files.NativePath;
import dev.larder.daemon.inputs.files.PathList;
import dev.larder.daemon.inputs.files.PathNames;
import dev.larder.daemon.inputs.files.StampTable;
import java.util.List;
import java.util.Optional;

/** The absences in one directory, and what the last verification of them learned. */
final class AbsentGroup implements Stamped {
  /* So many names are asked for as quickly as their directory. */
  private static final int FEW = 1;

  private static final int MANY = 2000;

  /* From so many names on a directory is listed for them, if it has not many more itself. */
  private static final int WORTH_LISTING = 16;

  private static final int NAMES_FOR_ONE = 8;

  /* Of a directory that has not changed for so long nobody expects that it will the next moment. */
  private static final long QUIET = 60_000_000_000L;

  private final NativePath directory;
  private final List<Fact.Absent> names;
  private final StampTable table;
  private final int row;

  private volatile Optional<PathList> paths = Optional.empty();

  // Read and written by any thread; whichever value is seen was true of some stamp since the last.
  private volatile List<Fact.Absent> dangling = List.of();

  AbsentGroup(NativePath directory, List<Fact.Absent> names, StampTable table, int row) {
    this.directory = directory;
    this.names = List.copyOf(names);
    this.table = table;
    this.row = row;
  }

  NativePath directory() {
    return directory;
  }

  List<Fact.Absent> names() {
    return names;
  }

  /** The names as paths, to be asked for one by one. */
  PathList paths(String cwd) {
    Optional<PathList> known = paths;
    if (known.isPresent()) {
      return known.get();
    }
    PathList made = PathList.of(cwd, names.stream().map(Fact.Absent::path).toList());
    paths = Optional.of(made);
    return made;
  }

  /**
   * Names that are there, but are links that lead nowhere: their targets may appear without any
   * trace in this directory, so they are asked for each time.
   */
  List<Fact.Absent> dangling() {
    return dangling;
  }

  /** No name of the group is found in the directory, as long as its stat is this. */
  void settle(FileStat stat, List<Fact.Absent> danglingNow) {
    dangling = List.copyOf(danglingNow);
    table.stamp(row, stat);
  }

  /**
   * Lays down what the absences come to at present; false if that is too much. For a directory that
   * a build writes to they are laid down one by one.
   *
   * @param now nanoseconds since 1970
   */
  boolean lay(Grounds grounds, Calls calls, String cwd, long now) {
    String spelled = PathNames.directoryOf(names.getFirst().path());
    int errno = calls.stat(directory);
    if (errno == Errno.ENOENT) {
      grounds.addAbsence(cwd, spelled);
      return true;
    }
    boolean quiet = errno == 0 && now - calls.found().changed() > QUIET;
    if (quiet && names.size() > FEW && grounds.add(Grounds.Kind.STATE, table, row)) {
      dangling.forEach(name -> grounds.addAbsence(cwd, name.path()));
      return true;
    }
    if (grounds.isStamped(table, row) && isBetterListed(calls)) {
      List<String> inIt = names.stream().map(name -> PathNames.nameOf(name.path())).toList();
      grounds.addAbsentNames(cwd, spelled, inIt);
      return true;
    }
    names.forEach(name -> grounds.addAbsence(cwd, name.path()));
    return names.size() <= MANY;
  }

  /** Whether its directory has few names of its own; one that has just been looked at. */
  private boolean isBetterListed(Calls calls) {
    return names.size() >= WORTH_LISTING
        && DirectoryListing.read(calls, directory, calls.found())
            .filter(listing -> listing.exact() && dangling.isEmpty())
            .filter(listing -> listing.names().size() < NAMES_FOR_ONE * names.size())
            .isPresent();
  }

  /** Whether an absence of this path shows in the listing of its directory. */
  static boolean listable(String path) {
    int length = path.length() - 1 - path.lastIndexOf('/');
    return length > 2 || (length > 0 && !path.endsWith(".") && !path.endsWith(".."));
  }
}
