package dev.larder.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SyntaxTest {
  @ParameterizedTest
  @CsvSource({
    "true, true", "ON, true", "1, true", "yes, true",
    "false, false", "Off, false", "0, false", "no, false",
  })
  void boolean_word_isRead(String text, boolean value) {
    assertThat(Syntax.BOOLEAN.parse(text)).contains(value);
  }

  @Test
  void boolean_otherWord_isEmpty() {
    assertThat(Syntax.BOOLEAN.parse("maybe")).isEmpty();
  }

  @Test
  void presence_evenZero_isTrue() {
    assertThat(Syntax.PRESENCE.parse("0")).contains(true);
  }

  @ParameterizedTest
  @CsvSource({"600, 600000", "0, 0", "90s, 90000", "10m, 600000", "1h, 3600000", "500ms, 500"})
  void duration_text_isRead(String text, long milliseconds) {
    assertThat(Syntax.DURATION.parse(text)).contains(Duration.ofMillis(milliseconds));
  }

  @Test
  void duration_otherText_isEmpty() {
    assertThat(Syntax.DURATION.parse("soon")).isEmpty();
    assertThat(Syntax.DURATION.parse("-1")).isEmpty();
  }

  @Test
  void path_relative_isEmpty() {
    assertThat(Syntax.PATH.parse("cache")).isEmpty();
    assertThat(Syntax.PATH.parse("a\0b")).isEmpty();
    assertThat(Syntax.PATH.parse("/cache")).contains(Path.of("/cache"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "debug | DEBUG",
        "sccache=trace | TRACE",
        "info,sccache=debug | DEBUG",
        "error,hyper=off | ERROR",
      })
  void levelFilter_directives_areTheMostTalkative(String text, Level level) {
    assertThat(Syntax.LEVEL_FILTER.parse(text)).contains(level);
  }

  @Test
  void readOnlyMode_values_areRead() {
    assertThat(Syntax.READ_ONLY_MODE.parse("read_only")).contains(true);
    assertThat(Syntax.READ_ONLY_MODE.parse("READ_WRITE")).contains(false);
    assertThat(Syntax.READ_ONLY_MODE.parse("1")).isEmpty();
  }
}
