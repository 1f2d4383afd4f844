package dev.larder.daemon.engine;

import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.protocol.Question;
import java.util.List;
import java.util.function.Consumer;

/** The wrapper at the other end, as the engine sees it. Used by one thread at a time. */
public interface Caller {
  /** Sends messages, in order. To a caller that is gone: does nothing. */
  void tell(List<Answer> answers);

  /**
   * Sends the last messages of this request, after which nothing can be told or heard any more.
   *
   * @param report takes, on another thread, what the caller says about them, if it does; must not
   *     block
   */
  void dismiss(List<Answer> answers, Consumer<Question> report);

  /**
   * The next message.
   *
   * @throws CallerGoneException if there will be none
   */
  Question hear() throws CallerGoneException, InterruptedException;

  /**
   * Sends one message, and tells whether the caller was still there to take it. If so, what it
   * waits for was in nobody's hands until then; a caller that has lost patience, or was killed, has
   * let its build go on.
   */
  boolean reach(Answer answer) throws InterruptedException;

  /** Sends one message. */
  default void tell(Answer answer) {
    tell(List.of(answer));
  }
}
