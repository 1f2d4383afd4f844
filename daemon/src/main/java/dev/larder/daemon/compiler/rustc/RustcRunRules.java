package dev.larder.daemon.compiler.rustc;

import dev.larder.daemon.compiler.Habits;
import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.JobServer;
import dev.larder.daemon.compiler.RunRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What is known of a run of rustc, its macros and its linker. */
final class RustcRunRules implements RunRules {
  /*
   * Asked for, but no inputs: the job server, how a crash is reported. What an environment macro asks for counts all the
   * same: dep-info names it, if it is written.
   */
  private static final Set<String> IDLE =
      Set.of(
          "MAKEFLAGS",
          "MFLAGS",
          "CARGO_MAKEFLAGS",
          "RUST_BACKTRACE",
          "RUST_LIB_BACKTRACE",
          "RUST_RECURSION_COUNT",
          "LD_LIBRARY_PATH",
          "LD_PRELOAD");

  /*
   * Likewise what the linker and its driver ask for: places of temporary files, the terminal (diagnostics for people are
   * bypassed there). rustc has no use for them, so where it is asked in its process it is for the crate, or by a macro.
   */
  private static final Set<String> IDLE_FOR_TOOLS =
      Set.of(
          "PWD",
          "OLDPWD",
          "TMPDIR",
          "TMP",
          "TEMP",
          "TEMPDIR",
          "TERM",
          "COLUMNS",
          "LINES",
          "COLORTERM",
          "VTE_VERSION");

  private static final String STANDARD_INPUT = "-";
  private static final String NOTICE = "{\"$message_type\":\"artifact\",";

  /* Asked for its width, by which entries with diagnostics are told apart. */
  private static final String TERMINAL = "/dev/tty";

  private final Path cwd;
  private final Directories directories;
  private final List<String> crates;
  private final Set<String> jobServer;
  private final Pattern state;
  private final boolean declared;

  /* Asked for with each event of the run. */
  private final Map<String, List<String>> known = new ConcurrentHashMap<>();

  RustcRunRules(Invocation invocation, CommandLine line, Directories directories) {
    this.cwd = Path.of(invocation.cwd());
    this.directories = directories;
    this.crates =
        line.named("extern").map(Argument::setting).filter(path -> !path.isEmpty()).toList();
    this.jobServer = JobServer.paths(invocation);
    this.declared = OutputNames.declares(line);
    String source =
        line.named(CommandLine.SOURCE).map(Argument::value).findFirst().orElse(STANDARD_INPUT);
    this.state =
        Pattern.compile(
            "/" + Pattern.quote(OutputNames.crate(line, source)) + "-[0-9a-z]{13}(?:/|$)");
  }

  @Override
  public boolean foldsVariable(String name) {
    return IDLE.contains(name)
        || IDLE_FOR_TOOLS.contains(name)
        || name.startsWith("COLLECT_")
        || name.startsWith("OFFLOAD_TARGET_");
  }

  @Override
  public boolean foldsVariable(String name, List<String> libraries) {
    boolean ofTheCrate = IDLE_FOR_TOOLS.contains(name) || (IDLE.contains(name) && !declared);
    return foldsVariable(name)
        && !(ofTheCrate && libraries.stream().anyMatch(RustcRunRules::isCompiler));
  }

  @Override
  public boolean foldsWorkingDirectory() {
    return true;
  }

  @Override
  public boolean foldsCalendar(String function) {
    return false;
  }

  @Override
  public Calendar calendar(byte[] content) {
    return Calendar.NOTHING;
  }

  @Override
  public boolean foldsPath(String path) {
    return path.equals(TERMINAL) || jobServer.contains(path) || isState(path);
  }

  /* rustc_incremental::persist::fs: <directory>/<crate>-<stable crate id>/, where others may have their files, too. */
  private boolean isState(String path) {
    return names(directories.incremental()).stream()
        .anyMatch(name -> below(path, name) && isOfCrate(path.substring(name.length())));
  }

  private boolean isOfCrate(String belowState) {
    return belowState.isEmpty() || state.matcher(belowState).lookingAt();
  }

  /* The linker gold looks for libraries by listing directories, too, and so sees what is not there; macros list what they like. */
  @Override
  public boolean foldsListing(String path, List<String> libraries) {
    return libraries.stream().anyMatch(RustcRunRules::isCompiler)
        && libraries.stream().noneMatch(this::isMacro)
        && names(directories.listed()).contains(path);
  }

