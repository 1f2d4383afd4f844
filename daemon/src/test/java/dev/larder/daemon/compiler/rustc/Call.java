package dev.larder.daemon.compiler.rustc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.compiler.Action;
import dev.larder.daemon.compiler.Analysis;
import dev.larder.daemon.compiler.Invocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A call of rustc, to be read by the front end. */
record Call(
    String cwd, List<String> arguments, Map<String, String> environment, Optional<String> input) {
  private static final String RUSTC = "/toolchain/bin/rustc";

  static Call rustc(String... arguments) {
    return new Call("/work", List.of(arguments), Map.of(), Optional.empty());
  }

  Call in(String directory) {
    return new Call(directory, arguments, environment, input);
  }

  Call with(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Call(cwd, arguments, more, input);
  }

  Call reading(String text) {
    return new Call(cwd, arguments, environment, Optional.of(text));
  }

  Analysis analysis() {
    List<String> words = new ArrayList<>(arguments);
    words.addFirst(RUSTC);
    Invocation invocation =
        new Invocation(cwd, RUSTC, words, environment, false, false, 022, 0, input);
    RustcFrontEnd frontEnd = new RustcFrontEnd(() -> "a processor");
    assertThat(frontEnd.recognises(invocation, RUSTC)).isTrue();
    return frontEnd.analyse(invocation, RUSTC);
  }

  Action action() {
    assertThat(analysis()).isInstanceOf(Analysis.Cacheable.class);
    return ((Analysis.Cacheable) analysis()).action();
  }

  List<String> outputs() {
    return action().outputs().stream().map(Action.Output::path).toList();
  }

  String bypass() {
    assertThat(analysis()).isInstanceOf(Analysis.Bypass.class);
    return ((Analysis.Bypass) analysis()).reason();
  }
}
