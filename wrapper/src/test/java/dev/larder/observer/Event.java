package dev.larder.observer;

import java.util.List;

/**
 * One record, as the tool {@code observe} prints it.
 *
 * @param state 1 while the call had not returned, 2 after it
 * @param result 0, or the errno of the call
 * @param payload with NUL written as {@code \0} and unprintable bytes as {@code \xNN}
 */
record Event(Kind kind, int pid, int state, int flags, int result, long extra, String payload) {

  static Event parse(String line) {
    String[] fields = line.split(" ", 7);
    return new Event(
        Kind.valueOf(fields[0]),
        Integer.parseInt(fields[1]),
        Integer.parseInt(fields[2]),
        Integer.parseInt(fields[3]),
        Integer.parseInt(fields[4]),
        Long.parseLong(fields[5]),
        fields[6]);
  }

  /** The parts of the payload between its NUL bytes. */
  List<String> parts() {
    return List.of(payload.split("\\\\0", -1));
  }

  /** The path as the program gave it, without the directory it is relative to. */
  String given() {
    return parts().getLast();
  }
}
