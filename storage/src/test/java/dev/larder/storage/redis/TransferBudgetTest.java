package dev.larder.storage.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memory for transfers, and those who have to stand back. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TransferBudgetTest {
  private static final int MIB = 1 << 20;

  private final TransferBudget whole = new TransferBudget(10 * MIB);
  private final TransferBudget part = whole.part(6 * MIB);

  @Test
  void addIfFree_moreThanThePart_isRefused() throws InterruptedException {
    try (TransferBudget.Share share = part.share()) {
      assertThat(share.addIfFree(6 * MIB + 1)).isFalse();
      assertThat(share.addIfFree(6 * MIB)).isTrue();
    }
  }

  @Test
  void addIfFree_whatOthersUse_isRefusedWithoutWaiting() throws InterruptedException {
    try (TransferBudget.Share others = whole.share()) {
      others.add(7 * MIB);
      try (TransferBudget.Share share = part.share()) {
        assertThat(share.addIfFree(4 * MIB)).isFalse();
      }
      try (TransferBudget.Share share = part.share()) {
        assertThat(share.addIfFree(3 * MIB)).isTrue();
      }
    }
    try (TransferBudget.Share all = whole.share()) {
      all.add(10 * MIB);
    }
    try (TransferBudget.Share all = part.share()) {
      assertThat(all.addIfFree(6 * MIB)).isTrue();
    }
  }
}
