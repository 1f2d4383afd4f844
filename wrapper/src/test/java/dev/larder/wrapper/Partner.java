package dev.larder.wrapper;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Listens where a daemon would, and plays the same script to each wrapper that calls. */
final class Partner implements AutoCloseable {
  private final ServerSocketChannel listener;
  private final Thread accepting;
  private final List<Thread> playing = Collections.synchronizedList(new ArrayList<>());
  private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

  Partner(Path socket, Script script) throws IOException {
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    accepting = Thread.ofVirtual().start(() -> accept(script));
  }

  private void accept(Script script) {
    try {
      for (; ; ) {
        SocketChannel channel = listener.accept();
        playing.add(Thread.ofVirtual().start(() -> play(script, channel)));
      }
    } catch (ClosedChannelException closed) {
      // the test is over
    } catch (IOException e) {
      failures.add(e);
    }
  }

  private void play(Script script, SocketChannel channel) {
    try (channel) {
      script.play(new Conversation(channel));
    } catch (Exception | AssertionError e) {
      failures.add(e);
    }
  }

  /** Waits for the conversations to end; what went wrong in them goes wrong here. */
  @Override
  public void close() throws IOException, InterruptedException {
    listener.close();
    accepting.join();
    for (Thread thread : playing) {
      if (!thread.join(Duration.ofSeconds(10))) {
        failures.add(new AssertionError("a conversation has not ended"));
      }
    }
    if (!failures.isEmpty()) {
      var failure = new AssertionError("the conversation went wrong", failures.getFirst());
      failures.stream().skip(1).forEach(failure::addSuppressed);
      throw failure;
    }
  }

  /** One side of a conversation. The connection ends with it. */
  interface Script {
    void play(Conversation conversation) throws Exception;
  }
}
