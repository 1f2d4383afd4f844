package dev.larder.observer;

import java.util.List;
import java.util.stream.Stream;

/**
 * What came of a program that was run.
 *
 * @param remarks lines of the trail that are no records: SURVIVOR, TROUBLE, DAMAGED
 */
record Run(int status, String output, String errors, List<Event> events, List<String> remarks) {

  Stream<Event> of(Kind kind) {
    return events.stream().filter(event -> event.kind() == kind);
  }

  /** What a user of the program would notice. */
  String noticed() {
    return "status " + status + "\n" + output + "\n--\n" + errors;
  }
}
