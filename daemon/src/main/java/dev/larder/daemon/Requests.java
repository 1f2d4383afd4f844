package dev.larder.daemon;

import dev.larder.daemon.compiler.Invocation;
import dev.larder.daemon.protocol.Question;
import dev.larder.daemon.protocol.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From bytes on the wire to what the rest of the daemon works with. */
final class Requests {
  private Requests() {}

  /** The variables; of one that occurs twice, the first, as getenv has it. */
  static Map<String, String> environment(Question.Request request) {
    Map<String, String> variables = HashMap.newHashMap(request.environment().size());
    for (Text text : request.environment()) {
      // A value that is not UTF-8 is only compared, never spelled out again.
      String variable = text.lossless();
      int equals = variable.indexOf('=');
      if (equals > 0) {
        variables.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return variables;
  }

  /**
   * The compile that is asked for; empty if its path or arguments are not UTF-8, or it has none.
   */
  static Optional<Invocation> invocation(
      Question.Request request, Map<String, String> environment) {
    Optional<String> cwd = request.cwd().decoded().filter(path -> path.startsWith("/"));
    Optional<String> program = request.program().decoded().filter(path -> !path.isEmpty());
    List<String> arguments = new ArrayList<>(request.arguments().size());
    for (Text argument : request.arguments()) {
      argument.decoded().ifPresent(arguments::add);
    }
    if (cwd.isEmpty()
        || program.isEmpty()
        || arguments.isEmpty()
        || arguments.size() < request.arguments().size()) {
      return Optional.empty();
    }
    return Optional.of(
        new Invocation(
            cwd.get(),
            program.get(),
            arguments,
            environment,
            request.stdoutTerminal(),
            request.stderrTerminal(),
            request.umask(),
            request.columns(),
            request.input().map(Text::lossless)));
  }
}
