package dev.larder.daemon.inputs.files;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.ref.Reference;
import java.util.List;

/**
 * Paths that are not there, laid out such that the kernel is asked about all of them in one call.
 */
public final class PathList {
  private final MemorySegment addresses;
  private final int size;

  private PathList(MemorySegment addresses, int size) {
    this.addresses = addresses;
    this.size = size;
  }

  /** Lays out paths that are relative to a directory, or absolute. */
  public static PathList of(String directory, List<String> paths) {
    long pointers = paths.size() * ADDRESS.byteSize();
    long characters = 0;
    for (String path : paths) {
      characters += directory.length() + path.length();
    }
    MemorySegment all =
        Arena.ofAuto()
            .allocate(pointers + NativePath.space(characters, paths.size()), ADDRESS.byteSize());
    SegmentAllocator space = SegmentAllocator.slicingAllocator(all.asSlice(pointers));
    for (int i = 0; i < paths.size(); i++) {
      all.setAtIndex(ADDRESS, i, NativePath.of(space, directory, paths.get(i)).segment());
    }
    return new PathList(all, paths.size());
  }

  /**
   * The first from this one on that is there, be it a link that leads nowhere, or that is not found
   * for another reason than that nothing is there; the number of paths if there is none.
   */
  public int firstPresent(int from) {
    try {
      return NativeCalls.firstPresent(addresses.address(), from, size);
    } finally {
      Reference.reachabilityFence(addresses);
    }
  }
}
