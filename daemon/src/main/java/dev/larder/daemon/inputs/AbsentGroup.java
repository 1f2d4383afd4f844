package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.FileStat;
import dev.larder.daemon.inputs.files.NativePath;
import java.util.List;
import java.util.Optional;

/** The absences in one directory, and what the last verification of them learned. */
final class AbsentGroup {
  /**
   * A directory in which no name of the group is found, as long as its stamp is the same.
   *
   * @param dangling names that are there, but are links that lead nowhere: their targets may appear
   *     without any trace in this directory
   */
  record Settled(FileStat directory, List<Fact.Absent> dangling) {}

  private final NativePath directory;
  private final List<Fact.Absent> names;

  // Read and written by any thread; whichever value is seen was true of its stamp.
  private volatile Optional<Settled> settled = Optional.empty();

  AbsentGroup(NativePath directory, List<Fact.Absent> names) {
    this.directory = directory;
    this.names = List.copyOf(names);
  }

  NativePath directory() {
    return directory;
  }

  List<Fact.Absent> names() {
    return names;
  }

  Optional<Settled> settled() {
    return settled;
  }

  void settle(Settled now) {
    settled = Optional.of(now);
  }

  /** Whether an absence of this path shows in the listing of its directory. */
  static boolean listable(String path) {
    int length = path.length() - 1 - path.lastIndexOf('/');
    return length > 2 || (length > 0 && !path.endsWith(".") && !path.endsWith(".."));
  }
}
