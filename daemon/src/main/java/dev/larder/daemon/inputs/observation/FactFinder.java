package dev.larder.daemon.inputs.observation;

import dev.larder.daemon.inputs.CanonicalName;
import dev.larder.daemon.inputs.DigestMemo;
import dev.larder.daemon.inputs.Digested;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.ListingDigest;
import dev.larder.daemon.inputs.Refusal;
import dev.larder.daemon.inputs.files.DirectoryListing;
import dev.larder.daemon.inputs.files.Errno;
import dev.larder.daemon.inputs.files.FileStat;
import dev.larder.daemon.inputs.files.PathNames;
import dev.larder.daemon.inputs.files.Text;
import dev.larder.daemon.inputs.observation.Verdict.Reason;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * States what a run learned as facts, and proves them unchanged since it began: what it found is
 * still there and was not changed after its start, what it missed is still missing.
 */
final class FactFinder {
  /**
   * Said of what is there, by a call that wanted another kind of file, an attribute that it has
   * not, or to write where nobody can: what it is, is the fact.
   */
  private static final Set<Integer> SAID_OF_A_FILE =
      Set.of(
          Errno.ENOTDIR,
          Errno.EEXIST,
          Errno.EISDIR,
          Errno.EINVAL,
          Errno.EROFS,
          Errno.ELOOP,
          Errno.ENODATA,
          Errno.EOPNOTSUPP);

  private final Now now;
  private final DigestMemo memo;
  private final RunContext context;
  private final FoldRules rules;
  private final OwnProducts own;
  private final boolean compares;
  private final boolean permissions;
  private final Set<Fact> facts = new LinkedHashSet<>();
  private final Set<String> canonicalised = new LinkedHashSet<>();
  private final Set<String> programs = new HashSet<>();
  private final Map<String, FileStat> read = new LinkedHashMap<>();

  FactFinder(Now now, DigestMemo memo, RunContext context, FoldRules rules, FirstContact run) {
    this.now = now;
    this.memo = memo;
    this.context = context;
    this.rules = rules;
    this.own = run.own();
    this.compares = rules.comparesFiles(run.code());
    this.permissions = rules.asksForPermissions(run.code());
  }

  Set<Fact> facts() {
    return facts;
  }

  /** The files that were read, as spelled. */
  List<String> read() {
    return List.copyOf(read.keySet());
  }

  void contacts(Collection<Contact> contacts) throws ObjectionException {
    for (Contact contact : contacts) {
      if (FoldAway.unaccountable(contact.key()) && !isNoDevice(contact)) {
        throw new ObjectionException(Reason.ODD, "depends on " + contact.path());
      }
      if (contact.contradicts()) {
        throw changed(contact.path() + " came or went");
      }
      // Asked in several ways, a file may have been both found and refused.
      boolean refused = answersToRefusal(contact);
      if (contact.found() || refused) {
        found(contact);
      }
      if (contact.missing()) {
        absent(contact.path());
      }
    }
  }

  /** A name that is not there lastingly: of a device, unlike those that the kernel makes up. */
  private static boolean isNoDevice(Contact contact) {
    return contact.key().startsWith("/dev/")
        && contact.missing()
        && !contact.found()
        && contact.refusals().isEmpty();
  }

  /** The errors that say something of the path; whether some of them mean that it is there. */
  private boolean answersToRefusal(Contact contact) throws ObjectionException {
    boolean there = false;
    for (int errno : contact.refusals()) {
      int confirmed = Refusal.of(now.calls(), now.path(contact.path()));
      if (confirmed == errno) {
        facts.add(new Fact.Refused(contact.path(), errno));
      } else if (SAID_OF_A_FILE.contains(errno)) {
        there = true;
      } else {
        throw new ObjectionException(
            Reason.INPUT_UNREADABLE, contact.path() + ": " + Errno.describe(errno));
      }
    }
    return there;
  }

  private void found(Contact contact) throws ObjectionException {
    String path = contact.path();
    FileStat name = now.lstat(path).orElseThrow(() -> changed(path + " has gone"));
    if (name.isLink()) {
      link(contact, name);
    }
    Optional<FileStat> target = name.isLink() ? now.stat(path) : Optional.of(name);
    if (target.isEmpty()) {
      if (contact.read() || contact.listed()) {
        throw changed(path + " has gone");
      }
      return;
    }
    FileStat stat = target.get();
    if (contact.read() && stat.isRegular()) {
      content(contact, stat);
    } else if (contact.listed()) {
      listing(contact, stat);
    } else {
      if (contact.read() && !stat.isDirectory()) {
        throw new ObjectionException(Reason.ODD, "reads the device " + path);
      }
      unchanged(path, stat);
      facts.add(asked(contact, stat));
    }
    boolean copied = stat.isRegular() || (contact.listed() && stat.isDirectory());
    boolean asked = permissions && stat.isRegular() && !contact.read();
    if (asked || (copied && rules.copiesFiles())) {
      facts.add(Fact.Permissions.of(path, stat));
    }
    // Compilers drop a directory that they have already, by another name perhaps.
    boolean directory = stat.isDirectory();
    if (contact.resolved() || directory || (contact.read() && stat.isRegular())) {
      canonical(directory ? path : PathNames.directoryOf(path));
    }
  }

