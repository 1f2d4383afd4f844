package dev.larder.daemon.inputs.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The native digest against the runtime's own. */
final class Sha256Test {
  @Test
  void of_anyBytesFromAnyIndex_isTheRuntimes() {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[random.nextInt(500)];
      random.nextBytes(bytes);
      int from = random.nextInt(bytes.length + 1);
      assertThat(Sha256.of(bytes, from))
          .isEqualTo(dev.larder.storage.Sha256.OF_THE_RUNTIME.of(bytes, from));
    }
  }

  @Test
  void of_beyondTheEnd_isRefused() {
    assertThatThrownBy(() -> Sha256.of(new byte[3], 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Sha256.of(new byte[3], -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
