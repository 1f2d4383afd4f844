package dev.larder.projects.rust;

import dev.larder.projects.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A package of crates.io with the lockfile that it was published with.
 *
 * @param name its name, also that of its source below the directory of sources
 * @param features arguments for cargo that choose them
 * @param tests arguments that choose the tests, where it is published without what some of them
 *     need; there may be none then
 * @param leaf a source of the package itself, which nothing depends on
 * @param root a library that much depends on, directly or not
 * @param crates how many calls of rustc a build takes, at least
 * @param incremental whether it is built incrementally, where cargo would
 * @param dated the name of a crate of which a build script writes a part, with the time of the
 *     build in it, so that it is another one each time; empty if there is none
 */
record CrateProject(
    String name,
    String features,
    String tests,
    String leaf,
    String root,
    int crates,
    boolean incremental,
    String dated) {

  /**
   * Lays a fresh copy of the source into {@code work/package}, and beside it the source of the root
   * library, which the package's manifest is made to take from there.
   */
  Cargo lay(Path work) throws IOException, InterruptedException {
    Path copy = work.resolve("package");
    Tree.copy(Tree.source(name), copy);
    Path library = work.resolve("library");
    Tree.copy(home().resolve("registry/src").resolve(registry()).resolve(unpacked(copy)), library);
    Files.writeString(
        copy.resolve("Cargo.toml"),
        "\n[patch.crates-io." + root + "]\npath = \"" + library + "\"\n",
        StandardOpenOption.APPEND);
    // A build script may write the time of the build into what is compiled.
    Cargo cargo =
        Cargo.in(copy)
            .with("CARGO_HOME", home().toString())
            .with("SOURCE_DATE_EPOCH", "1700000000");
    return incremental ? cargo : cargo.with("CARGO_INCREMENTAL", "0");
  }

  /** A command of cargo's with this project's arguments. */
  String line(String command) {
    String arguments =
        switch (command) {
          // What denies warnings is refused by a clippy that is newer than it.
          case "clippy" -> "-- --cap-lints warn";
          case "test --no-run" -> tests;
          default -> "";
        };
    return String.join(" ", command, features, arguments).strip().replaceAll(" +", " ");
  }

  /** Whether a compiler was started for the crate that is another one each time. */
  boolean isDated(String start) {
    return !dated.isEmpty() && start.contains("\"--crate-name\", \"" + dated + "\"");
  }

  /**
   * Whether cargo does that crate again, bare or not: in release builds shadow-rs has the script
   * declare what it writes itself. Other builds are fresh.
   */
  boolean isNeverFresh(String line, String said) {
    return !dated.isEmpty()
        && line.contains("--release")
        && said.replace('-', '_')
            .matches(
                "\\s*(Dirty|Compiling|Checking) " + dated + " .*|.* __crate_name " + dated + " .*");
  }

  /** Edits the package itself. */
  void editLeaf(Path work) throws IOException {
    append(work.resolve("package").resolve(leaf), "\n#[allow(dead_code)] fn larder_leaf() {}\n");
  }

  /** Edits what much depends on. */
  void editRoot(Path work) throws IOException {
    append(
        work.resolve("library/src/lib.rs"), "\n#[doc(hidden)] pub fn larder_root() -> u32 { 1 }\n");
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  /** The name of the root library's unpacked source, by the version in the lockfile. */
  private String unpacked(Path copy) throws IOException {
    Matcher locked =
        Pattern.compile("name = \"" + Pattern.quote(root) + "\"\nversion = \"([^\"]+)\"")
            .matcher(Files.readString(copy.resolve("Cargo.lock")));
    if (!locked.find()) {
      throw new AssertionError(name + " does not lock " + root);
    }
    return root + "-" + locked.group(1);
  }

  /** The cargo home with the sources that {@code ./check} fetched. */
  static Path home() {
    return Path.of(System.getProperty("larder.sources", "")).resolve("cargo");
  }

  private static Path registry() throws IOException {
    try (Stream<Path> registries = Files.list(home().resolve("registry/src"))) {
      return registries.findFirst().orElseThrow().getFileName();
    }
  }
}
