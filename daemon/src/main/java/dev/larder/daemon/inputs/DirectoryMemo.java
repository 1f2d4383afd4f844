package dev.larder.daemon.inputs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.larder.daemon.inputs.files.Calls;
import dev.larder.daemon.inputs.files.DirectoryListing;
import dev.larder.daemon.inputs.files.FileStat;
import dev.larder.daemon.inputs.files.NativePath;
import java.util.Optional;

/** Listings of directories, remembered by the directory's stat and shared by all verifications. */
final class DirectoryMemo {
  private static final long MOST_NAMES = 150_000;

  private final Cache<FileStat, DirectoryListing> listings =
      Caffeine.newBuilder()
          .maximumWeight(MOST_NAMES)
          .weigher((FileStat stat, DirectoryListing listing) -> listing.names().size() + 1)
          .executor(Runnable::run)
          .build();

  /**
   * The listing of a directory whose stat stands for its names.
   *
   * @param worth whether to read it if it is not remembered
   */
  Optional<DirectoryListing> listing(Calls calls, NativePath path, FileStat stat, boolean worth) {
    DirectoryListing remembered = listings.getIfPresent(stat);
    if (remembered != null || !worth) {
      return Optional.ofNullable(remembered);
    }
    Optional<DirectoryListing> read = DirectoryListing.read(calls, path, stat);
    read.ifPresent(listing -> listings.put(stat, listing));
    return read;
  }
}
