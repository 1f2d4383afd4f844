package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.FileStat;
import dev.larder.daemon.inputs.files.Grounds;
import dev.larder.daemon.inputs.files.NativePath;
import dev.larder.daemon.inputs.files.StampTable;

/** A fact about one path, and its row in the table of stamps. */
final class Slot implements Stamped {
  private final Fact.OfPath fact;
  private final NativePath path;
  private final boolean linked;
  private final StampTable table;
  private final int row;

  Slot(Fact.OfPath fact, NativePath path, boolean linked, StampTable table, int row) {
    this.fact = fact;
    this.path = path;
    this.linked = linked;
    this.table = table;
    this.row = row;
  }

  Fact.OfPath fact() {
    return fact;
  }

  NativePath path() {
    return path;
  }

  /** Whether another fact covers where the name leads, so that it may be a link. */
  boolean linked() {
    return linked;
  }

  /** Lays down what the fact comes to at present; false if nothing vouches for it. */
  boolean lay(Grounds grounds, String cwd) {
    return switch (fact) {
      case Fact.Content content -> grounds.add(Grounds.Kind.STATE, table, row);
      case Fact.Program program -> grounds.add(Grounds.Kind.STATE, table, row);
      case Fact.Listing listing -> grounds.add(Grounds.Kind.STATE, table, row);
      case Fact.Link link -> grounds.add(Grounds.Kind.STATE, table, row);
      case Fact.Presence presence -> grounds.add(Grounds.Kind.PRESENCE, table, row);
      case Fact.Permissions permissions -> grounds.add(Grounds.Kind.PERMISSIONS, table, row);
      case Fact.Canonical canonical -> grounds.add(Grounds.Kind.NAME, table, row);
      case Fact.Absent absent -> {
        grounds.addAbsence(cwd, absent.path());
        yield true;
      }
      case Fact.Executable executable -> {
        grounds.addExecution(cwd, executable.path());
        yield true;
      }
      case Fact.Refused refused -> false;
    };
  }

  /** Notes the canonical name under which the fact was seen to hold. */
  void stampCanonical(String name) {
    table.stampCanonical(row, name);
  }

  /** Notes the stat under which the fact was seen to hold. */
  void stamp(FileStat verified) {
    table.stamp(row, verified);
  }
}
