package io.kundig.sources.shops;

import io.kundig.Kundig;
import io.kundig.sources.shops.FakeShop.Delivery;
import io.kundig.sources.shops.ShopConnection.Settings;
import io.kundig.sources.shops.woocommerce.FakeWooCommerce;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.SpringApplication;
import org.springframework.jdbc.core.simple.JdbcClient;

/// `bin/bench hooks [--rate N] [--seconds N]`: sends so many deliveries a second, each of a new
/// order, and says how long the slowest of a hundred waited for its answer and whether all were
/// applied.
public final class HooksBench {

  private static final Map<String, String> KEYS =
      Map.of("consumerKey", FakeWooCommerce.KEY, "consumerSecret", FakeWooCommerce.SECRET);
  private static final double LIMIT_MILLIS = 200;

  private HooksBench() {}

  public static void main(String[] args) throws Exception {
    int rate = 500;
    int seconds = 60;
    for (int i = 0; i + 1 < args.length; i += 2) {
      switch (args[i]) {
        case "--rate" -> rate = Integer.parseInt(args[i + 1]);
        case "--seconds" -> seconds = Integer.parseInt(args[i + 1]);
        default -> throw new IllegalArgumentException(args[i]);
      }
    }
    Path folder = Files.createTempDirectory("kundig-bench");
    folder.toFile().setExecutable(true, false);
    folder.toFile().setReadable(true, false);
    try (var server =
            SpringApplication.run(
                Kundig.class, "--kundig.data=" + folder.resolve("data"), "--kundig.port=0");
        FakeWooCommerce shop = new FakeWooCommerce(Instant.now())) {
      Connections connections = server.getBean(Connections.class);
      JdbcClient jdbc = server.getBean(JdbcClient.class);
      connections.connect(1, "woocommerce", shop.address(), KEYS, new Settings(true, false, null));
      // Some first, so that the JVM is warm.
      burst(shop, rate, 5);
      long before = applied(jdbc, 5L * rate);
      double[] waited = burst(shop, rate, seconds);
      long start = System.nanoTime();
      long expected = before + (long) rate * seconds;
      long applied = applied(jdbc, expected);
      System.err.printf(
          Locale.ROOT,
          "%d deliveries; p50 %.1f ms, p99 %.1f ms, most %.1f ms; all applied %.1f s after the last%n",
          waited.length,
          waited[waited.length / 2],
          waited[(int) (waited.length * 0.99)],
          waited[waited.length - 1],
          (System.nanoTime() - start) / 1e9);
      double p99 = waited[(int) (waited.length * 0.99)];
      System.out.printf(
          Locale.ROOT,
          "{\"name\":\"hooks\",\"figure\":%.1f,\"unit\":\"ms p99 at %d/s\",\"limit\":%.0f,\"ratio\":%.2f,\"bar\":1.0}%n",
          p99,
          rate,
          LIMIT_MILLIS,
          p99 / LIMIT_MILLIS);
      System.out.printf(
          Locale.ROOT,
          "{\"name\":\"hooks-applied\",\"figure\":%d,\"unit\":\"orders\",\"limit\":%d,\"ratio\":%.3f,\"bar\":1.0}%n",
          applied,
          expected,
          (double) applied / expected);
    }
    System.exit(0);
  }

  /// Made before the clock runs: what is measured is the answer, not the making.
  private static double[] burst(FakeWooCommerce shop, int rate, int seconds)
      throws InterruptedException {
    int count = rate * seconds;
    double[] waited = new double[count];
    AtomicInteger refused = new AtomicInteger();
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int number = i;
        Delivery delivery = delivery(shop, number);
        long due = start + (long) (number * 1e9 / rate);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        threads.execute(
            () -> {
              long sent = System.nanoTime();
              if (shop.send(delivery) != 200) {
                refused.incrementAndGet();
              }
              waited[number] = (System.nanoTime() - sent) / 1e6;
            });
      }
      threads.shutdown();
      threads.awaitTermination(2, TimeUnit.MINUTES);
    }
    if (refused.get() > 0) {
      throw new IllegalStateException(refused + " deliveries were refused");
    }
    Arrays.sort(waited);
    return waited;
  }

  private static Delivery delivery(FakeWooCommerce shop, int number) {
    shop.create(
        "orders",
        order -> {
          order.put("number", order.path("id").asString()).put("status", "processing");
          order.put("currency", "EUR").put("total", "34.00").put("customer_id", 0);
          order
              .putObject("billing")
              .put("email", "b" + number % 5_000 + "@example.org")
              .put("first_name", "Vorname")
              .put("city", "Kiel");
          for (int line = 0; line < 3; line++) {
            order
                .withArray("line_items")
                .addObject()
                .put("product_id", 1 + (number + line) % 200)
                .put("name", "Produkt " + (number + line) % 200)
                .put("quantity", 1)
                .put("subtotal", "10.00");
          }
        });
    List<Delivery> deliveries = shop.takeDeliveries();
    return deliveries.getFirst();
  }

  private static long applied(JdbcClient jdbc, long expected) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    long applied = 0;
    while (applied < expected && System.nanoTime() < deadline) {
      applied =
          jdbc.sql("select count(*) from orders.orders where placed_at is not null")
              .query(Long.class)
              .single();
      Thread.sleep(50);
    }
    return applied;
  }
}
