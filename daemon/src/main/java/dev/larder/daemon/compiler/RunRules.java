package dev.larder.daemon.compiler;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a front end knows about how its compiler behaves when it runs, so that the engine can judge
 * what it observed.
 */
public interface RunRules {
  /**
   * Inputs by a run's own word.
   *
   * @param files files and directories, with all that is in them
   * @param variables names
   * @param objection why the run is never the same again; empty if nothing says so
   */
  record Declared(List<String> files, List<String> variables, Optional<String> objection) {
    static final Declared NOTHING = new Declared(List.of(), List.of(), Optional.empty());

    public Declared {
      files = List.copyOf(files);
      variables = List.copyOf(variables);
    }
  }

  /** Names the section with what the compiler prints on standard error. */
  String STDERR = "stderr";

  /** What a text asks of the calendar, in ascending order of how much it varies. */
  enum Calendar {
    NOTHING,
    /** The date only: a result is good until the day ends in the caller's time zone. */
    DATE,
    /** The time of day or a file's time of change: no later run is the same. */
    TIME
  }

  /**
   * Whether a variable that the compiler asked for is no input of its own: set by the driver for
   * its children, or in the key, or proven idle.
   */
  boolean foldsVariable(String name);

  /**
   * The same if it is known who asks.
   *
   * @param libraries those of the program that asks
   */
  default boolean foldsVariable(String name, List<String> libraries) {
    return foldsVariable(name);
  }

  /**
   * Whether the working directory, when the compiler asked for its name, is no input: it is in the
   * key, or cannot reach an output.
   */
  boolean foldsWorkingDirectory();

  /**
   * Whether a program that asks for the working directory's name writes it into an output.
   *
   * @param libraries the program and those of its libraries
   */
  default boolean namesWorkingDirectory(List<String> libraries) {
    return false;
  }

  /**
   * Whether calendar time, when the compiler asked for it, is no input, because the key or a
   * variable that was asked for fixes it ({@code SOURCE_DATE_EPOCH}). If not, {@link #calendar} of
   * each input tells how long the result is good; a run that asked although no text did is not
   * kept.
   *
   * @param function the function by which it asked
   */
  boolean foldsCalendar(String function);

  /** What the content of an input asks of the calendar. */
  Calendar calendar(byte[] content);

  /**
   * Why a run that read this file is not kept; empty if nothing speaks against it. To be asked of
   * each input when a run is kept <em>and</em> when a kept record is to serve a call, since the
   * answer may depend on the caller's working directory.
   *
   * @param inputPath as the compiler spelled it
   */
  default Optional<String> refusal(String inputPath) {
    return Optional.empty();
  }

  /**
   * What {@link #refusal} judges by besides the action key and the working directory: for calls
   * that agree in all three the answers are the same.
   */
  default String standpoint() {
    return "";
  }

  /**
   * Whether a file of this content holds names that the compiler treats as it treats those of the
   * files that it opens, and of which nothing is therefore observed: then a result is one of this
   * caller's working directory, under the name by which the caller knows it.
   */
  default boolean mayNameDirectory(byte[] content) {
    return false;
  }

  /** Whether any input is to be asked for {@link #mayNameDirectory}. */
  default boolean hidesDirectory() {
    return false;
  }

  /** Whether the compiler may tell inputs of equal content apart, or take them for one. */
  default boolean tellsTwinsApart() {
    return false;
  }

  /**
   * Whether the compiler takes a file of this content and another, equal one for the same, if their
   * times of change are equal or they are two names of one file.
   */
  default boolean isReadOnce(byte[] content) {
    return false;
  }

  /** Whether what a file of this content includes is {@linkplain #isReadOnce read once}. */
  default boolean readsOnce(byte[] content) {
    return false;
  }

  /** Whether two names of one file look different to the compiler from two equal files. */
  default boolean noticesHardLinks() {
    return false;
  }

  /**
   * Whether what happens at a path is the compiler's own affair, and neither an input nor an
   * output.
   *
   * @param path absolute, without empty and {@code .} components
   */
  default boolean foldsPath(String path) {
    return false;
  }

  /**
   * Whether a directory is listed only to find what is then opened.
   *
   * @param libraries those of the program that lists it
   */
  default boolean foldsListing(String path, List<String> libraries) {
    return false;
  }

  /** Whether it is no input that a file was only asked about, and not read. */
  default boolean foldsQuestion(String path) {
    return false;
  }

  /**
   * Whether it is no input what lies at a path that was found to be there, and not opened.
   *
   * @param path as it was spelled
   */
  default boolean foldsProbe(String path) {
    return false;
  }

  /**
   * Whether a file that the run reads may get further names meanwhile, by those who wrote it, and
   * is not written by others: then its time of change tells nothing.
   */
  default boolean mayBeLinked(String path) {
    return false;
  }

  /** Whether a text on standard error has anything that depends on how it is to look. */
  default boolean diagnoses(byte[] text) {
    return true;
  }

  /** What a program can ask that has another answer at another time or on another machine. */
  enum Asked {
    CALENDAR,
    CLOCK,
    HOST
  }

