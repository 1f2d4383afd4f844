package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.Verification.Differs;
import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.DirectoryListing;
import dev.larder.daemon.inputs.files.Errno;
import dev.larder.daemon.inputs.files.FileStat;
import dev.larder.daemon.inputs.files.FileSystem;
import dev.larder.daemon.inputs.files.FileSystems;
import dev.larder.daemon.inputs.files.NativePath;
import dev.larder.daemon.inputs.files.PathList;
import dev.larder.daemon.inputs.files.PathNames;
import java.lang.foreign.Arena;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks that names are still not found. A directory that has not changed since its names were
 * checked answers for all of them at once; but never for where a link leads.
 */
final class AbsenceChecks {
  /* Fewer names than this are asked for one by one, rather than reading a directory for them. */
  private static final int WORTH_LISTING = 12;

  /* The same in a directory that a build writes to, whose listing holds for a moment. */
  private static final int WORTH_LISTING_ONCE = 200;
  private static final long QUIET = 10_000_000_000L;

  private final Calls calls;
  private final Arena arena;
  private final FileSystems fileSystems;
  private final DirectoryMemo directories;
  private final String cwd;
  private final Clock clock;

  AbsenceChecks(
      Calls calls,
      Arena arena,
      FileSystems fileSystems,
      DirectoryMemo directories,
      String cwd,
      Clock clock) {
    this.calls = calls;
    this.arena = arena;
    this.fileSystems = fileSystems;
    this.directories = directories;
    this.cwd = cwd;
    this.clock = clock;
  }

  /** Checks a group whose directory is not known to be as it was. */
  Optional<Differs> check(AbsentGroup group) {
    int errno = calls.stat(group.directory());
    if (errno == Errno.ENOENT) {
      return Optional.empty();
    }
    if (errno != 0) {
      return Optional.of(appeared(group.names().getFirst(), Errno.describe(errno)));
    }
    return checkNames(group, calls.found());
  }

  /** Checks the names that the stat of their directory does not vouch for. */
  Optional<Differs> dangling(List<AbsentGroup> groups) {
    for (AbsentGroup group : groups) {
      for (Fact.Absent name : group.dangling()) {
        int errno = calls.stat(NativePath.of(arena, cwd, name.path()));
        if (errno != Errno.ENOENT) {
          return Optional.of(appeared(name, errno == 0 ? "now exists" : Errno.describe(errno)));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Differs> checkNames(AbsentGroup group, FileStat directory) {
    long now = DigestMemo.nanos(clock.instant());
    FileSystem fileSystem = fileSystems.of(calls, group.directory(), directory);
    boolean trusted = fileSystem.stamps() && !fileSystem.young(directory, now);
    Optional<DirectoryListing> listing =
        trusted
            ? directories.listing(
                calls, group.directory(), directory, isWorthListing(group, directory, now))
            : Optional.empty();
    List<Fact.Absent> dangling = new ArrayList<>();
    Optional<Differs> differs =
        listing.isPresent() && listing.get().exact()
            ? checkListed(group, listing.get(), dangling)
            : checkEach(group, dangling);
    if (differs.isPresent()) {
      return differs;
    }
    if (trusted) {
      group.settle(directory, dangling);
    }
    return Optional.empty();
  }

  private Optional<Differs> checkListed(
      AbsentGroup group, DirectoryListing listing, List<Fact.Absent> dangling) {
    for (Fact.Absent name : group.names()) {
      Optional<Differs> differs =
          listing.names().contains(key(name)) ? checkName(name, dangling) : Optional.empty();
      if (differs.isPresent()) {
        return differs;
      }
    }
    return Optional.empty();
  }

  private Optional<Differs> checkEach(AbsentGroup group, List<Fact.Absent> dangling) {
    PathList paths = group.paths(cwd);
    int count = group.names().size();
    for (int i = paths.firstPresent(0); i < count; i = paths.firstPresent(i + 1)) {
      Optional<Differs> differs = checkName(group.names().get(i), dangling);
      if (differs.isPresent()) {
        return differs;
      }
    }
    return Optional.empty();
  }

  /** Looks at one name; one that is a link to nothing is absent, and added to the others. */
  private Optional<Differs> checkName(Fact.Absent name, List<Fact.Absent> dangling) {
    NativePath path = NativePath.of(arena, cwd, name.path());
    int errno = calls.lstat(path);
    if (errno == 0 && calls.foundType() == FileStat.Type.LINK) {
      dangling.add(name);
      errno = calls.stat(path);
    }
    return errno == Errno.ENOENT
        ? Optional.empty()
        : Optional.of(appeared(name, errno == 0 ? "now exists" : Errno.describe(errno)));
  }

  /* A listing serves all groups of its directory for as long as nothing changes there. */
  private static boolean isWorthListing(AbsentGroup group, FileStat directory, long now) {
    boolean quiet = now - directory.changed() > QUIET;
    return group.names().size() > (quiet ? WORTH_LISTING : WORTH_LISTING_ONCE);
  }

  private static String key(Fact.Absent name) {
    return DirectoryListing.key(PathNames.nameOf(name.path()));
  }

  private static Differs appeared(Fact.Absent name, String what) {
    return new Differs(name, name.path() + ": " + what + ", was missing");
  }
}
