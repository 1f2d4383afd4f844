package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.DirectoryListing;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The digest of the names in a directory. */
public final class ListingDigest {
  private ListingDigest() {}

  /**
   * The digest for a {@link Fact.Listing}.
   *
   * @param without names that do not count
   */
  public static Digest of(DirectoryListing listing, Collection<String> without) {
    Set<String> left = new TreeSet<>(listing.names());
    left.removeAll(without.stream().map(DirectoryListing::key).collect(Collectors.toSet()));
    // A name holds no slash, so that it can stand between them.
    return Digest.compute("listing", String.join("/", left));
  }
}
