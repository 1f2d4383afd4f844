package dev.larder.storage.memory;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.facts;
import static dev.larder.storage.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import dev.larder.storage.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class MemoryStoreTest extends StoreContract {
  @Override
  protected Store create(Path room) {
    return new MemoryStore(8 << 20);
  }

  @Test
  void put_valueTooLarge_isDeclined() {
    assertThat(store.put(key("a"), entry(1, MemoryStore.MAX_WEIGHT)))
        .isInstanceOf(Outcome.Declined.class);
    assertThat(store.get(key("a"))).isInstanceOf(Lookup.Miss.class);
  }

  @Test
  void put_moreThanTheBudget_staysWithinIt() {
    for (int i = 0; i < 200; i++) {
      put(key("v" + i), entry(i, 100_000));
      assertThat(store.describe().size().orElseThrow()).isLessThanOrEqualTo(8 << 20);
    }
    assertThat(store.describe().size().orElseThrow()).isGreaterThan(6 << 20);
  }

  @Test
  void put_moreThanTheBudget_keepsWhatIsUsed() {
    put(key("used"), entry(1, 100_000));
    for (int i = 0; i < 200; i++) {
      put(key("v" + i), entry(i, 100_000));
      assertThat(facts(hit(key("used")))).isEqualTo(facts(entry(1, 100_000)));
    }
  }

  @Test
  void add_setTooLarge_losesItsOldest() {
    for (int i = 0; i < 5; i++) {
      add(key("set"), new SetRecord(key("r" + i), new byte[100_000]));
    }
    assertThat(listed(key("set"))).hasSize(2);
    assertThat(store.add(key("set"), key("large"), new byte[MemoryStore.MAX_WEIGHT]))
        .isInstanceOf(Outcome.Declined.class);
    assertThat(listed(key("set"))).hasSize(2);
  }
}
