package io.kundig.sources.shops;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.sources.shops.ShopConnection.Settings;
import io.kundig.sources.shops.magento.FakeMagento;
import io.kundig.sources.shops.shopify.FakeShopify;
import io.kundig.sources.shops.shopware.FakeShopware;
import io.kundig.sources.shops.woocommerce.FakeWooCommerce;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.boot.test.context.TestComponent;

/// What a test does with connections: connects a fake shop and waits for the work that follows.
@TestComponent
class ShopWork {

  static final Map<String, String> KEYS =
      Map.of(
          "consumerKey", FakeWooCommerce.KEY,
          "consumerSecret", FakeWooCommerce.SECRET);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Connections connections;
  final DeliveryStore deliveries;
  private final HistoryStore histories;
  private final DeliveryWorker worker;
  private final LookUpWorker lookUps;
  private final Arrivals arrivals;
  final Watch watch;
  private final Clock clock;

  ShopWork(
      Connections connections,
      DeliveryStore deliveries,
      HistoryStore histories,
      DeliveryWorker worker,
      LookUpWorker lookUps,
      Arrivals arrivals,
      Watch watch,
      Clock clock) {
    this.connections = connections;
    this.deliveries = deliveries;
    this.histories = histories;
    this.worker = worker;
    this.lookUps = lookUps;
    this.arrivals = arrivals;
    this.watch = watch;
    this.clock = clock;
  }

  ShopConnection connect(FakeWooCommerce shop) {
    return connect(shop, new Settings(true, false, null));
  }

  /// With its past taken over.
  ShopConnection connect(FakeWooCommerce shop, Settings settings) {
    return connect("woocommerce", shop, KEYS, settings);
  }

  ShopConnection connect(FakeShopify shop) {
    return connect("shopify", shop, FakeShopify.KEYS, new Settings(true, false, null));
  }

  ShopConnection connect(FakeMagento shop) {
    return connect("magento", shop, FakeMagento.KEYS, new Settings(true, false, null));
  }

  ShopConnection connect(String kind, FakeShop shop, Map<String, String> keys, Settings settings) {
    ShopConnection connection = connections.connect(1, kind, shop.address(), keys, settings);
    awaitHistory(connection.id());
    settle();
    return connections.get(connection.id());
  }

  /// By the app, which the shop takes in.
  ShopConnection connectByApp(FakeShopware shop, Settings settings) {
    ShopConnection awaited = connections.await(1, "shopware", shop.address(), settings);
    assertThat(shop.install(connections.app(awaited.id()).file()).status()).isEqualTo(200);
    return arrive(awaited.id());
  }

  ShopConnection arrive(UUID connection) {
    await(
        () -> {
          arrivals.runDue();
          return connections.get(connection).connected();
        });
    awaitHistory(connection);
    settle();
    return connections.get(connection);
  }

  void awaitHistory(UUID connection) {
    await(() -> histories.of(connection).stream().noneMatch(HistoryStore.History::running));
  }

  /// Until nothing of what came is left to be done.
  void settle() {
    await(
        () -> {
          worker.runDue();
          lookUps.runDue();
          return worker.nextDue().isEmpty() && !isDue(lookUps.nextDue().orElse(null));
        });
  }

  private boolean isDue(@org.jspecify.annotations.Nullable Instant due) {
    return due != null && !due.isAfter(clock.instant());
  }

  void compare(ShopConnection connection) {
    connections.compare(connection.id());
    watch.runDue();
    settle();
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
