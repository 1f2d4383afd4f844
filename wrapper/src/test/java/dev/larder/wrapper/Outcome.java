package dev.larder.wrapper;

/**
 * How a process ended; strings stand for bytes, one char each.
 *
 * @param status its exit status, or 128 and the signal
 */
record Outcome(int status, String stdout, String stderr) {
  static Outcome silent(int status) {
    return new Outcome(status, "", "");
  }
}
