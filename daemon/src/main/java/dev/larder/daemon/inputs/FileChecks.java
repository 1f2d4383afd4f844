package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.MemoKey.Aspect;
import dev.larder.daemon.inputs.Verification.Differs;
import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.DirectoryListing;
import dev.larder.daemon.inputs.files.Errno;
import dev.larder.daemon.inputs.files.FileStat;
import dev.larder.daemon.inputs.files.FileSystem;
import dev.larder.daemon.inputs.files.FileSystems;
import dev.larder.daemon.inputs.files.Text;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Checks that files, directories and links are what they were. For one verification. */
final class FileChecks {
  private final Calls calls;
  private final DigestMemo memo;
  private final FileSystems fileSystems;
  private final DirectoryMemo directories;
  private final PreparedInputs inputs;
  private final Clock clock;
  private long mayRead = Verifier.MOST_READ;
  private Optional<Text> canonicalCwd = Optional.empty();

  FileChecks(
      Calls calls,
      DigestMemo memo,
      FileSystems fileSystems,
      DirectoryMemo directories,
      PreparedInputs inputs,
      Clock clock) {
    this.calls = calls;
    this.memo = memo;
    this.fileSystems = fileSystems;
    this.directories = directories;
    this.inputs = inputs;
    this.clock = clock;
  }

  /** Checks each of them; the first that differs. */
  Optional<Differs> check(List<Slot> slots) {
    for (Slot slot : slots) {
      Optional<Differs> differs = check(slot);
      if (differs.isPresent()) {
        return differs;
      }
    }
    return Optional.empty();
  }

  /** Checks a fact that nothing vouches for, and stamps it if a stat can. */
  Optional<Differs> check(Slot slot) {
    String trouble =
        switch (slot.fact()) {
          case Fact.Content content -> digest(slot, Aspect.CONTENT, content.digest());
          case Fact.Program program -> digest(slot, Aspect.PROGRAM, program.digest());
          case Fact.Presence presence -> presence(slot, presence);
          case Fact.Absent absent -> absent(slot);
          case Fact.Permissions permissions -> permissions(slot, permissions);
          case Fact.Listing listing -> listing(slot, listing);
          case Fact.Link link -> link(slot, link);
          case Fact.Canonical canonical -> canonical(slot, canonical);
          case Fact.Refused refused -> refused(slot, refused);
          case Fact.Executable executable ->
              Refusal.ofExecution(calls, slot.path()) == 0 ? "" : "may no longer be executed";
        };
    return trouble.isEmpty()
        ? Optional.empty()
        : Optional.of(new Differs(slot.fact(), slot.fact().path() + " " + trouble));
  }

  /** Stats a slot's file; the trouble in words, or nothing. */
  private String stat(Slot slot, boolean mayBeLink) {
    int errno = mayBeLink ? calls.stat(slot.path()) : calls.lstat(slot.path());
    if (errno != 0) {
      return errno == Errno.ENOENT ? "is missing" : Errno.describe(errno);
    }
    return calls.foundType() == FileStat.Type.LINK ? "is a symbolic link now" : "";
  }

  private String digest(Slot slot, Aspect aspect, Digest expected) {
    String trouble = stat(slot, slot.linked() || aspect == Aspect.PROGRAM);
    if (!trouble.isEmpty()) {
      return trouble;
    }
    Digested digested = memo.digest(calls, aspect, slot.path(), calls.found(), mayRead);
    if (!(digested instanceof Digested.Known known)) {
      return DigestMemo.describe(digested);
    }
    mayRead -= known.read();
    if (!known.digest().equals(expected)) {
      return "has changed";
    }
    if (known.stamped()) {
      slot.stamp(known.stat());
    }
    return "";
  }

  private String presence(Slot slot, Fact.Presence expected) {
    String trouble = stat(slot, slot.linked());
    if (!trouble.isEmpty()) {
      return trouble;
    }
    FileStat found = calls.found();
    Fact.Presence now = Fact.Presence.of(expected.path(), found);
    if (!now.equals(expected)) {
      return now.kind() == expected.kind() ? "has another size" : "is something else now";
    }
    // All of it is in the stat, so it needs no age.
    slot.stamp(found);
    return "";
  }

