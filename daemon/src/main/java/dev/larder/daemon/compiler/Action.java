package dev.larder.daemon.compiler;

import java.util.List;
import java.util.Optional;

/**
 * One compile, as far as the invocation tells it.
 *
 * @param language the language as statistics name it: {@code C/C++}, {@code Assembler}, …
 * @param detail the language and compiler as detailed statistics name them: {@code c++ [clang]}
 * @param parts what tells this action from others, in order; all of it goes into the action key
 * @param sources the files named to be compiled, as spelled; their content belongs to the key as
 *     well
 * @param outputs what the run is to write
 * @param tree a directory that is empty before the run, and all that is in it afterwards an output
 * @param places directories that this call named and another call may name otherwise
 * @param view how the caller wants diagnostics to look, as far as the key does not say it; empty if
 *     there is no choice
 * @param runArguments the argument vector for the run on a miss
 * @param colour which colours the diagnostics have, and which the caller expects
 * @param rules what the engine needs to judge the observed run
 */
public record Action(
    String language,
    String detail,
    List<Part> parts,
    List<String> sources,
    List<Output> outputs,
    Optional<String> tree,
    Places places,
    String view,
    List<String> runArguments,
    Colouring colour,
    RunRules rules) {

  /** A source that is no file and always empty: what probes of build systems compile. */
  public static final String NOTHING = "/dev/null";

  public Action {
    parts = List.copyOf(parts);
    sources = List.copyOf(sources);
    outputs = List.copyOf(outputs);
    runArguments = List.copyOf(runArguments);
  }

  /** An action whose results hold only for this call's own directories. */
  public Action(
      String language,
      String detail,
      List<Part> parts,
      List<String> sources,
      List<Output> outputs,
      List<String> runArguments,
      Colouring colour,
      RunRules rules) {
    this(
        language,
        detail,
        parts,
        sources,
        outputs,
        Optional.empty(),
        Places.NONE,
        "",
        runArguments,
        colour,
        rules);
  }

  /** What a user knows it by: its source, else the program that is to run. */
  public String title(Invocation invocation) {
    return sources.isEmpty() ? invocation.program() : sources.getFirst();
  }

  /**
   * A piece of the action key.
   *
   * @param label what it is, for the reader of {@code larder explain}: {@code argument}, {@code
   *     variable LANG}, …
   * @param value what it says; may be a secret when the label starts with {@code variable}
   */
  public record Part(String label, String value) {}

  /**
   * A file that the run is to write.
   *
   * @param section its name within the cache entry: {@code object}, {@code depfile}, …
   * @param path where, as the arguments spell it (relative to the working directory)
   * @param mode permission bits before the umask is applied
   * @param required whether a run that did not write it is no complete run
   * @param manner how the compiler writes it
   */
  public record Output(String section, String path, int mode, boolean required, Manner manner) {
    /** A file that is written through its name. */
    public Output(String section, String path, int mode, boolean required) {
      this(section, path, mode, required, Manner.WRITTEN);
    }
  }

  /** How a compiler writes a file, and what is in it. */
  public enum Manner {
    /** What lies there already is written over: other names of the file see it, too. */
    WRITTEN,
    /** As {@link #WRITTEN} where an empty file lies, as {@link #REPLACED} where another does. */
    ASSEMBLED,
    /** A new file takes the name, whatever had it before. */
    REPLACED,
    /** As {@link #REPLACED}; it is a build script, which a launcher of its name is to call. */
    LAUNCHED,
    /** As {@link #WRITTEN}; the text names files by the caller's {@linkplain Places places}. */
    NAMES_PLACES
  }
}
