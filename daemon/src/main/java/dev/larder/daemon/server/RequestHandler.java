package dev.larder.daemon.server;

import dev.larder.daemon.engine.Caller;
import dev.larder.daemon.engine.CallerGoneException;
import dev.larder.daemon.protocol.Question;

/** Does what a request asks. Runs on a thread of its own and may block. */
@FunctionalInterface
public interface RequestHandler {
  void handle(Question.Request request, Caller caller)
      throws CallerGoneException, InterruptedException;
}
