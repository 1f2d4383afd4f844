package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.RunRules.Declared;
import dev.larder.daemon.inputs.observation.Event;
import dev.larder.daemon.inputs.observation.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a run has declared counts as if it had been seen to read it. */
record DeclaredInputs(Declared declared, Path cwd) {
  /* Neither cargo nor anybody else takes these for a part of what they lie in. */
  private static final Set<String> OF_VERSION_CONTROL = Set.of(".git", ".hg", ".jj", ".svn");
  private static final String CACHE = "CACHEDIR.TAG";

  /** A recording of a run that has read and asked for all of it, too. */
  Recording addedTo(Recording recording) throws IOException {
    if (!(recording instanceof Recording.Complete complete)) {
      return recording;
    }
    List<Event> events = new ArrayList<>(complete.events());
    declared.objection().ifPresent(why -> events.add(new Event.Odd(0, why)));
    declared.variables().forEach(name -> events.add(new Event.Variable(0, name)));
    ReadWhole reader = new ReadWhole(cwd, events, DeclaredInputs::isApart);
    for (String file : declared.files()) {
      reader.read(file);
    }
    return new Recording.Complete(events);
  }

  private static boolean isApart(Path path) {
    return OF_VERSION_CONTROL.contains(String.valueOf(path.getFileName()))
        || Files.exists(path.resolve(CACHE));
  }
}
