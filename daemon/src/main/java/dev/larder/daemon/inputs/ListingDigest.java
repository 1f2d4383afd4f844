package dev.larder.daemon.inputs;

import dev.larder.daemon.inputs.files.DirectoryListing;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The digest of the names in a directory, and of what kind they are: a listing says both. */
public final class ListingDigest {
  private ListingDigest() {}

  /**
   * The digest for a {@link Fact.Listing}.
   *
   * @param without names that do not count
   */
  public static Digest of(DirectoryListing listing, Collection<String> without) {
    Set<String> out = without.stream().map(DirectoryListing::key).collect(Collectors.toSet());
    String names = joined(listing.names(), out);
    String kinds = joined(listing.directories(), out) + "//" + joined(listing.links(), out);
    return Digest.compute("listing", kinds.equals("//") ? names : names + "//" + kinds);
  }

  // A name holds no slash and is not empty, so that one can stand between names, and two between
  // lists.
  private static String joined(Set<String> names, Set<String> without) {
    Set<String> left = new TreeSet<>(names);
    left.removeAll(without);
    return String.join("/", left);
  }
}
