package dev.larder.storage;

import java.util.List;
import java.util.Optional;

/** Where a large entry is put while it arrives, so that it is never whole in memory. */
public interface Landing {
  /** An entry of fewer bytes is not worth landing. */
  long WORTHWHILE = 256 << 10;

  /** Nothing lands. */
  Landing NONE =
      new Landing() {
        @Override
        public boolean isPossible() {
          return false;
        }

        @Override
        public Optional<Arrival> begin(CacheKey key, List<Entry.Line> sections) {
          return Optional.empty();
        }
      };

  /** Whether anything lands here at all. */
  default boolean isPossible() {
    return true;
  }

  /** Makes room for an entry; empty if it is not to land here, or can not. */
  Optional<Arrival> begin(CacheKey key, List<Entry.Line> sections);

  /** An entry that is arriving. For one thread. */
  interface Arrival extends AutoCloseable {
    /**
     * Takes the next bytes, of one section after the other; they are copied. Trouble with the place
     * shows at the end.
     *
     * @param length how many of the array's first bytes
     */
    void add(byte[] bytes, int length);

    /** The entry as it lies there, all of which was added; empty if it could not be put there. */
    Optional<Entry> finish();

    /** Leaves nothing behind of what was not finished. */
    @Override
    void close();
  }
}
