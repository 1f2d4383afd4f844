package dev.larder.daemon.engine;

import dev.larder.daemon.inputs.files.NameSearch;
import dev.larder.storage.Entry;
import java.io.IOException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** Knows content that was compressed, in which no name is to be found. */
final class Compressed {
  private static final NameSearch MARKS =
      NameSearch.ofBytes(
          Stream.of(
                  "1f8b080000000000", // gzip without a time of change
                  "1f8b0808", // gzip with a name
                  "28b52ffd", // zstd, sections of ELF files included
                  "fd377a585a00", // xz
                  "314159265359", // bzip2
                  "504b0304", // zip
                  "5a4c494200000000", // sections of ELF files, as it was done once
                  // The alignment in the header of a section of an ELF file, and zlib's own header.
                  "0100000000000000785e",
                  "01000000000000007801",
                  "0100000000000000789c",
                  "010000000000000078da")
              .map(HexFormat.of()::parseHex)
              .toList());

  private Compressed() {}

  /** Whether some of it may be in an entry. */
  static boolean isIn(Entry entry) throws IOException {
    for (Entry.Section section : entry.sections()) {
      if (MARKS.isIn(section.content())) {
        return true;
      }
    }
    return false;
  }
}
