package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.FileStat;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that a run depended on. A path is kept as the program spelled it: relative to the
 * working directory of the request, or absolute; it is resolved by the kernel and never normalised
 * as text.
 */
public sealed interface Fact {

  /** A fact about a path. */
  sealed interface OfPath extends Fact {
    /** The path as it was spelled. */
    String path();
  }

  /** A regular file with this content. The name is no symbolic link unless another fact says so. */
  record Content(String path, Digest digest) implements OfPath {
    public Content {
      Checks.path(path);
    }
  }

  /**
   * A program or library that ran.
   *
   * @param digest as {@link DigestMemo#programDigestOf} gives it
   */
  record Program(String path, Digest digest) implements OfPath {
    public Program {
      Checks.path(path);
    }
  }

  /** Nothing is found under this name. Of a path of several missing components, the topmost one. */
  record Absent(String path) implements OfPath {
    public Absent {
      Checks.path(path);
    }
  }

  /** What something is that a run asked about, without reading it. */
  enum Kind {
    REGULAR,
    DIRECTORY,
    OTHER
  }

  /**
   * Something is found under this name, which was only asked about.
   *
   * @param size in bytes of a regular file, else 0
   */
  record Presence(String path, Kind kind, long size) implements OfPath {
    public Presence {
      Checks.path(path);
      if (size < 0 || (size > 0 && kind != Kind.REGULAR)) {
        throw new IllegalArgumentException("size " + size + " of " + kind + " " + path);
      }
    }

    /** The fact about what a stat found under a path. */
    public static Presence of(String path, FileStat stat) {
      return switch (stat.type()) {
        case REGULAR -> new Presence(path, Kind.REGULAR, stat.size());
        case DIRECTORY -> new Presence(path, Kind.DIRECTORY, 0);
        case LINK, OTHER -> new Presence(path, Kind.OTHER, 0);
      };
    }
  }

  /**
   * A directory with these names in it.
   *
   * @param digest of the sorted names ({@link ListingDigest})
   * @param without names that do not count, sorted: what the run itself made there
   */
  record Listing(String path, Digest digest, List<String> without) implements OfPath {
    public Listing {
      Checks.path(path);
      without = List.copyOf(without);
    }
  }

  /** A symbolic link with this text. */
  record Link(String path, Digest text) implements OfPath {
    public Link {
      Checks.path(path);
    }

    /** The fact about a link with this text, one byte a character. */
    public static Link of(String path, String text) {
      return new Link(path, Digest.compute("link", text));
    }
  }

  /**
   * What the path leads to has this canonical name.
   *
   * @param canonical digest of the name ({@link CanonicalName})
   */
  record Canonical(String path, Digest canonical) implements OfPath {
    public Canonical {
      Checks.path(path);
    }
  }

  /** The path exists but is refused with this errno, or a part of it is no directory. */
  record Refused(String path, int errno) implements OfPath {
    public Refused {
      Checks.path(path);
      if (errno <= 0 || errno > 4095) {
        throw new IllegalArgumentException("errno " + errno + " of " + path);
      }
    }
  }

  /**
   * The path leads to something that may be executed. What may not be is passed over in a search
   * for a program, whatever its content.
   */
  record Executable(String path) implements OfPath {
    public Executable {
      Checks.path(path);
    }
  }

  /**
   * The path leads to a file or directory with these permissions, which whoever copies it copies.
   *
   * @param bits the lower twelve of {@code st_mode}
   */
  record Permissions(String path, int bits) implements OfPath {
    private static final int ALL = 07777;

    public Permissions {
      Checks.path(path);
      if (bits < 0 || bits > ALL) {
        throw new IllegalArgumentException("permissions " + bits + " of " + path);
      }
    }

    /** The fact about what a stat found under a path. */
    public static Permissions of(String path, FileStat stat) {
      return new Permissions(path, stat.mode() & ALL);
    }
  }

  /**
   * A variable of the request's environment.
   *
   * @param value digest of its value; empty if it is not set
   */
  record Variable(String name, Optional<Digest> value) implements Fact {
    public Variable {
      Checks.path(name);
    }

    /** The fact about a variable in this environment. */
    public static Variable in(Map<String, String> environment, String name) {
      return new Variable(name, Optional.ofNullable(environment.get(name)).map(Variable::digest));
    }

    private static Digest digest(String value) {
      return Digest.compute("variable", value);
    }
  }

  /** The name of the request's working directory, as a digest. */
  record WorkingDirectory(Digest digest) implements Fact {
    /** The fact about this directory. */
    public static WorkingDirectory of(String cwd) {
      return new WorkingDirectory(Digest.compute("working directory", cwd));
    }
  }

  /** The date in the caller's time zone. */
  record Today(LocalDate date) implements Fact {
    public Today {
      if (date.isBefore(LocalDate.EPOCH)) {
        throw new IllegalArgumentException("before 1970: " + date);
      }
    }
  }
}
