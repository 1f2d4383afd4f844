package dev.larder.daemon.engine;

import dev.larder.daemon.compiler.Action.Part;
import dev.larder.daemon.config.Configuration;
import dev.larder.daemon.inputs.Fact;
import dev.larder.daemon.inputs.observation.Event;
import dev.larder.daemon.inputs.observation.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a user declared to count for each compile, since no observer can see that it does. It is
 * treated as if the compiler had read it; that it was declared is part of what a compile is looked
 * up by, so that a result from before does not serve.
 */
final class ExtraInputs {
  private final List<String> files;
  private final Path cwd;
  private final Set<String> missing;

  private ExtraInputs(List<String> files, Path cwd) {
    this.files = files;
    this.cwd = cwd;
    this.missing =
        files.stream().filter(file -> !Files.exists(cwd.resolve(file))).collect(Collectors.toSet());
  }

  /** To be asked for before the run. */
  static ExtraInputs before(Job job) {
    return new ExtraInputs(job.configuration().extraFiles(), job.cwd());
  }

  /** What stands for the declaration in the action key. */
  static List<Part> parts(Configuration configuration) {
    return Stream.of(
            new Part("extra files", String.join(":", configuration.extraFiles())),
            new Part("extra variables", String.join(",", configuration.extraVariables())))
        .filter(part -> !part.value().isEmpty())
        .toList();
  }

  /** The facts about the variables. */
  static List<Fact> variables(Configuration configuration, Map<String, String> environment) {
    List<Fact> facts = new ArrayList<>();
    for (String name : configuration.extraVariables()) {
      facts.add(Fact.Variable.in(environment, name));
    }
    return facts;
  }

  /** A recording of a run that has read the files, too, when it has ended. */
  Recording addedTo(Recording recording) throws IOException {
    if (files.isEmpty() || !(recording instanceof Recording.Complete complete)) {
      return recording;
    }
    List<Event> events = new ArrayList<>(complete.events());
    ReadWhole reader = new ReadWhole(cwd, events, path -> false);
    for (String file : files) {
      if (!Files.exists(cwd.resolve(file)) && !missing.contains(file)) {
        events.add(new Event.Odd(0, "extra file " + file + " has gone"));
      }
      reader.read(file);
    }
    return new Recording.Complete(events);
  }
}
