package dev.larder.storage;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Where a large entry is put as it comes, so that it is never unpacked in memory. */
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
        public Optional<Entry> land(CacheKey key, ByteBuffer packed, long most) {
          return Optional.empty();
        }
      };

  /** Whether anything lands here at all. */
  default boolean isPossible() {
    return true;
  }

  /**
   * Keeps an entry.
   *
   * @param packed the entry as it travels ({@code format.PackedEntry}), in an array; position and
   *     limit stay
   * @param most bytes that its sections may hold together
   * @return the entry as it lies there; empty if it is not to land here, or can not
   * @throws UnfitEntryException if it is no such entry; nothing of it is left then
   */
  Optional<Entry> land(CacheKey key, ByteBuffer packed, long most) throws UnfitEntryException;
}
