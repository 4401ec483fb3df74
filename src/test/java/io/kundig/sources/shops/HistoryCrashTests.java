package io.kundig.sources.shops;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.Kundig;
import io.kundig.sources.shops.woocommerce.FakeWooCommerce;
import io.kundig.support.ServerProcess;
import io.kundig.support.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A server that takes over a shop's past is killed, twice; the next goes on where it stopped.
class HistoryCrashTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final int ORDERS = 6_000;
  private static final String KEY = "kk_test_history_0123456789abcdefghijklmn";
  private static final Pattern READY =
      Pattern.compile("Kundig is at (http://127\\.0\\.0\\.1:\\d+)");

  @TempDir private Path folder;

  @Test
  void aKilledServerGoesOnWhereItStopped() throws Exception {
    try (FakeWooCommerce shop = new FakeWooCommerce(Instant.now().minus(Duration.ofDays(300)))) {
      for (int i = 0; i < ORDERS; i++) {
        order(shop, i);
      }
      ServerProcess server = connect(shop);
      try {
        for (int part = 1; part <= 2; part++) {
          int until = part * ORDERS / 3;
          ShopWork.await(() -> taken() >= until);
          server.kill();
          assertThat(taken()).as("killed in the middle").isLessThan(ORDERS);
          server = start();
        }
        ShopWork.await(() -> count("sources.history where state = 'running'") == 0);
      } finally {
        server.close();
      }
      assertThat(count("orders.orders where placed_at is not null")).isEqualTo(ORDERS);
      assertThat(count("orders.line")).isEqualTo(ORDERS);
      assertThat(
              count(
                  "events.event e join events.metric m using (metric_id) where m.name = 'Placed Order'"))
          .isEqualTo(ORDERS);
      assertThat(count("events.event where properties ->> '$backfill' is null")).isZero();
      assertThat(count("orders.buyer")).isEqualTo(500);
      assertThat(shop.asked.get()).as("pages read again").isLessThan(ORDERS / 99 * 2);
    }
  }

  private static void order(FakeWooCommerce shop, int number) {
    shop.now = shop.now.plusSeconds(600);
    shop.create(
        "orders",
        order -> {
          order.put("number", order.path("id").asString()).put("status", "processing");
          order.put("currency", "EUR").put("total", "10.00");
          order.putObject("billing").put("email", "b" + number % 500 + "@example.org");
          order
              .putArray("line_items")
              .addObject()
              .put("product_id", 1)
              .put("name", "Kaffee")
              .put("quantity", 1)
              .put("subtotal", "10.00");
        });
  }

  private ServerProcess connect(FakeWooCommerce shop) throws Exception {
    ServerProcess server = start();
    String form =
        """
        {"shopId":1,"kind":"woocommerce","address":"%s","insideNetwork":true,
         "keys":{"consumerKey":"%s","consumerSecret":"%s"}}
        """
            .formatted(shop.address(), FakeWooCommerce.KEY, FakeWooCommerce.SECRET);
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address + "/api/v1/shop-connections"))
              .header("Authorization", "Bearer " + KEY)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(form))
              .build();
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
    }
    return server;
  }

  private String address = "";

  private ServerProcess start() {
    ServerProcess server =
        ServerProcess.start(
            Kundig.class.getName(),
            "--database-url=" + database.url(),
            "--secret=a-secret-for-tests-only",
            "--api-key=" + KEY,
            "--data=" + folder.resolve("data"),
            "--port=0");
    address = server.awaitLine(READY).group(1);
    return server;
  }

  private long taken() {
    return database
        .jdbc()
        .sql("select coalesce(sum(done), 0) from sources.history where resource = 'order'")
        .query(Long.class)
        .single();
  }

  private long count(String of) {
    return database.jdbc().sql("select count(*) from " + of).query(Long.class).single();
  }
}