  /**
   * Whether the run may make something of the clock and of the machine's name: then who asks for
   * them has to be {@linkplain #excuses excused}.
   */
  default boolean usesClock() {
    return false;
  }

  /**
   * Whether a program asks for this at its start or for its own purposes, and makes nothing of it.
   *
   * @param function by which it asked
   * @param program its file
   */
  default boolean excuses(Asked what, String function, String program) {
    return false;
  }

  /** The same where it is known what the program was loaded with, and what it has loaded since. */
  default boolean excuses(Asked what, String function, String program, List<String> libraries) {
    return excuses(what, function, program);
  }

  /** Whether it is to be observed who asks for the clock and for the machine's name. */
  default boolean watchesClock() {
    return usesClock();
  }

  /**
   * What counts as if it had been a variable that was asked for, where nothing is excused: by its
   * name among the {@linkplain #surroundings surroundings}.
   */
  default Optional<String> isAsWell(Asked what, String function) {
    return Optional.empty();
  }

  /** What counts as variables do without being some; the names are none of variables. */
  default Map<String, String> surroundings() {
    return Map.of();
  }

  /**
   * Whether a program that ran may have walked through all variables without asking for them by
   * name.
   */
  default boolean walksVariables(String program) {
    return false;
  }

  /**
   * Whether what is made may depend on which of two files is newer, or on whether one is as old as
   * it was. That is what such a comparison is for, so the content of what was asked about counts.
   *
   * @param code the programs that ran, and the libraries that they loaded
   */
  default boolean comparesFiles(Collection<String> code) {
    return false;
  }

  /** Whether what is made may have the permissions of what was read. */
  default boolean copiesFiles() {
    return false;
  }

  /** Whether a file that was only asked about may have been asked for its permissions. */
  default boolean asksForPermissions(Collection<String> code) {
    return code.stream().anyMatch(this::isForeign);
  }

  /** What a run has declared as its inputs by what it printed on standard output. */
  default Declared declares(String stdout) {
    return Declared.NOTHING;
  }

  /** Whether the compiler runs code of the project's ({@link #isForeign}). */
  default boolean runsForeignCode() {
    return false;
  }

  /**
   * Whether a library that was loaded, or a program that was executed, is code of the project's or
   * of others than the compiler's makers, which may look at whatever it likes without asking for it
   * by name.
   */
  default boolean isForeign(String file) {
    return false;
  }

  /**
   * Whether the compiler keeps state of its own between runs of one unit, by which it is quick
   * again after an edit.
   */
  default boolean keepsState() {
    return false;
  }

  /** Whether an earlier run in the same place has left its traces outside of its outputs. */
  default boolean ranBefore() {
    return false;
  }

  /**
   * Whether a run that failed would fail in the same way again, whatever the state of the machine:
   * then the failure is kept as a result is.
   */
  default boolean keepsFailure(int status, String stderr) {
    return false;
  }

  /**
   * Whether the working directory is a {@linkplain Places place}, and what the run makes holds in
   * any other one in which the places lie alike.
   */
  default boolean isMovable() {
    return false;
  }

  /** A source's name as it goes into the action key. */
  default String sourceInKey(String source) {
    return source;
  }

  /**
   * Whether the inputs are to be asked for {@link #mayNamePlaces}, and for the names of {@linkplain
   * Places places}: what is made depends on a name that is an input itself.
   */
  default boolean looksForPlacesInInputs() {
    return false;
  }

  /**
   * Whether what the compiler makes of an input with this content may depend on the name of a place
   * although no name of one is to be found in it.
   *
   * @param byPlace whether the compiler knows an input by the name of a place
   */
  default boolean mayNamePlaces(byte[] content, boolean byPlace) {
    return false;
  }

  /**
   * A text that names files of this call, laid out as the compiler does it: where a line ends may
   * depend on how long names are.
   */
  default byte[] laidOut(String section, byte[] text) {
    return text;
  }

  /**
   * What the front end has asked the file system for to understand the call, beside what was
   * observed of the run: to which files or directories these absolute paths lead. Empty if it has
   * asked for more, or would understand the call otherwise by now.
   */
  default Optional<List<String>> restsOn() {
    return Optional.empty();
  }

  /** The files that the call itself names as inputs, besides its sources; as spelled. */
  default List<String> filesNamed() {
    return List.of();
  }

  /** Whether an output may list inputs of the run, so that it is worth reading. */
  default boolean listsInputs(String section) {
    return true;
  }

  /** The variables that an output names as inputs of the run: they count, folded or not. */
  default List<String> variablesNamed(String section, byte[] content) {
    return List.of();
  }

  /** Whether an output is mostly read by other runs that are cached. */
  default boolean isInputOfOthers(String section) {
    return false;
  }

  /**
   * Whether two equal runs write the same bytes there. Where they do not, the stored bytes are as
   * good as any; a comparison with another run says nothing.
   *
   * @param content what one of the runs wrote
   */
  default boolean repeats(String section, byte[] content) {
    return true;
  }

  /**
   * The files that an output names as inputs of the run, as spelled there: each must have been
   * observed.
   */
  List<String> namedByCompiler(String section, byte[] content);
}
