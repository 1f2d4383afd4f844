package dev.larder.daemon.inputs.observation;

import dev.larder.daemon.inputs.files.PathNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where the loader looked for a library before it found it: the directories of {@code
 * LD_LIBRARY_PATH} and the parts of them for better processors (ld.so(8)). The loader's own calls
 * are not observed.
 */
final class LibrarySearch {
  private static final List<String> PARTS =
      List.of(
          "glibc-hwcaps/x86-64-v4/",
          "glibc-hwcaps/x86-64-v3/",
          "glibc-hwcaps/x86-64-v2/",
          "tls/",
          "haswell/",
          "avx512_1/",
          "x86_64/",
          "");

  private LibrarySearch() {}

  /**
   * The names that must be missing, or else be what they are, for these libraries to be found.
   *
   * @param searchPath the value of {@code LD_LIBRARY_PATH}, or nothing
   */
  static List<String> candidates(Set<String> libraries, String searchPath) {
    List<String> candidates = new ArrayList<>();
    if (searchPath.isEmpty()) {
      return candidates;
    }
    String[] directories = searchPath.replace(';', ':').split(":", -1);
    for (String library : libraries) {
      add(candidates, library, directories);
    }
    return candidates;
  }

  private static void add(List<String> candidates, String library, String[] directories) {
    String name = PathNames.nameOf(library);
    for (String directory : directories) {
      for (String part : PARTS) {
        String candidate = (directory.isEmpty() ? "." : directory) + "/" + part + name;
        if (candidate.equals(library)) {
          return;
        }
        candidates.add(candidate);
      }
    }
  }
}