  private static boolean isCompiler(String library) {
    return library.substring(library.lastIndexOf('/') + 1).startsWith("librustc_driver");
  }

  /* Whether an rlib is there already depends on how far its own compile is; what is opened counts. */
  @Override
  public boolean foldsQuestion(String path) {
    return path.endsWith(".rlib") && liesIn(path, directories.crates());
  }

  /*
   * rustc announces the metadata of a crate, and later links them into its incremental state (rustc_codegen_ssa:
   * copy_cgu_workproduct_to_incr_comp_cache_dir); those that need them have been started then.
   */
  @Override
  public boolean mayBeLinked(String path) {
    return path.endsWith(".rmeta") && liesIn(path, directories.crates());
  }

  private boolean liesIn(String path, List<String> named) {
    return !named.isEmpty() && names(named).stream().anyMatch(name -> below(path, name));
  }

  private static boolean below(String path, String directory) {
    return path.startsWith(directory)
        && (path.length() == directory.length() || path.charAt(directory.length()) == '/');
  }

  /* As the arguments spell them, and by the names that all links lead to: rustc goes on with those. */
  private List<String> names(List<String> named) {
    List<String> names = new ArrayList<>();
    for (String name : named) {
      List<String> both = known.get(name);
      names.addAll(both == null ? names(name) : both);
    }
    return names;
  }

  private List<String> names(String named) {
    Path path = cwd.resolve(named).normalize();
    try {
      List<String> both = List.of(path.toString(), path.toRealPath().toString());
      known.put(named, both);
      return both;
    } catch (IOException missing) {
      return List.of(path.toString()); // then nothing goes on below it
    }
  }

  @Override
  public boolean runsForeignCode() {
    return true;
  }

  @Override
  public boolean isForeign(String file) {
    return isMacro(file) || !Programs.areOfToolchains(file);
  }

  /* A macro, or git where a macro asks it: the compiler and its linkers make nothing of such times. */
  @Override
  public boolean comparesFiles(Collection<String> code) {
    return code.stream().anyMatch(this::isForeign);
  }

  /* A procedural macro: found by --extern, or through the crates that name it. */
  private boolean isMacro(String library) {
    return library.endsWith(".so")
        && (liesIn(library, directories.crates()) || liesIn(library, directories.externs()));
  }

  @Override
  public boolean watchesClock() {
    return true;
  }

  /* rustc dates the state of incremental compilation before it loads any macro. */
  @Override
  public boolean excuses(Asked what, String function, String program, List<String> libraries) {
    return what != Asked.CALENDAR
        && libraries.stream().noneMatch(this::isMacro)
        && (Programs.areOfToolchains(program) || Habits.excuse(what, program));
  }

  @Override
  public boolean keepsState() {
    return !directories.incremental().isEmpty();
  }

  @Override
  public boolean isMovable() {
    return directories.movable();
  }

  @Override
  public List<String> filesNamed() {
    return crates;
  }

  @Override
  public boolean diagnoses(byte[] text) {
    String said = new String(text, StandardCharsets.ISO_8859_1);
    return !said.lines().allMatch(line -> line.startsWith(NOTICE));
  }

  /*
   * An error with a code is one of the language, and all errors have to be such: a full disk, a signal, a linker's complaint
   * have none. The last words of a failed run count the errors.
   */
  @Override
  public boolean keepsFailure(int status, String stderr) {
    return status == 1 && Failures.areOfTheLanguage(stderr);
  }

  @Override
  public boolean isInputOfOthers(String section) {
    return section.equals("metadata")
        || section.equals("link.rlib")
        || section.equals("link.dylib")
        || section.equals("link.proc-macro");
  }

  @Override
  public boolean listsInputs(String section) {
    return section.equals(OutputNames.DEP_INFO);
  }

  @Override
  public List<String> namedByCompiler(String section, byte[] content) {
    return DepInfo.read(new String(content, StandardCharsets.UTF_8)).files().stream()
        .filter(file -> !file.equals("<anon>"))
        .toList();
  }

  @Override
  public List<String> variablesNamed(String section, byte[] content) {
    return DepInfo.read(new String(content, StandardCharsets.UTF_8)).variables();
  }
}
