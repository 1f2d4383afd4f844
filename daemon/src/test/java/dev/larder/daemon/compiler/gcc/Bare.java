package dev.larder.daemon.compiler.gcc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.daemon.compiler.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a bare compiler makes of a call: the oracle.
 *
 * @param status its exit status
 * @param diagnostics what it printed
 * @param outputs the expected outputs by section, as Latin-1
 */
record Bare(int status, String diagnostics, Map<String, String> outputs) {

  /** Runs a call's compiler with the arguments that the action gives for a run. */
  static Bare run(Call call) throws IOException, InterruptedException {
    Action action = call.action();
    return run(call, action.runArguments());
  }

  static Bare run(Call call, List<String> arguments) throws IOException, InterruptedException {
    Path log = Files.createTempFile("larder-bare", ".log");
    try {
      var builder =
          new ProcessBuilder(arguments)
              .directory(Path.of(call.cwd()).toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().clear();
      builder.environment().put("PATH", System.getenv("PATH"));
      builder.environment().putAll(call.environment());
      int status = builder.start().waitFor();
      var outputs = new TreeMap<String, String>();
      for (Action.Output output : call.action().outputs()) {
        Path file = Path.of(call.cwd()).resolve(output.path());
        outputs.put(
            output.section(), Files.exists(file) ? Files.readString(file, ISO_8859_1) : "absent");
        Files.deleteIfExists(file);
      }
      return new Bare(status, Files.readString(log, ISO_8859_1), outputs);
    } finally {
      Files.delete(log);
    }
  }
}
