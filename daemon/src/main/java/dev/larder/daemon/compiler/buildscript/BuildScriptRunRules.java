package dev.larder.daemon.compiler.buildscript;

import dev.larder.daemon.compiler.Habits;
import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.compiler.JobServer;
import dev.larder.daemon.compiler.RunRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of a run of a build script, and of the programs that it runs. */
final class BuildScriptRunRules implements RunRules {
  private static final String UNAME = "uname";

  /* Shells open it to see whether there is one. */
  private static final String TERMINAL = "/dev/tty";

  private final Invocation invocation;
  private final String output;
  private final Set<String> outputs = new LinkedHashSet<>();
  private final Set<String> jobServer;

  /** Rules for a script whose output directory is empty before it runs. */
  BuildScriptRunRules(Invocation invocation, String output) {
    this.invocation = invocation;
    this.output = output;
    this.jobServer = JobServer.paths(invocation);
    outputs.add(output);
    try {
      outputs.add(Path.of(output).toRealPath().toString());
    } catch (IOException absent) {
      // then nothing is met there by another name
    }
  }

  @Override
  public boolean foldsVariable(String name) {
    return ScriptVariables.isFolded(name, invocation.variable(name).orElse(""));
  }

  @Override
  public boolean foldsVariable(String name, List<String> code) {
    // Of no program at all if the script has declared it.
    boolean script =
        code.isEmpty()
            || code.stream().anyMatch(file -> file.endsWith("/" + BuildScriptFrontEnd.NAME));
    return script
        ? ScriptVariables.isFoldedForScript(name, invocation.variable(name).orElse(""))
        : foldsVariable(name);
  }

  @Override
  public boolean foldsWorkingDirectory() {
    return true;
  }

  @Override
  public boolean foldsCalendar(String function) {
    return false;
  }

  @Override
  public Calendar calendar(byte[] content) {
    return Calendar.NOTHING;
  }

  @Override
  public boolean usesClock() {
    return true;
  }

  @Override
  public boolean excuses(Asked what, String function, String program) {
    return Habits.excuse(what, program);
  }

  @Override
  public Optional<String> isAsWell(Asked what, String function) {
    return what == Asked.HOST && function.equals(UNAME)
        ? Optional.of(Kernel.NAME)
        : Optional.empty();
  }

  @Override
  public Map<String, String> surroundings() {
    return Map.of(Kernel.NAME, Kernel.version());
  }

  @Override
  public boolean walksVariables(String program) {
    if (program.endsWith("/" + BuildScriptFrontEnd.NAME)) {
      return WalksVariables.in(Path.of(program));
    }
    return !program.contains(".so") && !Habits.asksByName(program);
  }

  /* So do make and git; and scripts themselves. */
  @Override
  public boolean comparesFiles(Collection<String> code) {
    return true;
  }

  @Override
  public boolean copiesFiles() {
    return true;
  }

  /* Cargo writes it when the script has ended, to know when to run the script again. */
  @Override
  public boolean ranBefore() {
    return Files.exists(Path.of(output).resolveSibling("output"));
  }

  @Override
  public Declared declares(String stdout) {
    return Directives.read(stdout, invocation.cwd());
  }

  @Override
  public boolean foldsPath(String path) {
    return path.equals(TERMINAL)
        || jobServer.contains(path)
        || outputs.stream()
            .anyMatch(output -> path.equals(output) || path.startsWith(output + "/"));
  }

  @Override
  public List<String> filesNamed() {
    return List.of(invocation.program());
  }

  @Override
  public boolean runsForeignCode() {
    return true;
  }

  @Override
  public boolean diagnoses(byte[] text) {
    return false;
  }

  @Override
  public boolean listsInputs(String section) {
    return false;
  }

  @Override
  public List<String> namedByCompiler(String section, byte[] content) {
    return List.of();
  }
}
