package dev.larder.storage.tiered;

import static dev.larder.storage.Samples.entry;
import static dev.larder.storage.Samples.facts;
import static dev.larder.storage.Samples.key;
import static dev.larder.storage.Samples.record;
import static dev.larder.storage.Samples.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.storage.Content;
import dev.larder.storage.Entry;
import dev.larder.storage.Lookup;
import dev.larder.storage.Outcome;
import dev.larder.storage.SetRecord;
import dev.larder.storage.Store;
import dev.larder.storage.StoreContract;
import dev.larder.storage.disk.DiskSettings;
import dev.larder.storage.disk.DiskStore;
import dev.larder.storage.memory.MemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TieredStoreTest extends StoreContract {
  private final List<TierEvent> passedOver = new ArrayList<>();
  private Store memory;
  private Store near;
  private Store far;

  @Override
  protected Store create(Path room) {
    return new TieredStore(
        List.of(new Tier("memory", new MemoryStore(8 << 20)), new Tier("disk", disk(room))),
        this::told);
  }

  private void told(TierEvent event) {
    if (event instanceof TierEvent.Corrupted || event instanceof TierEvent.Unavailable) {
      passedOver.add(event);
    }
  }

  private static Store disk(Path room) {
    return new DiskStore(DiskSettings.of(room, 64 << 20), Clock.systemUTC());
  }

  @BeforeEach
  void threeTiers() {
    memory = new MemoryStore(8 << 20);
    near = disk(directory.resolve("near"));
    far = disk(directory.resolve("far"));
    store.close();
    store =
        new TieredStore(
            List.of(new Tier("memory", memory), new Tier("near", near), new Tier("far", far)),
            this::told);
  }

  @Test
  void get_onlyFarHasIt_copiesItNearer() {
    far.put(key("a"), entry(1, 50, 60_000));
    assertThat(tierOf("a")).isEqualTo("disk");
    assertThat(near.get(key("a"))).isInstanceOf(Lookup.Hit.class);
    assertThat(tierOf("a")).isEqualTo("memory");
    assertThat(hit(key("a")).sections())
        .allSatisfy(section -> assertThat(section.content()).isInstanceOf(Content.Bytes.class));
    assertThat(facts(hit(key("a")))).isEqualTo(facts(entry(1, 50, 60_000)));
  }

  @Test
  void isAtHand_whereverItIsKept() {
    near.put(key("near"), entry(1, 3_000_000));
    memory.put(key("memory"), entry(1, 100));
    assertThat(near.isAtHand(key("near"))).isTrue();
    assertThat(store.isAtHand(key("near"))).isTrue();
    assertThat(store.isAtHand(key("memory"))).isTrue();
    assertThat(store.isAtHand(key("none"))).isFalse();
  }

  private String tierOf(String name) {
    return ((Lookup.Hit<Entry>) store.get(key(name))).tier();
  }

  @Test
  void get_tooLargeForMemory_comesFromDisk() {
    put(key("a"), entry(1, 3_000_000));
    assertThat(tierOf("a")).isEqualTo("disk");
    assertThat(facts(hit(key("a")))).isEqualTo(facts(entry(1, 3_000_000)));
  }

  @Test
  void get_nearerIsDamaged_comesFromFarAndIsTold() throws Exception {
    put(key("a"), entry(1, 3_000_000));
    damage("near", "a");
    assertThat(facts(hit(key("a")))).isEqualTo(facts(entry(1, 3_000_000)));
    assertThat(passedOver).singleElement().isInstanceOf(TierEvent.Corrupted.class);
    assertThat(near.get(key("a"))).isInstanceOf(Lookup.Hit.class);
  }

  @Test
  void get_allAreDamaged_isCorrupted() throws Exception {
    put(key("a"), entry(1, 3_000_000));
    damage("near", "a");
    damage("far", "a");
    assertThat(store.get(key("a"))).isInstanceOf(Lookup.Corrupted.class);
    assertThat(passedOver).hasSize(2);
    assertThat(store.get(key("a"))).isInstanceOf(Lookup.Miss.class);
  }

  private void damage(String tier, String name) throws Exception {
    String hex = key(name).hex();
    Path file = directory.resolve(tier).resolve("values").resolve(hex.substring(0, 2)).resolve(hex);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 7] ^= 8;
    Files.write(file, bytes);
  }

  @Test
  void put_oneTierFails_isToldAndTheOthersHaveIt() throws Exception {
    Files.writeString(directory.resolve("far"), "in the way");
    assertThat(store.put(key("a"), entry(1, 100))).isInstanceOf(Outcome.Failed.class);
    assertThat(hit(key("a")).length()).isEqualTo(100);
  }

  @Test
  void remove_dropsItEverywhere() {
    put(key("a"), entry(1, 100));
    store.remove(key("a"));
    assertThat(List.of(memory, near, far))
        .allSatisfy(tier -> assertThat(tier.get(key("a"))).isInstanceOf(Lookup.Miss.class));
  }

  @Test
  void list_anotherMachineAddedToFar_followsAfterTheNear() {
    add(key("set"), record("ours"));
    far.add(key("set"), key("theirs"), record("theirs").content());
    assertThat(listed(key("set"))).containsExactly("ours", "theirs");
    assertThat(((Lookup.Hit<Iterable<SetRecord>>) near.list(key("set"))).value()).hasSize(2);
    assertThat(((Lookup.Hit<Iterable<SetRecord>>) memory.list(key("set"))).value()).hasSize(2);
  }

  @Test
  void list_readerFindsItNear_asksNoFarther() {
    add(key("set"), record("ours"));
    far.add(key("set"), key("theirs"), record("theirs").content());
    var records = ((Lookup.Hit<Iterable<SetRecord>>) store.list(key("set"))).value();
    Iterator<SetRecord> walk = records.iterator();
    assertThat(walk.next().name()).isEqualTo(key("ours"));
    assertThat(((Lookup.Hit<Iterable<SetRecord>>) near.list(key("set"))).value()).hasSize(1);
  }

  @Test
  void list_onlyFarHasIt_copiesItNearerInOrder() {
    far.add(key("set"), key("old"), record("old").content());
    far.add(key("set"), key("new"), record("new").content());
    assertThat(listed(key("set"))).containsExactly("new", "old");
    assertThat(textsIn(near)).containsExactly("new", "old");
    assertThat(textsIn(memory)).containsExactly("new", "old");
  }

  private static List<String> textsIn(Store tier) {
    return texts(((Lookup.Hit<Iterable<SetRecord>>) tier.list(key("set"))).value());
  }
}
