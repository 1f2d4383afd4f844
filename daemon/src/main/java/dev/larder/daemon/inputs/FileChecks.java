package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.MemoKey.Aspect;
import dev.larder.daemon.inputs.PreparedInputs.Slot;
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
import java.util.function.Function;

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

  Optional<Differs> contents() {
    return first(inputs.contents(), slot -> digest(slot, Aspect.CONTENT, slot.fact().digest()));
  }

  Optional<Differs> programs() {
    return first(inputs.programs(), slot -> digest(slot, Aspect.PROGRAM, slot.fact().digest()));
  }

  Optional<Differs> presences() {
    return first(inputs.presences(), this::presence);
  }

  Optional<Differs> others() {
    return first(inputs.others(), this::other);
  }

  private static <F extends Fact.OfPath> Optional<Differs> first(
      List<Slot<F>> slots, Function<Slot<F>, String> check) {
    for (Slot<F> slot : slots) {
      String trouble = check.apply(slot);
      if (!trouble.isEmpty()) {
        return Optional.of(new Differs(slot.fact(), slot.fact().path() + " " + trouble));
      }
    }
    return Optional.empty();
  }

  /** Stats a slot's file; the trouble in words, or nothing. */
  private String stat(Slot<? extends Fact.OfPath> slot, boolean mayBeLink) {
    int errno = mayBeLink ? calls.stat(slot.path()) : calls.lstat(slot.path());
    if (errno != 0) {
      return errno == Errno.ENOENT ? "is missing" : Errno.describe(errno);
    }
    return calls.foundType() == FileStat.Type.LINK ? "is a symbolic link now" : "";
  }

  private String digest(Slot<? extends Fact.OfPath> slot, Aspect aspect, Digest expected) {
    String trouble = stat(slot, slot.linked() || aspect == Aspect.PROGRAM);
    if (!trouble.isEmpty()) {
      return trouble;
    }
    Optional<FileStat> stamp = slot.stamp();
    if (stamp.isPresent() && calls.foundSame(stamp.get())) {
      return "";
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

  private String presence(Slot<Fact.Presence> slot) {
    String trouble = stat(slot, slot.linked());
    if (!trouble.isEmpty()) {
      return trouble;
    }
    FileStat found = calls.found();
    Fact.Presence now = Fact.Presence.of(slot.fact().path(), found);
    return now.equals(slot.fact())
        ? ""
        : now.kind() == slot.fact().kind() ? "has another size" : "is something else now";
  }

  private String other(Slot<Fact.OfPath> slot) {
    return switch (slot.fact()) {
      case Fact.Absent absent -> absent(slot);
      case Fact.Listing listing -> listing(slot, listing);
      case Fact.Link link ->
          switch (calls.readLink(slot.path())) {
            case Text.Is text ->
                Fact.Link.of(link.path(), text.bytes()).equals(link) ? "" : "links elsewhere";
            case Text.Failed failed -> "is no symbolic link any more";
          };
      case Fact.Canonical canonical -> canonical(slot, canonical);
      case Fact.Refused refused -> {
        int errno = Refusal.of(calls, slot.path());
        yield errno == refused.errno()
            ? ""
            : "is no longer refused: " + Errno.describe(refused.errno());
      }
      case Fact.Executable executable ->
          Refusal.ofExecution(calls, slot.path()) == 0 ? "" : "may no longer be executed";
      case Fact.Content content -> throw new IllegalStateException("no other fact: " + content);
      case Fact.Program program -> throw new IllegalStateException("no other fact: " + program);
      case Fact.Presence presence -> throw new IllegalStateException("no other fact: " + presence);
    };
  }

  private String absent(Slot<Fact.OfPath> slot) {
    int errno = calls.stat(slot.path());
    return errno == Errno.ENOENT ? "" : errno == 0 ? "now exists" : Errno.describe(errno);
  }

  private String canonical(Slot<Fact.OfPath> slot, Fact.Canonical expected) {
    if (!(calls.canonical(slot.path()) instanceof Text.Is name)) {
      return "is missing";
    }
    String cwd = "";
    if (!expected.path().startsWith("/")) {
      if (canonicalCwd.isEmpty()) {
        canonicalCwd = Optional.of(calls.canonical(inputs.nativeCwd()));
      }
      if (!(canonicalCwd.get() instanceof Text.Is directory)) {
        return "is relative to a missing directory";
      }
      cwd = directory.bytes();
    }
    Digest now = CanonicalName.digest(expected.path(), name.bytes(), cwd);
    return now.equals(expected.canonical()) ? "" : "leads elsewhere";
  }

  private String listing(Slot<Fact.OfPath> slot, Fact.Listing expected) {
    String trouble = stat(slot, slot.linked());
    if (!trouble.isEmpty()) {
      return trouble;
    }
    Optional<FileStat> stamp = slot.stamp();
    if (stamp.isPresent() && calls.foundSame(stamp.get())) {
      return "";
    }
    FileStat stat = calls.found();
    long now = DigestMemo.nanos(clock.instant());
    FileSystem fileSystem = fileSystems.of(calls, slot.path(), stat);
    boolean trusted = fileSystem.stamps() && !fileSystem.young(stat, now);
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
