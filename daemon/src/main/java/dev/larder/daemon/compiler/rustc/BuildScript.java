package dev.larder.daemon.compiler.rustc;

import dev.larder.daemon.compiler.Action.Manner;
import dev.larder.daemon.compiler.Action.Output;
import dev.larder.daemon.compiler.Invocation;
import java.util.List;
import java.util.regex.Pattern;

/** Whether a call compiles a build script that cargo is going to run. */
final class BuildScript {
  private static final Pattern CRATE = Pattern.compile("build_script_\\w+");

  /* Cargo gives each package's scripts a directory of their own in this one. */
  private static final Pattern DIRECTORY = Pattern.compile(".*/build/[^/]+-[0-9a-f]{16}/?");
  private static final Pattern LATER_DIRECTORY =
      Pattern.compile(".*/build/[^/]+/[0-9a-f]{16}/out/?");

  private BuildScript() {}

  /** The outputs, of which the program is to be called by a launcher if it is such a script. */
  static List<Output> launched(List<Output> outputs, CommandLine line, Invocation invocation) {
    if (!isOne(line, invocation)) {
      return outputs;
    }
    return outputs.stream()
        .map(
            output ->
                output.section().equals(OutputNames.PROGRAM)
                    ? new Output(
                        output.section(),
                        output.path(),
                        output.mode(),
                        output.required(),
                        Manner.LAUNCHED)
                    : output)
        .toList();
  }

  private static boolean isOne(CommandLine line, Invocation invocation) {
    String directory = line.last("out-dir").orElse("");
    return line.last("crate-name").filter(CRATE.asMatchPredicate()).isPresent()
        && line.last("o").isEmpty()
        && invocation.variable("CARGO_PKG_NAME").isPresent()
        && invocation.variable("CARGO_BIN_NAME").isEmpty()
        && (DIRECTORY.matcher(directory).matches() || LATER_DIRECTORY.matcher(directory).matches());
  }
}
