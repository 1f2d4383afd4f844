package dev.larder.daemon.compiler.gcc;

/**
 * One line of the {@link OptionTable}.
 *
 * @param name the option up to where its value begins
 */
record Option(String name, Form form, Effect effect) {

  /** Where an option's value stands. */
  enum Form {
    /** There is none. */
    WORD,
    /** In the next word. */
    SEPARATE,
    /** In the same word, perhaps empty. */
    JOINED,
    /** In the same word if something follows the name, else in the next. */
    EITHER;

    /** Whether a word with more than the name may be this option. */
    boolean joins() {
      return switch (this) {
        case JOINED, EITHER -> true;
        case WORD, SEPARATE -> false;
      };
    }
  }
}