  /*
   * Of a file that nobody may read, nobody learns more than that it is there; and of one that ran, what it is has been stated: a
   * compiler that looks where its own libraries lie need not have some hundred megabytes of them read once more.
   */
  private Fact asked(Contact contact, FileStat stat) throws ObjectionException {
    String path = contact.path();
    if (compares
        && contact.probed()
        && stat.isRegular()
        && !programs.contains(path)
        && memo.digestOf(now.calls(), now.path(path), stat) instanceof Digested.Known known) {
      unchanged(path, known.stat());
      return new Fact.Content(path, known.digest());
    }
    return Fact.Presence.of(path, stat);
  }

  private void link(Contact contact, FileStat name) throws ObjectionException {
    String path = contact.path();
    if (name.changed() >= context.start()) {
      throw changed(path);
    }
    if (contact.linkAsked() && now.calls().readLink(now.path(path)) instanceof Text.Is text) {
      facts.add(Fact.Link.of(path, text.bytes()));
    }
    if (now.stat(path).isPresent()) {
      canonical(path);
    }
  }

  private void content(Contact contact, FileStat stat) throws ObjectionException {
    String path = contact.path();
    unwritten(contact, stat);
    Digested.Known known = digested(path, memo.digestOf(now.calls(), now.path(path), stat));
    unwritten(contact, known.stat());
    if (!contact.mayBe(known.stat())) {
      throw changed(path);
    }
    read.put(path, known.stat());
    facts.add(new Fact.Content(path, known.digest()));
  }

  /** Checks that nobody wrote to a file since the run could read it. */
  private void unwritten(Contact contact, FileStat stat) throws ObjectionException {
    boolean linkedOnly =
        rules.mayBeLinked(contact.key()) && contact.is(stat) && stat.modified() < context.start();
    if (!linkedOnly) {
      unchanged(contact.path(), stat);
    }
  }

  /**
   * Proves once more that what was read is unchanged, for who read it after the facts were found.
   */
  void confirmRead() throws ObjectionException {
    for (Map.Entry<String, FileStat> file : read.entrySet()) {
      if (!now.stat(file.getKey()).equals(Optional.of(file.getValue()))) {
        throw changed(file.getKey());
      }
    }
  }

  /** A program or library that ran. */
  void program(String path) throws ObjectionException {
    FileStat stat = now.stat(path).orElseThrow(() -> changed(path + " has gone"));
    unchanged(path, stat);
    facts.add(
        new Fact.Program(path, known(path, memo.programDigestOf(path, context.cwd())).digest()));
    programs.add(path);
  }

  /** A name by which a program was executed. */
  void executed(String path) throws ObjectionException {
    if (Refusal.ofExecution(now.calls(), now.path(path)) != 0) {
      throw changed(path + " may no longer be executed");
    }
    facts.add(new Fact.Executable(path));
  }

  private Digested.Known known(String path, Digested digest) throws ObjectionException {
    Digested.Known known = digested(path, digest);
    unchanged(path, known.stat());
    return known;
  }

  private static Digested.Known digested(String path, Digested digest) throws ObjectionException {
    if (digest instanceof Digested.Known known) {
      return known;
    }
    throw new ObjectionException(
        Reason.INPUT_UNREADABLE, path + ": " + DigestMemo.describe(digest));
  }

  private void unchanged(String path, FileStat stat) throws ObjectionException {
    // A directory that was only asked about may have changed in what is in it.
    if (!stat.isDirectory() && stat.changed() >= context.start()) {
      throw changed(path);
    }
  }

  /** Where a path leads by its canonical name. */
  private void canonical(String path) throws ObjectionException {
    if (path.equals(".") || path.equals("/") || !canonicalised.add(path)) {
      return;
    }
    if (now.canonical(path) instanceof Text.Is name && now.canonicalCwd() instanceof Text.Is cwd) {
      facts.add(new Fact.Canonical(path, CanonicalName.digest(path, name.bytes(), cwd.bytes())));
      if (CanonicalName.meetsRelativePaths(path, name.bytes(), cwd.bytes())) {
        facts.add(Fact.WorkingDirectory.of(context.cwd()));
      }
    } else {
      throw changed(path + " has gone");
    }
  }

  /** A name that was not found, by the topmost part of it that is missing. */
  private void absent(String path) throws ObjectionException {
    String missing = now.topmostMissing(path).orElseThrow(() -> changed(path + " has appeared"));
    facts.add(new Fact.Absent(missing));
  }

  private void listing(Contact contact, FileStat stat) throws ObjectionException {
    String path = contact.path();
    List<String> without = List.copyOf(own.namesIn(contact.key()));
    DirectoryListing listing =
        DirectoryListing.read(now.calls(), now.path(path), stat)
            .orElseThrow(() -> changed(path + " can not be listed"));
    if (stat.changed() >= context.start()) {
      if (without.isEmpty()) {
        throw changed(path);
      }
      for (String name : listing.names()) {
        String inside = path + "/" + name;
        boolean settled =
            without.contains(name)
                || now.lstat(inside).map(FileStat::changed).orElse(Long.MAX_VALUE)
                    < context.start();
        if (!settled) {
          throw changed(inside);
        }
      }
    }
    facts.add(new Fact.Listing(path, ListingDigest.of(listing, without), without));
  }

  void add(Fact fact) {
    facts.add(fact);
  }

  private static ObjectionException changed(String what) {
    return new ObjectionException(Reason.INPUT_CHANGED, "input changed while compiling: " + what);
  }
}
