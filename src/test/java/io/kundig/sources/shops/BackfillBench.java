package io.kundig.sources.shops;

import io.kundig.Kundig;
import io.kundig.sources.shops.ShopConnection.Settings;
import io.kundig.sources.shops.woocommerce.FakeWooCommerce;
import io.kundig.sources.shops.woocommerce.LongPast;
import io.kundig.support.ServerProcess;
import io.kundig.support.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// `bin/bench backfill [--orders N] [--kills N]`: takes over a shop's past through the real server,
/// then empties the tables and copies the very rows back into them, over one connection. Before
/// that another server does the same while it is killed again and again, and must come to the same
/// number of rows.
public final class BackfillBench {

  private static final double BAR = 0.25;
  private static final String KEY = "kk_bench_backfill_0123456789abcdefghijkl";
  private static final Pattern READY =
      Pattern.compile("Kundig is at (http://127\\.0\\.0\\.1:\\d+)");
  private static final Map<String, String> KEYS =
      Map.of("consumerKey", FakeWooCommerce.KEY, "consumerSecret", FakeWooCommerce.SECRET);

  private static final List<String> TABLES =
      List.of(
          "sources.mirror",
          "profiles.profile",
          "profiles.identifier_owner",
          "orders.order_owner",
          "orders.orders",
          "orders.line",
          "orders.buyer",
          "events.taken",
          "events.event",
          "catalog.product");

  private final int orders;
  private final Path folder;

  private BackfillBench(int orders, Path folder) {
    this.orders = orders;
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    int orders = 200_000;
    int kills = 2;
    for (int i = 0; i + 1 < args.length; i += 2) {
      switch (args[i]) {
        case "--orders" -> orders = Integer.parseInt(args[i + 1]);
        case "--kills" -> kills = Integer.parseInt(args[i + 1]);
        default -> throw new IllegalArgumentException(args[i]);
      }
    }
    Path folder = Files.createTempDirectory("kundig-bench");
    folder.toFile().setExecutable(true, false);
    folder.toFile().setReadable(true, false);
    BackfillBench bench = new BackfillBench(orders, folder);
    try (LongPast shop = new LongPast(orders)) {
      bench.measure(shop);
      if (kills > 0) {
        bench.killed(shop, kills);
      }
    }
    System.exit(0);
  }

  private void measure(LongPast shop) throws Exception {
    try (ConfigurableApplicationContext server =
        SpringApplication.run(
            Kundig.class, "--kundig.data=" + folder.resolve("data"), "--kundig.port=0")) {
      JdbcClient jdbc = server.getBean(JdbcClient.class);
      DataSource dataSource = server.getBean(DataSource.class);
      Connections connections = server.getBean(Connections.class);
      // Once with little, so that the JVM is warm.
      try (LongPast small = new LongPast(Math.min(orders, 20_000))) {
        take(connections, jdbc, small);
      }
      settle(jdbc);
      empty(jdbc);
      double taken = take(connections, jdbc, shop);
      System.gc();
      long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
      settle(jdbc);
      copyOut(dataSource);
      empty(jdbc);
      long start = System.nanoTime();
      copyIn(dataSource);
      double copied = (System.nanoTime() - start) / 1e9;
      System.err.printf(
          Locale.ROOT, "past %.1f s, raw COPY %.1f s, heap %d MB%n", taken, copied, heap >> 20);
      System.out.printf(
          Locale.ROOT,
          "{\"name\":\"backfill\",\"figure\":%.0f,\"unit\":\"orders/s\",\"limit\":%.0f,\"ratio\":%.2f,\"bar\":%.2f}%n",
          orders / taken,
          orders / copied,
          copied / taken,
          BAR);
    }
  }

