package dev.larder.daemon.server;

import dev.larder.daemon.engine.Caller;
import dev.larder.daemon.engine.CallerGoneException;
import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.protocol.AnswerWriter;
import dev.larder.daemon.protocol.Question;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One connection: what was heard and not yet read, and whether the caller waits for us. */
final class Conversation implements Caller {
  /* Reading stops while more than this is queued, and goes on below a quarter of it. */
  private static final long QUEUED_LIMIT = 4 << 20;

  private static final long REACHING_MILLIS = 10_000;

  private final Channel channel;
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private final AtomicLong queued = new AtomicLong();

  private volatile boolean working;
  private volatile Optional<Consumer<Question>> report = Optional.empty();

  /** What arrived: a message, or the end of all messages. */
  private sealed interface Heard {
    record Message(Question question) implements Heard {}

    record End() implements Heard {}
  }

  Conversation(Channel channel) {
    this.channel = channel;
  }

  /** Whether the caller waits for an answer and should now and then hear that we live. */
  boolean isWorking() {
    return working;
  }

  /** Whether the last answer was told, and nobody waits for what the caller says any more. */
  boolean isDismissed() {
    return report.isPresent();
  }

  /** Called by the event loop, of a caller that {@linkplain #isDismissed was dismissed}. */
  void reported(Question question) {
    report.ifPresent(taker -> taker.accept(question));
  }

  /** Called by the event loop. */
  void arrived(Question question) {
    if (question instanceof Question.Report || question instanceof Question.Request) {
      working = true;
    }
    if (question instanceof Question.Printed printed
        && queued.addAndGet(printed.bytes().length) > QUEUED_LIMIT) {
      channel.config().setAutoRead(false);
    }
    heard.add(new Heard.Message(question));
  }

  /** Called by the event loop. */
  void ended() {
    working = false;
    heard.add(new Heard.End());
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // a caller that is gone needs no answer
  public void tell(List<Answer> answers) {
    channel.writeAndFlush(encoded(answers), channel.voidPromise());
  }

  /* The kernel takes nothing for a peer that has closed its end. */
  @Override
  public boolean reach(Answer answer) throws InterruptedException {
    ChannelFuture sent = channel.writeAndFlush(encoded(List.of(answer)));
    return sent.await(REACHING_MILLIS) && sent.isSuccess();
  }

  private ByteBuf encoded(List<Answer> answers) {
    ByteBuf buffer = channel.alloc().buffer(answers.size() * 64);
    for (Answer answer : answers) {
      AnswerWriter.write(answer, buffer);
      if (answer instanceof Answer.Run
          || answer instanceof Answer.Exec
          || answer instanceof Answer.Exit
          || answer instanceof Answer.Done) {
        working = false;
      }
    }
    return buffer;
  }

  @Override
  public void dismiss(List<Answer> answers, Consumer<Question> taker) {
    report = Optional.of(taker);
    tell(answers);
  }

  @Override
  public Question hear() throws CallerGoneException, InterruptedException {
    Heard next = heard.take();
    return switch (next) {
      case Heard.Message message -> {
        release(message.question());
        yield message.question();
      }
      case Heard.End end -> {
        heard.add(end);
        throw new CallerGoneException();
      }
    };
  }

  private void release(Question question) {
    if (question instanceof Question.Printed printed
        && queued.addAndGet(-printed.bytes().length) < QUEUED_LIMIT / 4
        && !channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
  }
}
