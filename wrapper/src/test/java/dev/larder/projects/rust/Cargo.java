package dev.larder.projects.rust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.projects.Command;
import dev.larder.projects.Installed;
import dev.larder.projects.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * cargo in a directory, offline.
 *
 * @param directory where the manifest lies
 * @param target the target directory
 * @param larder what stands before rustc, if anything
 * @param variables further ones for cargo
 */
record Cargo(
    Path directory, Path target, Optional<Installed> larder, SortedMap<String, String> variables) {

  /** Bare cargo with the target directory that it chooses itself. */
  static Cargo in(Path directory) {
    return new Cargo(directory, directory.resolve("target"), Optional.empty(), new TreeMap<>());
  }

  Cargo through(Installed installed) {
    return new Cargo(directory, target, Optional.of(installed), variables);
  }

  Cargo bare() {
    return new Cargo(directory, target, Optional.empty(), variables);
  }

  Cargo into(Path other) {
    return new Cargo(directory, other, larder, variables);
  }

  Cargo with(String name, String value) {
    var more = new TreeMap<>(variables);
    more.put(name, value);
    return new Cargo(directory, target, larder, more);
  }

  /** A command such as {@code build --release}. */
  Command command(String line) {
    var words = new ArrayList<String>(List.of("cargo"));
    words.addAll(List.of(line.split(" ", -1)));
    var all = new TreeMap<String, String>(variables);
    all.put("CARGO_NET_OFFLINE", "true");
    all.put("CARGO_TARGET_DIR", target.toString());
    all.put("CARGO_TERM_COLOR", "never");
    larder.ifPresent(
        installed -> {
          all.putAll(installed.environment());
          all.put("RUSTC_WRAPPER", installed.program().toString());
        });
    return new Command(words, directory, inherited(all));
  }

  private static Map<String, String> inherited(SortedMap<String, String> variables) {
    for (String name : List.of("RUSTUP_HOME", "RUSTUP_TOOLCHAIN", "CARGO_HOME")) {
      Optional.ofNullable(System.getenv(name))
          .ifPresent(value -> variables.putIfAbsent(name, value));
    }
    return variables;
  }

  String run(String line) throws IOException, InterruptedException {
    return command(line).run();
  }

  /** What cargo would still do for a command that has just been run: nothing, if all is well. */
  List<String> stale(String line) throws IOException, InterruptedException {
    int arguments = line.indexOf(" -- ");
    String asked =
        arguments < 0
            ? line + " -v"
            : line.substring(0, arguments) + " -v" + line.substring(arguments);
    return run(asked)
        .lines()
        .filter(said -> said.matches("\\s*(Dirty|Compiling|Checking|Running `.*rustc.*) .*"))
        .toList();
  }

  /** Cargo's own notes, the incremental state, and what build scripts wrote. */
  private static final String NOT_OF_RUSTC =
      "(.*/)?(incremental|\\.fingerprint|tmp)/.*"
          + "|.*/build/[^/]*/(out/.*|output|stderr|root-output|invoked\\.timestamp)"
          + "|(.*/)?(\\.cargo-(build-)?lock|CACHEDIR\\.TAG|\\.rustc_info\\.json)"
          + "|[^/]*/(examples/)?[^/]*\\.d";

  private static final String SCRIPT = "larder-build-script";
  private static final String LAUNCHED = ".*/build/[^/]*/build[-_]script[-_][^./]*";

  /**
   * Path and digest of what rustc made: of a build script, whose name a launcher has, the script.
   */
  SortedMap<String, String> outputs() throws IOException {
    SortedMap<String, String> digests =
        Tree.digests(target, name -> !name.matches(NOT_OF_RUSTC), Cargo::withoutNamesOfTheRun);
    for (String name : List.copyOf(digests.keySet())) {
      String script = name.replaceFirst("[^/]*$", SCRIPT);
      if (name.matches(LAUNCHED) && digests.containsKey(script)) {
        digests.put(name, digests.get(script));
      }
    }
    digests.keySet().removeIf(name -> name.endsWith("/" + SCRIPT));
    return digests;
  }

  /*
   * An incremental rustc makes up a part of the names of an archive's members each time:
   * base-f422c3f923d75615.1degkhvxqqoohkns9boehm1bc.0qymmq8.rcgu.o
   */
  private static byte[] withoutNamesOfTheRun(byte[] content) {
    byte[] mark = ".rcgu.".getBytes(ISO_8859_1);
    for (int at = 8; at < content.length - mark.length; at++) {
      if (content[at] == '.'
          && content[at - 8] == '.'
          && Arrays.equals(content, at, at + mark.length, mark, 0, mark.length)) {
        Arrays.fill(content, at - 7, at, (byte) 'x');
      }
    }
    return content;
  }
}
