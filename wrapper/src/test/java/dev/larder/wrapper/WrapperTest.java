package dev.larder.wrapper;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A stage for each test, and a partner where the test wants one. */
@ParameterizedClass
@EnumSource(
    value = Build.class,
    names = {"PLAIN", "SANITIZED"})
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class WrapperTest {
  @Parameter Build build = Build.PLAIN;
  @TempDir Path directory;
  Stage stage;

  /** What the wrapper said last, after {@link #answer}. */
  final CompletableFuture<Frame> said = new CompletableFuture<>();

  /** What a run told, after {@link #observe}. */
  final CompletableFuture<Conversation.Told> told = new CompletableFuture<>();

  private final List<Partner> partners = new ArrayList<>();

  @BeforeEach
  void set() throws Exception {
    stage = Stage.set(build, directory);
  }

  /** Has each wrapper that calls met with this script. */
  void play(Partner.Script script) throws IOException {
    partners.add(stage.partner(script));
  }

  /** Has the wrapper answered with these frames, and listens to what it says to that. */
  void answer(Frame... frames) throws IOException {
    play(
        conversation -> {
          conversation.request();
          conversation.send(frames);
          said.complete(conversation.next());
        });
  }

  /** Has the compiler run as it was called, and listens to what comes of it. */
  void observe() throws IOException {
    play(
        conversation -> {
          conversation.send(Frame.run(conversation.request().arguments()));
          try {
            told.complete(conversation.untilReport());
          } catch (EOFException e) {
            told.completeExceptionally(e);
            return;
          }
          if (told.join().report().how() != Report.NOT_STARTED) {
            conversation.send(Frame.done());
          }
        });
  }

  /** A shell script for which the wrapper is {@code $0}. */
  Outcome shell(String script) throws IOException, InterruptedException {
    return stage.command("sh", "-c", script, stage.wrapper().toString()).run();
  }

  /** Waits for the partners to have said all that they had to say. */
  @AfterEach
  void end() throws Exception {
    for (Partner partner : partners) {
      partner.close();
    }
  }
}