  private String permissions(Slot slot, Fact.Permissions expected) {
    String trouble = stat(slot, slot.linked());
    if (!trouble.isEmpty()) {
      return trouble;
    }
    FileStat found = calls.found();
    if (!Fact.Permissions.of(expected.path(), found).equals(expected)) {
      return "has other permissions";
    }
    slot.stamp(found);
    return "";
  }

  private String link(Slot slot, Fact.Link expected) {
    int errno = calls.lstat(slot.path());
    FileStat stat = calls.found();
    if (errno != 0 || !stat.isLink() || !(calls.readLink(slot.path()) instanceof Text.Is text)) {
      return "is no symbolic link any more";
    }
    if (!Fact.Link.of(expected.path(), text.bytes()).equals(expected)) {
      return "links elsewhere";
    }
    // The path leads to another file system, perhaps; the link's own is known by other files of it.
    Optional<FileSystem> fileSystem = fileSystems.known(stat.device());
    boolean trusted = fileSystem.isPresent() && isTrusted(fileSystem.get(), stat);
    if (trusted && calls.lstat(slot.path()) == 0 && calls.foundSame(stat)) {
      slot.stamp(stat);
    }
    return "";
  }

  private boolean isTrusted(FileSystem fileSystem, FileStat stat) {
    return fileSystem.stamps() && !fileSystem.young(stat, DigestMemo.nanos(clock.instant()));
  }

  private String refused(Slot slot, Fact.Refused expected) {
    int errno = Refusal.of(calls, slot.path());
    return errno == expected.errno()
        ? ""
        : "is no longer refused: " + Errno.describe(expected.errno());
  }

  private String absent(Slot slot) {
    int errno = calls.stat(slot.path());
    return errno == Errno.ENOENT ? "" : errno == 0 ? "now exists" : Errno.describe(errno);
  }

  private String canonical(Slot slot, Fact.Canonical expected) {
    if (!(calls.canonical(slot.path()) instanceof Text.Is name)) {
      return "is missing";
    }
    if (!(canonicalCwd() instanceof Text.Is directory)) {
      return "is seen from a missing directory";
    }
    String cwd = directory.bytes();
    if (CanonicalName.meetsRelativePaths(expected.path(), name.bytes(), cwd)
        && !inputs.isOfOneWorkingDirectory()) {
      return "leads into the working directory";
    }
    Digest now = CanonicalName.digest(expected.path(), name.bytes(), cwd);
    if (!now.equals(expected.canonical())) {
      return "leads elsewhere";
    }
    slot.stampCanonical(name.bytes());
    return "";
  }

  private Text canonicalCwd() {
    if (canonicalCwd.isEmpty()) {
      canonicalCwd = Optional.of(calls.canonical(inputs.nativeCwd()));
    }
    return canonicalCwd.get();
  }

  /** Checks all canonical names, for a working directory that has another one than before. */
  Optional<Differs> names() {
    Optional<Differs> differs = check(inputs.names());
    if (differs.isEmpty() && canonicalCwd() instanceof Text.Is directory) {
      inputs.stampCwd(directory.bytes());
    }
    return differs;
  }

  private String listing(Slot slot, Fact.Listing expected) {
    String trouble = stat(slot, slot.linked());
    if (!trouble.isEmpty()) {
      return trouble;
    }
    FileStat stat = calls.found();
    boolean trusted = isTrusted(fileSystems.of(calls, slot.path(), stat), stat);
    Optional<DirectoryListing> listing =
        trusted
            ? directories.listing(calls, slot.path(), stat, true)
            : DirectoryListing.read(calls, slot.path(), stat);
    if (listing.isEmpty()) {
      return "can not be listed";
    }
    if (!ListingDigest.of(listing.get(), expected.without()).equals(expected.digest())) {
      return "has other names in it";
    }
    if (trusted) {
      slot.stamp(stat);
    }
    return "";
  }
}
