package dev.larder.daemon.compiler.gcc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.daemon.compiler.Places;
import dev.larder.daemon.compiler.RunRules;
import dev.larder.daemon.compiler.gcc.CompilerName.Family;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is known of a run of gcc or clang.
 *
 * @param strict whether the key holds the whole command line
 * @param epochSet whether {@code SOURCE_DATE_EPOCH} is set
 * @param named what the command line itself asks of the calendar, as {@code -DBUILT=__TIME__} does
 * @param byChance whether each run names things in its object otherwise
 * @param hiddenDirectory the working directory, if the key has a placeholder for it
 * @param unnamedDirectory the working directory, if nothing that the call says names it
 * @param places the base directory, if the key has a label for it
 * @param macrosMapped whether the call has another name for it where macros name files
 * @param footing what the file system was asked for to understand the call
 */
record GccRunRules(
    Family family,
    boolean strict,
    boolean epochSet,
    Calendar named,
    boolean byChance,
    Optional<String> hiddenDirectory,
    Optional<String> unnamedDirectory,
    Places places,
    boolean macrosMapped,
    Footing footing)
    implements RunRules {

  /*
   * Asked for, but no inputs. gcc's driver sets COLLECT_* and OFFLOAD_* for its children from what the key has. Temporary
   * directories, the job server and the terminal reach no output of a compile whose diagnostics go to a pipe. PATH counts by
   * what is found through it, PWD and the locale's variables by what the key has of them.
   */
  private static final Set<String> IDLE =
      Set.of(
          "PATH",
          "PWD",
          "OLDPWD",
          "TMPDIR",
          "TMP",
          "TEMP",
          "TEMPDIR",
          "MAKEFLAGS",
          "MFLAGS",
          "TERM",
          "COLUMNS",
          "LINES",
          "COLORTERM",
          "VTE_VERSION",
          "LC_ALL",
          "LC_CTYPE",
          "LC_MESSAGES",
          "LANG",
          "XDG_CACHE_HOME",
          "bar");

  /* What the driver passes on to the assembler, as the assembler names it: /tmp/ccZOl8B8.s, /tmp/p-8c3f41.s */
  private static final Pattern TEMPORARY =
      Pattern.compile("^/\\S*/(cc\\w{6}|\\S*-[0-9a-f]{6})\\.[sS]:", Pattern.MULTILINE);

  private static final Pattern IMPORT =
      Pattern.compile("^\\s*(#|%:|\\?\\?=)\\s*import\\b", Pattern.MULTILINE);

  private static final String HASH = "(?:#|%:|\\?\\?=)";
  private static final String GAP = "(?:[ \\t\\x0b\\f]|/\\*.*?\\*/|\\\\\\r?\\n)*";

  /* A line directive, unless it gives a number alone, or a name that is literal and relative. */
  private static final Pattern LINE =
      Pattern.compile(
          "(?:"
              + HASH
              + GAP
              + "line\\b|^"
              + GAP
              + HASH
              + GAP
              + "\\d)"
              + "(?![ \\t]*\\d*[ \\t]*(?:\\r?$|\"[^/\\\\\"]))",
          Pattern.MULTILINE);

  /* Not only what they say counts, but how long it is. */
  private static final Pattern NAMES_FILE =
      Pattern.compile("__FILE__|__BASE_FILE__|__builtin_FILE|source_location");

  /* What clang 14 does not map as it maps __FILE__. */
  private static final Pattern NAMES_FILE_BY_CALL =
      Pattern.compile("__builtin_FILE|source_location");

  private static final List<String> PRECOMPILED = List.of(".gch", ".pch", ".pth", ".pcm", ".gcm");

  @Override
  public boolean foldsVariable(String name) {
    return IDLE.contains(name)
        || KeyVariables.contains(name)
        || name.startsWith("COLLECT_")
        || name.startsWith("OFFLOAD_TARGET_");
  }

  /* Asked for by way of PWD, as by its name. */
  @Override
  public boolean foldsVariable(String name, List<String> libraries) {
    return foldsVariable(name) && !(name.equals("PWD") && namesWorkingDirectory(libraries));
  }

  /* An assembler asks when line directives have it write debug information of its own. */
  @Override
  public boolean namesWorkingDirectory(List<String> libraries) {
    String program = libraries.isEmpty() ? "" : CompilerName.fileName(libraries.getFirst());
    return program.equals("as") || program.endsWith("-as");
  }

  @Override
  public boolean foldsWorkingDirectory() {
    return true;
  }

  @Override
  public boolean foldsCalendar(String function) {
    return epochSet && function.startsWith("gmtime");
  }

  @Override
  public Calendar calendar(byte[] content) {
    Calendar calendar = calendar(new String(content, StandardCharsets.ISO_8859_1));
    return calendar.compareTo(named) < 0 ? named : calendar;
  }

  /** What a text asks of the calendar. */
  static Calendar calendar(String text) {
    if (text.contains("__TIME__") || text.contains("__TIMESTAMP__")) {
      return Calendar.TIME;
    }
    return text.contains("__DATE__") ? Calendar.DATE : Calendar.NOTHING;
  }

  @Override
  public Optional<String> refusal(String inputPath) {
    if (isPrecompiled(inputPath)) {
      return Optional.of("precompiled header");
    }
    if (family == Family.CLANG && inputPath.endsWith(".cfg")) {
      return Optional.of("configuration file");
    }
    if (family == Family.GCC && !strict && CompilerName.fileName(inputPath).equals("specs")) {
      return Optional.of("specs file");
    }
    if (hiddenDirectory.filter(inputPath::startsWith).isPresent()) {
      return Optional.of("absolute path below a mapped working directory");
    }
    for (String directory : places.directories()) { // maps of prefixes go by letters
      if (inputPath.startsWith(directory) && places.in(inputPath).isEmpty()) {
        return Optional.of("absolute path that goes on like a base directory's name");
      }
    }
    return Optional.empty();
  }

  /* Asked for each input of each hit: a loop costs a young runtime less than a stream. */
  private static boolean isPrecompiled(String inputPath) {
    for (String suffix : PRECOMPILED) {
      if (inputPath.endsWith(suffix)) {
        return true;
      }
    }
    return inputPath.contains(".gch/");
  }

  /* The working directory as the caller knows it may have several names, all with one key. */
  @Override
  public String standpoint() {
    return hiddenDirectory.orElse("");
  }

  /* The compiler only asks whether PWD tells the truth, which it does (WorkingDirectory), and no argument or variable leads there. */
  @Override
  public boolean foldsProbe(String path) {
    return unnamedDirectory.filter(path::equals).isPresent();
  }

  @Override
  public boolean hidesDirectory() {
    return hiddenDirectory.isPresent();
  }

  /* A line directive may put any name in the place of the file's own, and that is mapped as well. */
  @Override
  public boolean mayNameDirectory(byte[] content) {
    return LINE.matcher(new String(content, StandardCharsets.ISO_8859_1)).find();
  }

  @Override
  public boolean isMovable() {
    return hasPlace();
  }

  private boolean hasPlace() {
    return !places.directories().isEmpty();
  }

  @Override
  public String sourceInKey(String source) {
    return places.labelled(source);
  }

  /* Behind a pipe no line is laid out by how long a name is. */
  @Override
  public boolean diagnoses(byte[] text) {
    return !hasPlace();
  }

  @Override
  public boolean looksForPlacesInInputs() {
    return hasPlace();
  }

  @Override
  public boolean mayNamePlaces(byte[] content, boolean byPlace) {
    String text = new String(content, ISO_8859_1);
    return LINE.matcher(text).find()
        || (byPlace && !macrosMapped && NAMES_FILE.matcher(text).find())
        || (byPlace && family == Family.CLANG && NAMES_FILE_BY_CALL.matcher(text).find());
  }

  @Override
  public byte[] laidOut(String section, byte[] text) {
    return hasPlace() && section.equals(OutputNames.DEPFILE)
        ? DepfileLayout.of(new String(text, ISO_8859_1), family).getBytes(ISO_8859_1)
        : text;
  }

  @Override
  public Optional<List<String>> restsOn() {
    return footing.paths();
  }

  @Override
  public boolean tellsTwinsApart() {
    return true;
  }

  /* gcc takes two files for one if size, content and time of change are equal and one of them asks
   * to be read once; clang if they are one file by device and inode. */
  @Override
  public boolean isReadOnce(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return text.contains("once") || text.contains("import");
  }

  @Override
  public boolean readsOnce(byte[] content) {
    return IMPORT.matcher(new String(content, StandardCharsets.ISO_8859_1)).find();
  }

  /* In diagnostics and debug information clang gives one file the name by which it was found first. */
  @Override
  public boolean noticesHardLinks() {
    return family == Family.CLANG;
  }

  @Override
  public boolean repeats(String section, byte[] content) {
    return switch (section) {
      case OutputNames.OBJECT, OutputNames.COVERAGE_NOTES -> !byChance;
      case RunRules.STDERR -> !TEMPORARY.matcher(new String(content, ISO_8859_1)).find();
      default -> true;
    };
  }

  @Override
  public boolean listsInputs(String section) {
    return section.equals(OutputNames.DEPFILE);
  }

  @Override
  public List<String> namedByCompiler(String section, byte[] content) {
    return section.equals(OutputNames.DEPFILE)
        ? DepfileReader.prerequisites(new String(content, StandardCharsets.UTF_8))
        : List.of();
  }
}
