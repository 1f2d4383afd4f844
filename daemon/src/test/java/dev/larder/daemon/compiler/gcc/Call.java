package dev.larder.daemon.compiler.gcc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.compiler.Analysis;
import dev.larder.daemon.compiler.Invocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A compiler call in the making, for tests. */
record Call(
    String compiler,
    List<String> words,
    String cwd,
    Map<String, String> environment,
    boolean terminal,
    String machine) {

  /** A call as a shell line without quotes, in a directory that does not exist. */
  static Call of(String line) {
    List<String> words = List.of(line.split(" ", -1));
    return new Call(
        words.getFirst(), words.subList(1, words.size()), "/nowhere/project", Map.of(), false, "x");
  }

  Call in(String directory) {
    return new Call(compiler, words, directory, environment, terminal, machine);
  }

  Call with(String variable, String value) {
    var more = new HashMap<>(environment);
    more.put(variable, value);
    return new Call(compiler, words, cwd, more, terminal, machine);
  }

  Call onTerminal() {
    return new Call(compiler, words, cwd, environment, true, machine).with("TERM", "xterm");
  }

  Call on(String otherMachine) {
    return new Call(compiler, words, cwd, environment, terminal, otherMachine);
  }

  Analysis analyse() {
    var arguments = new ArrayList<String>(List.of(compiler));
    arguments.addAll(words);
    var invocation =
        new Invocation(cwd, Compilers.find(compiler), arguments, environment, false, terminal, 022);
    var frontEnd = new GccFrontEnd(() -> machine);
    String resolved = Compilers.resolved(compiler);
    assertThat(frontEnd.recognises(invocation, resolved)).as("recognises %s", resolved).isTrue();
    return frontEnd.analyse(invocation, resolved);
  }

  /** The action; fails if the call is bypassed. */
  Action action() {
    Analysis analysis = analyse();
    assertThat(analysis).as("%s %s", compiler, words).isInstanceOf(Analysis.Cacheable.class);
    return ((Analysis.Cacheable) analysis).action();
  }

  /** The reason of the bypass; fails if the call is cached. */
  String reason() {
    return bypass(Analysis.Kind.NOT_CACHEABLE);
  }

  String bypass(Analysis.Kind kind) {
    Analysis analysis = analyse();
    assertThat(analysis).as("%s %s", compiler, words).isInstanceOf(Analysis.Bypass.class);
    var bypass = (Analysis.Bypass) analysis;
    assertThat(bypass.kind()).as(bypass.reason()).isEqualTo(kind);
    return bypass.reason();
  }

  /** The outputs as {@code section:path}, separated by spaces. */
  String outputs() {
    return String.join(
        " ",
        action().outputs().stream().map(output -> output.section() + ":" + output.path()).toList());
  }
}
