package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.FileStat;
import dev.larder.daemon.inputs.files.NativePath;
import dev.larder.daemon.inputs.files.PathList;
import dev.larder.daemon.inputs.files.StampTable;
import java.util.List;
import java.util.Optional;

/** The absences in one directory, and what the last verification of them learned. */
final class AbsentGroup implements Stamped {
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

  /** Whether an absence of this path shows in the listing of its directory. */
  static boolean listable(String path) {
    int length = path.length() - 1 - path.lastIndexOf('/');
    return length > 2 || (length > 0 && !path.endsWith(".") && !path.endsWith(".."));
  }
}
