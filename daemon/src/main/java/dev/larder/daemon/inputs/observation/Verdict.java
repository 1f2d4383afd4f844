package dev.larder.daemon.inputs.observation;

import dev.larder.daemon.inputs.InputSet;
import java.util.Set;

/** What can be said of a run. */
public sealed interface Verdict {
  /**
   * The run depended on this, and all of it is still so.
   *
   * @param written which of its {@linkplain RunContext#outputs outputs} it has written itself
   */
  record Observed(InputSet inputs, Set<String> written) implements Verdict {
    public Observed {
      written = Set.copyOf(written);
    }
  }

  /**
   * The run can not be explained, so nothing of it is kept.
   *
   * @param reason for counting
   * @param text for a user, with the path or program that it is about
   */
  record Unusable(Reason reason, String text) implements Verdict {}

  /** Why a run is not kept. */
  enum Reason {
    NOT_OBSERVED("the observer was not loaded"),
    UNOBSERVED_PROGRAM("a program that can not be observed"),
    BROKEN_RECORDING("broken recording"),
    INPUT_CHANGED("input changed while compiling"),
    INPUT_UNREADABLE("input can not be digested"),
    READ_THEN_WRITTEN("a file was read, then written"),
    UNEXPECTED_OUTPUT("unexpected output"),
    UNEXPECTED_CHANGE("change to another file"),
    TIME("time"),
    ODD("unaccountable call"),
    TOO_MANY_INPUTS("too many inputs");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** How statistics name it. */
    public String words() {
      return words;
    }
  }
}
