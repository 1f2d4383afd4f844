package dev.larder.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ByDirectoryTest {
  private static final Path ONE = Path.of("/one");
  private static final Path OTHER = Path.of("/other");

  @Test
  void sameDirectory_isTheSame() {
    ByDirectory<StringBuilder> all =
        new ByDirectory<>(directory -> new StringBuilder(directory.toString()), one -> {});
    assertThat(all.of(ONE)).isSameAs(all.of(ONE)).hasToString("/one");
    assertThat(all.of(OTHER)).hasToString("/other");
  }

  @Test
  void end_reachesAllWhateverFails() {
    List<String> ended = new ArrayList<>();
    ByDirectory<String> all =
        new ByDirectory<>(
            Path::toString,
            one -> {
              ended.add(one);
              throw new IOException(one);
            });
    all.of(ONE);
    all.of(OTHER);
    assertThatThrownBy(all::end)
        .isInstanceOf(IOException.class)
        .satisfies(trouble -> assertThat(trouble.getSuppressed()).hasSize(1));
    assertThat(ended).containsExactlyInAnyOrder("/one", "/other");
  }
}
