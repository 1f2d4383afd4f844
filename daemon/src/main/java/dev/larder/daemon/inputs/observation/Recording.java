package dev.larder.daemon.inputs.observation;

import java.util.List;

/** What a region holds after a run. */
public sealed interface Recording {
  /** Everything that was reported, in order. */
  record Complete(List<Event> events) implements Recording {
    public Complete {
      events = List.copyOf(events);
    }
  }

  /** Not everything, or not in one piece. */
  record Broken(String why) implements Recording {}
}
