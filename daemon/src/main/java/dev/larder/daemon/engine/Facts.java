package dev.larder.daemon.engine;

import dev.larder.daemon.inputs.Fact;

/** Facts about other paths. */
final class Facts {
  private Facts() {}

  /** The same fact about another path. */
  static Fact at(Fact.OfPath fact, String path) {
    return switch (fact) {
      case Fact.Content content -> new Fact.Content(path, content.digest());
      case Fact.Program program -> new Fact.Program(path, program.digest());
      case Fact.Absent absent -> new Fact.Absent(path);
      case Fact.Presence presence -> new Fact.Presence(path, presence.kind(), presence.size());
      case Fact.Listing listing -> new Fact.Listing(path, listing.digest(), listing.without());
      case Fact.Link link -> new Fact.Link(path, link.text());
      case Fact.Canonical canonical -> new Fact.Canonical(path, canonical.canonical());
      case Fact.Refused refused -> new Fact.Refused(path, refused.errno());
      case Fact.Executable executable -> new Fact.Executable(path);
      case Fact.Permissions permissions -> new Fact.Permissions(path, permissions.bits());
    };
  }
}