  private static double take(Connections connections, JdbcClient jdbc, LongPast shop)
      throws InterruptedException {
    long start = System.nanoTime();
    ShopConnection connection =
        connections.connect(
            1, "woocommerce", shop.address(), KEYS, new Settings(true, false, null));
    while (jdbc.sql("select count(*) from sources.history where state = 'running'")
            .query(Long.class)
            .single()
        > 0) {
      Thread.sleep(20);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    connections.disconnect(connection.id());
    return seconds;
  }

  /// The same on a database that is looked into from here.
  private void killed(LongPast shop, int kills) throws Exception {
    TestDatabase database = new TestDatabase();
    database.beforeAll(null);
    ServerProcess server = start(database);
    try (HttpClient http = HttpClient.newHttpClient()) {
      ask(http, "POST", shop.address());
      for (int kill = 1; kill <= kills; kill++) {
        Thread.sleep(1_500);
        server.kill();
        server = start(database);
      }
      while (ask(http, "GET", "").contains("\"running\":true")) {
        Thread.sleep(500);
      }
    }
    server.close();
    long wrong =
        database
            .jdbc()
            .sql(
                """
                select abs(:orders - (select count(*) from orders.orders where placed_at is not null))
                  + abs(:orders - (select count(*) from events.event e
                      join events.metric m using (metric_id) where m.name = 'Placed Order'))
                """)
            .param("orders", orders)
            .query(Long.class)
            .single();
    System.out.printf(
        Locale.ROOT,
        "{\"name\":\"backfill-killed\",\"figure\":%d,\"unit\":\"orders lost or doubled\",\"limit\":0,\"ratio\":%d,\"bar\":0}%n",
        wrong,
        wrong);
    database.afterAll(null);
  }

  private String address = "";

  private ServerProcess start(TestDatabase database) {
    ServerProcess server =
        ServerProcess.start(
            List.of("-Xmx512m"),
            Kundig.class.getName(),
            "--database-url=" + database.url(),
            "--data=" + folder.resolve("killed"),
            "--secret=a-secret-for-benches-only",
            "--port=0",
            "--api-key=" + KEY);
    address = server.awaitLine(READY).group(1);
    return server;
  }

  private String ask(HttpClient http, String method, String shop) throws Exception {
    String form =
        "{\"shopId\":1,\"kind\":\"woocommerce\",\"address\":\"%s\",\"insideNetwork\":true,\"keys\":{\"consumerKey\":\"k\",\"consumerSecret\":\"s\"}}"
            .formatted(shop);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + "/api/v1/shop-connections"))
            .header("Authorization", "Bearer " + KEY)
            .header("Content-Type", "application/json");
    return http.send(
            method.equals("GET")
                ? request.build()
                : request.POST(HttpRequest.BodyPublishers.ofString(form)).build(),
            BodyHandlers.ofString())
        .body();
  }

  /// Until the followers of the log have caught up, or long enough for a busy machine.
  private static void settle(JdbcClient jdbc) throws InterruptedException {
    long before = -1;
    long patience = System.nanoTime() + 120_000_000_000L;
    for (long now = read(jdbc); now != before && System.nanoTime() < patience; now = read(jdbc)) {
      before = now;
      Thread.sleep(3_000);
    }
  }

  private static long read(JdbcClient jdbc) {
    return jdbc.sql("select coalesce(sum(seq + txid::text::bigint), 0) from events.cursor")
        .query(Long.class)
        .single();
  }

  private static void empty(JdbcClient jdbc) {
    jdbc.sql("truncate " + String.join(", ", TABLES)).update();
    jdbc.sql("checkpoint").update();
  }

  private void copyOut(DataSource dataSource) throws SQLException, IOException {
    for (String table : TABLES) {
      try (Connection connection = dataSource.getConnection();
          OutputStream out = Files.newOutputStream(folder.resolve(table))) {
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy (select * from " + table + ") to stdout (format binary)", out);
      }
    }
  }

  private void copyIn(DataSource dataSource) throws SQLException, IOException {
    try (Connection connection = dataSource.getConnection()) {
      for (String table : TABLES) {
        try (InputStream in = Files.newInputStream(folder.resolve(table))) {
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy " + table + " from stdin (format binary)", in, 1 << 16);
        }
      }
    }
  }
}
