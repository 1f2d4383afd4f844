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
  void storesThatShareABudget_keepApartAndWithinIt() {
    MemoryBudget budget = new MemoryBudget(1 << 20);
    budget.allow(1 << 10);
    try (Store one = new MemoryStore(budget);
        Store other = new MemoryStore(budget)) {
      one.put(key("a"), entry(1, 1_000));
      assertThat(other.get(key("a"))).isInstanceOf(Lookup.Miss.class);
      for (int i = 0; i < 40; i++) {
        (i % 2 == 0 ? one : other).put(key("v" + i), entry(i, 100_000));
        long kept = one.describe().size().orElseThrow() + other.describe().size().orElseThrow();
        assertThat(kept).isLessThanOrEqualTo(1 << 20);
      }
      one.put(key("b"), entry(2, 1_000));
      other.put(key("c"), entry(3, 1_000));
      other.close();
      assertThat(other.describe().size()).hasValue(0);
      assertThat(one.get(key("b"))).isInstanceOf(Lookup.Hit.class);
    }
    budget.allow(4 << 20);
    assertThat(budget.bytes()).isEqualTo(4 << 20);
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
