package dev.larder.daemon.compiler;

import java.util.List;
import java.util.Optional;

/**
 * What a front end knows about how its compiler behaves when it runs, so that the engine can judge
 * what it observed.
 */
public interface RunRules {

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
   * Whether the working directory, when the compiler asked for its name, is no input: it is in the
   * key, or cannot reach an output.
   */
  boolean foldsWorkingDirectory();

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
  Optional<String> refusal(String inputPath);

  /**
   * Whether the compiler tells a file of this content from another, equal one by the time of change
   * of the two.
   */
  boolean toldByTime(byte[] content);

  /**
   * The files that an output names as inputs of the run, as spelled there: each must have been
   * observed.
   */
  List<String> namedByCompiler(String section, byte[] content);
}
