package io.kundig.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kundig.platform.KundigClock;
import io.kundig.shared.Invalid;
import io.kundig.support.TestClock;
import io.kundig.support.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShopsTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final KundigClock clock = KundigClock.standingAt(TestClock.START);
  private Shops here = TestShops.empty(database.jdbc(), clock);
  private Shops elsewhere = TestShops.empty(database.jdbc(), clock);

  @BeforeEach
  void empty() {
    database
        .jdbc()
        .sql("truncate accounts.shop, accounts.former_write_key, accounts.audit")
        .update();
    here = TestShops.empty(database.jdbc(), clock);
    elsewhere = TestShops.empty(database.jdbc(), clock);
  }

  @Test
  void aChangeIsSeenAtOnceAndOnOtherNodesWithinASecondOrTwo() {
    assertThat(elsewhere.get(1).name()).isEmpty();

    here.update(TestShops.nordlicht());

    assertThat(here.get(1).name()).isEqualTo("Rösterei Nordlicht");
    await()
        .atMost(Duration.ofSeconds(3))
        .until(() -> elsewhere.get(1).name().equals("Rösterei Nordlicht"));
  }

  @Test
  void aChangeThatIsRolledBackIsNeverSeen() {
    database
        .transactions()
        .executeWithoutResult(
            status -> {
              here.update(TestShops.nordlicht());
              status.setRollbackOnly();
            });

    assertThat(here.get(1).name()).isEmpty();
  }

  @Test
  void theFirstShopIsMadeOnce() {
    String writeKey = here.get(1).writeKey();
    elsewhere.ensureFirst();

    assertThat(here.all()).hasSize(1);
    assertThat(here.byWriteKey(writeKey)).isPresent();
  }

  @Test
  void aWriteKeyThatWasReplacedGoesOnWorking() {
    String before = here.get(1).writeKey();

    here.ensureWriteKey(1, "wk_from-the-operator");

    assertThat(here.get(1).writeKey()).isEqualTo("wk_from-the-operator");
    assertThat(here.byWriteKey("wk_from-the-operator")).map(Shop::id).contains(1);
    assertThat(here.byWriteKey(before)).map(Shop::id).contains(1);
    assertThat(here.byWriteKey("wk_nobody's")).isEmpty();
  }

  @Test
  void aWriteKeyBelongsToOneShop() {
    Shop second = database.transactions().execute(status -> here.add(TestShops.nordlicht()));

    assertThatThrownBy(() -> here.ensureWriteKey(1, second.writeKey())).isInstanceOf(Invalid.class);
  }

  @Test
  void aChangeIsAuditedFieldByField() {
    here.update(TestShops.nordlicht());

    assertThat(
            database
                .jdbc()
                .sql("select changes->'impressum.vatId'->>1 from accounts.audit")
                .query(String.class)
                .single())
        .isEqualTo("DE123456789");
  }
}
