package io.kundig.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.support.TestClock;
import io.kundig.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DemoStoreTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void onceFilledItIsADemoShopHoweverItIsStarted() {
    var store = new DemoStore(database.jdbc());
    assertThat(store.isDemo()).isFalse();

    store.started(TestClock.START);
    assertThat(store.isDemo()).isTrue();
  }
}
