package dev.larder.daemon.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.daemon.engine.CallerGoneException;
import dev.larder.daemon.protocol.Answer;
import dev.larder.daemon.protocol.Question;
import dev.larder.daemon.protocol.RequestKey;
import dev.larder.daemon.protocol.Stream;
import dev.larder.daemon.protocol.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ListenerTest {
  private static final int EXIT = 0x47;
  private static final int STDERR = 0x45;
  private static final int WAIT = 0x43;

  @TempDir private Path directory;

  private Listener listen(RequestHandler handler) throws IOException {
    return Listener.open(socket().toString(), Duration.ofDays(1), handler);
  }

  private Path socket() {
    return directory.resolve("s.sock");
  }

  @Test
  void request_answered_arrivesAsSent() throws Exception {
    CompletableFuture<Question.Request> heard = new CompletableFuture<>();
    try (Listener listener =
            listen(
                (request, caller) -> {
                  heard.complete(request);
                  caller.tell(
                      List.of(
                          new Answer.Print(Stream.STDERR, new byte[] {'x'}), new Answer.Exit(7)));
                });
        TestWrapper wrapper = new TestWrapper(socket())) {
      wrapper.send(1, TestWrapper.request("/usr/bin/gcc", List.of("gcc", "-c", "ä.c")));

      TestWrapper.Frame printed = wrapper.receive();
      assertThat(printed.type()).isEqualTo(STDERR);
      assertThat(printed.payload()).containsExactly('x');
      TestWrapper.Frame exit = wrapper.receive();
      assertThat(exit.type()).isEqualTo(EXIT);
      assertThat(exit.payload()).containsExactly(0, 0, 0, 7);
      assertThat(wrapper.isClosed()).isTrue();

      Question.Request request = heard.get();
      assertThat(request.program()).isEqualTo(Text.of("/usr/bin/gcc"));
      assertThat(request.arguments())
          .containsExactly(Text.of("gcc"), Text.of("-c"), Text.of("ä.c"));
      assertThat(request.stderrTerminal()).isTrue();
      assertThat(request.stdoutTerminal()).isFalse();
      assertThat(request.umask()).isEqualTo(022);
      assertThat(request.key()).isEqualTo(new RequestKey(5, 6));
    }
  }

  @Test
  void callerThatHasGone_isNotReached() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    CompletableFuture<List<Boolean>> reached = new CompletableFuture<>();
    try (Listener listener =
        listen(
            (request, caller) -> {
              boolean before = caller.reach(new Answer.Wait());
              gone.await();
              reached.complete(List.of(before, caller.reach(new Answer.Done(List.of()))));
            })) {
      try (TestWrapper wrapper = new TestWrapper(socket())) {
        wrapper.send(1, TestWrapper.request("/usr/bin/gcc", List.of("gcc", "-c", "a.c")));
        assertThat(wrapper.receive().type()).isEqualTo(WAIT);
      }
      gone.countDown();
      assertThat(reached.get()).containsExactly(true, false);
    }
  }

  @Test
  void garbage_ofAnyKind_closesThatConnectionOnly() throws Exception {
    List<byte[]> garbage =
        List.of(
            new byte[] {0, 0, 0, 1, 99},
            new byte[] {0, 0, 0, 3, 1, 0, 1},
            new byte[] {0x7f, -1, -1, -1, 1},
            new byte[] {-1, -1, -1, -1, 1, 1, 1, 1},
            "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    try (Listener listener = listen((request, caller) -> caller.tell(new Answer.Exit(0)))) {
      for (byte[] bytes : garbage) {
        try (TestWrapper wrapper = new TestWrapper(socket())) {
          wrapper.sendRaw(bytes);
          assertThat(wrapper.isClosed()).isTrue();
        }
      }
      try (TestWrapper wrapper = new TestWrapper(socket())) {
        wrapper.send(1, TestWrapper.request("gcc", List.of("gcc")));
        assertThat(wrapper.receive().type()).isEqualTo(EXIT);
      }
    }
  }

  @Test
  void list_longerThanItsMessage_takesNoMemory() throws Exception {
    try (Listener listener = listen((request, caller) -> caller.tell(new Answer.Exit(0)));
        TestWrapper wrapper = new TestWrapper(socket())) {
      byte[] request = TestWrapper.request("p", List.of());
      // The count of arguments follows version … root, "/somewhere" and "p".
      int count = 2 + 1 + 1 + 4 + 4 + 24 + 4 + 10 + 4 + 1;
      request[count] = 0x7f;
      wrapper.send(1, request);
      assertThat(wrapper.isClosed()).isTrue();
    }
  }

  @Test
  void secondRequest_onOneConnection_closesIt() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    try (Listener listener =
            listen(
                (request, caller) -> {
                  try {
                    caller.hear();
                  } catch (CallerGoneException e) {
                    gone.countDown();
                    throw e;
                  }
                });
        TestWrapper wrapper = new TestWrapper(socket())) {
      wrapper.send(1, TestWrapper.request("gcc", List.of("gcc")));
      wrapper.send(1, TestWrapper.request("gcc", List.of("gcc")));
      assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(wrapper.isClosed()).isTrue();
    }
  }

  @Test
  void caller_leaves_handlerHearsOfIt() throws Exception {
    CompletableFuture<String> end = new CompletableFuture<>();
    try (Listener listener =
        listen(
            (request, caller) -> {
              try {
                caller.hear();
                end.complete("heard something");
              } catch (CallerGoneException e) {
                end.complete("gone");
              }
            })) {
      try (TestWrapper wrapper = new TestWrapper(socket())) {
        wrapper.send(1, TestWrapper.request("gcc", List.of("gcc")));
      }
      assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo("gone");
    }
  }

  @Test
  void handler_fails_connectionClosesAndOthersAreServed() throws Exception {
    try (Listener listener =
        listen(
            (request, caller) -> {
              if (request.program().equals(Text.of("bad"))) {
                throw new IllegalStateException("on purpose");
              }
              caller.tell(new Answer.Exit(0));
            })) {
      try (TestWrapper wrapper = new TestWrapper(socket())) {
        wrapper.send(1, TestWrapper.request("bad", List.of("bad")));
        assertThat(wrapper.isClosed()).isTrue();
      }
      try (TestWrapper wrapper = new TestWrapper(socket())) {
        wrapper.send(1, TestWrapper.request("good", List.of("good")));
        assertThat(wrapper.receive().type()).isEqualTo(EXIT);
      }
    }
  }

  @Test
  void handler_takesLong_callerIsReassured() throws Exception {
    CountDownLatch reassured = new CountDownLatch(1);
    try (Listener listener =
            listen(
                (request, caller) -> {
                  reassured.await();
                  caller.tell(new Answer.Exit(0));
                });
        TestWrapper wrapper = new TestWrapper(socket())) {
      wrapper.send(1, TestWrapper.request("gcc", List.of("gcc")));
      assertThat(wrapper.receive().type()).isEqualTo(WAIT);
      assertThat(wrapper.receive().type()).isEqualTo(WAIT);
      reassured.countDown();
      int type = wrapper.receive().type();
      while (type == WAIT) {
        type = wrapper.receive().type();
      }
      assertThat(type).isEqualTo(EXIT);
    }
  }

  @Test
  void sixtyFourCallers_atOnce_areAllServed() throws Exception {
    CountDownLatch all = new CountDownLatch(64);
    try (Listener listener =
            listen(
                (request, caller) -> {
                  all.countDown();
                  all.await();
                  caller.tell(new Answer.Exit(0));
                });
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers =
          java.util.stream.IntStream.range(0, 64)
              .mapToObj(
                  i ->
                      callers.submit(
                          () -> {
                            try (TestWrapper wrapper = new TestWrapper(socket())) {
                              wrapper.send(1, TestWrapper.request("gcc", List.of("gcc")));
                              int type = wrapper.receive().type();
                              while (type == WAIT) {
                                type = wrapper.receive().type();
                              }
                              return type;
                            }
                          }))
              .toList();
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(EXIT);
      }
    }
  }

  @Test
  void awaitIdle_nobodyCame_returns() throws Exception {
    try (Listener listener = listen((request, caller) -> caller.tell(new Answer.Exit(0)))) {
      listener.idleLimit(Duration.ofMillis(1));
      listener.awaitIdle(Duration.ofDays(1), () -> {}, () -> false);
      listener.drain(0, Duration.ofSeconds(1));
    }
  }

  @Test
  void awaitIdle_somebodyWasServedElsewhere_goesOn() throws Exception {
    try (Listener listener = listen((request, caller) -> caller.tell(new Answer.Exit(0)))) {
      listener.idleLimit(Duration.ofMillis(1));
      var left = new AtomicInteger(3);
      listener.awaitIdle(Duration.ofDays(1), () -> {}, () -> left.getAndDecrement() > 0);
      assertThat(left).hasValue(-1);
      listener.drain(0, Duration.ofSeconds(1));
    }
  }

  @Test
  void awaitIdle_restsOnceAfterSomebodyCame() throws Exception {
    try (Listener listener = listen((request, caller) -> caller.tell(new Answer.Exit(0)))) {
      var rests = new Semaphore(0);
      Thread waiting =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      listener.awaitIdle(Duration.ofMillis(1), rests::release, () -> false);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      for (int round = 0; round < 3; round++) {
        try (TestWrapper wrapper = new TestWrapper(socket())) {
          wrapper.send(1, TestWrapper.request("gcc", List.of("gcc")));
          assertThat(wrapper.receive().type()).isEqualTo(EXIT);
        }
        rests.acquire();
      }
      listener.stop();
      waiting.join();
      assertThat(rests.availablePermits()).as("more rests than stretches of work").isZero();
    }
  }
}
