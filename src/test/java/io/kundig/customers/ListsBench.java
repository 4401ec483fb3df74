package io.kundig.customers;

import io.kundig.Kundig;
import io.kundig.events.Event;
import io.kundig.events.EventLog;
import io.kundig.profiles.ProfileId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// `bin/bench lists [--people N] [--data FOLDER] [--fill] [--rounds N]`: the pages of a shop with
/// many people, over HTTP. Prints the 95th percentile of each in milliseconds beside its bar.
public final class ListsBench {

  private static final Path FILL = Path.of("bench/lists/fill.sql");
  private static final String KEY = "sk_lists-bench-0123456789abcdef";
  private static final int MONTHS = 34;
  private static final double LIST = 100;
  private static final double DASHBOARD = 1_000;
  private static final List<String> NAMES =
      List.of("anna", "müller", "wald", "kirch", "rosa", "weiß");

  private final ConfigurableApplicationContext server;
  private final JdbcClient jdbc;
  private final int rounds;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String address;

  private ListsBench(ConfigurableApplicationContext server, int rounds) {
    this.server = server;
    this.jdbc = server.getBean(JdbcClient.class);
    this.rounds = rounds;
    this.address =
        "http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port") + "/api/v1";
  }

  public static void main(String[] args) throws Exception {
    List<String> given = List.of(args);
    boolean keep = given.contains("--data");
    Path data = keep ? Path.of(option(given, "--data", "")) : folder();
    try (var server =
        SpringApplication.run(
            Kundig.class, "--kundig.data=" + data, "--kundig.port=0", "--kundig.api-key=" + KEY)) {
      ListsBench bench = new ListsBench(server, Integer.parseInt(option(given, "--rounds", "40")));
      if (bench.isEmpty()) {
        bench.fill(Integer.parseInt(option(given, "--people", "1000000")));
      }
      bench.awaitDays();
      if (!given.contains("--fill")) {
        bench.measure();
      }
    }
    if (!keep) {
      delete(data);
    }
  }

  private static String option(List<String> given, String name, String otherwise) {
    int at = given.indexOf(name);
    return at < 0 ? otherwise : given.get(at + 1);
  }

  private static Path folder() throws IOException {
    Path folder = Files.createTempDirectory("kundig-bench");
    folder.toFile().setExecutable(true, false);
    folder.toFile().setReadable(true, false);
    return folder.resolve("data");
  }

  private static void delete(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private boolean isEmpty() {
    return jdbc.sql("select count(*) from profiles.profile").query(Long.class).single() == 0;
  }

  private void fill(int people) throws Exception {
    Instant now = Instant.now();
    get("/flows");
    makePartitions(now);
    jdbc.sql("update events.cursor set txid = pg_snapshot_xmin(pg_current_snapshot())").update();
    for (String sql : Files.readString(FILL).split(";\n")) {
      if (sql.isBlank()) {
        continue;
      }
      long start = System.nanoTime();
      execute(sql.replace(":people", "" + people).replace(":now", "" + now));
      System.err.printf(
          Locale.ROOT, "%6.1f s  %.60s%n", millis(start) / 1e3, sql.strip().replace("\n", " "));
    }
    execute("vacuum analyze");
    execute("checkpoint");
    System.err.println(
        jdbc.sql("select pg_size_pretty(pg_database_size(current_database()))")
            .query(String.class)
            .single());
  }

  private void awaitDays() throws InterruptedException {
    long start = System.nanoTime();
    String behind =
        """
        select not exists (
          select 1 from reporting.calendar where shop_id = 1 and through >= current_date - 1)
        """;
    while (jdbc.sql(behind).query(Boolean.class).single()) {
      Thread.sleep(200);
    }
    System.err.printf(Locale.ROOT, "%6.1f s  days are worked out%n", millis(start) / 1e3);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = server.getBean(DataSource.class).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void makePartitions(Instant now) {
    List<Event> events = new ArrayList<>();
    for (int month = 0; month < MONTHS; month++) {
      Instant at = now.atOffset(ZoneOffset.UTC).minusMonths(month).toInstant();
      events.add(
          new Event(
              new UUID(at.toEpochMilli() << 16 | 0x7000L, 0x8000_0000_0000_0000L),
              new ProfileId(new UUID(0x7000L, 0x8000_0000_0000_0001L)),
              1,
              "Bench",
              at,
              JsonNodeFactory.instance.objectNode()));
    }
    server
        .getBean(TransactionTemplate.class)
        .executeWithoutResult(_ -> server.getBean(EventLog.class).append(events));
  }

  private void measure() throws Exception {
    String heavy = person("select profile_id from orders.buyer order by orders desc limit 1");
    List<String> some =
        jdbc.sql("select profile_id::text from profiles.profile tablesample system (1) limit 100")
            .query(String.class)
            .list();
    String flow = person("select origin_id from messaging.message limit 1");
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    String year = "from=" + today.minusYears(1);

    List<String> pages = walk("/profiles?limit=50");
    measure("customers", LIST, i -> pages.get(i % pages.size()));
    measure("customers-by-revenue", LIST, _ -> "/profiles?sort=-revenue");
    measure("customers-by-name", LIST, _ -> "/profiles?sort=name");
    measure("customers-by-creation", LIST, _ -> "/profiles?sort=-createdAt");
    for (String filter : List.of("known", "anonymous", "subscribed", "buyers")) {
      measure("customers-" + filter, LIST, _ -> "/profiles?filter=" + filter);
      measure(
          "customers-" + filter + "-by-revenue",
          LIST,
          _ -> "/profiles?sort=-revenue&filter=" + filter);
    }
    measure("search-name", LIST, i -> "/profiles?q=" + NAMES.get(i % NAMES.size()));
    measure(
        "search-full-name", LIST, i -> "/profiles?q=clara+waldm%C3%BCller" + "er".repeat(i % 2));
    measure("search-address", LIST, i -> "/profiles?q=ben." + (24 * i + 1) + "@example.de");
    measure("search-part", LIST, i -> "/profiles?q=" + (700 + i) + "21@ex");
    measure("search-two-letters", LIST, i -> "/profiles?q=" + NAMES.get(i % 6).substring(0, 2));
    measure("search-nobody", LIST, i -> "/profiles?q=qwertz" + i);
    measure("search-by-revenue", LIST, i -> "/profiles?sort=-revenue&q=" + NAMES.get(i % 6));
    measure("search-buyers", LIST, i -> "/profiles?filter=buyers&q=" + NAMES.get(i % 6));
    measure("by-email", LIST, i -> "/profiles?email=ben." + (24 * i + 1) + "@example.de");
    measure("profile", LIST, i -> "/profiles/" + some.get(i % some.size()));
    measure("timeline", LIST, i -> "/profiles/" + some.get(i % some.size()) + "/timeline");
    measure("profile-2000-orders", LIST, _ -> "/profiles/" + heavy);
    List<String> timeline = walk("/profiles/" + heavy + "/timeline?limit=50");
    measure("timeline-2000-orders", LIST, i -> timeline.get(i % timeline.size()));
    for (String kind : List.of("orders", "messages", "site", "other", "consent")) {
      measure(
          "timeline-2000-orders-" + kind,
          LIST,
          _ -> "/profiles/" + heavy + "/timeline?kind=" + kind);
    }
    measure("consents", LIST, i -> "/profiles/" + some.get(i % some.size()) + "/consents");
    measure("dashboard", DASHBOARD, _ -> "/reports/dashboard");
    measure("dashboard-year", DASHBOARD, _ -> "/reports/dashboard?" + year);
    measure("orders", LIST, _ -> "/reports/orders");
    measure("orders-attributed", LIST, _ -> "/reports/orders?attributed=true");
    measure("orders-of-flow", LIST, _ -> "/reports/orders?flow=" + flow);
    measure("orders-of-flow-year", LIST, _ -> "/reports/orders?flow=" + flow + "&" + year);
    for (String metric :
        List.of("buyers", "repeat", "new", "recipients", "openers", "clickers", "unsubscribed")) {
      measure("people-" + metric, LIST, _ -> "/reports/people?metric=" + metric);
    }
    measure("people-buyers-year", LIST, _ -> "/reports/people?metric=buyers&" + year);
    measure("people-openers-of-flow", LIST, _ -> "/reports/people?metric=openers&flow=" + flow);
    List<String> messages = walk("/messages?limit=50");
    measure("messages", LIST, i -> messages.get(i % messages.size()));
    measure("messages-skipped", LIST, _ -> "/messages?state=skipped");
    measure("messages-in-doubt", LIST, _ -> "/messages?state=in_doubt");
    measure("messages-failed", LIST, _ -> "/messages?state=failed");
    measure("messages-of-flow", LIST, _ -> "/messages?flow=" + flow);
    measure("messages-of-step-failed", LIST, _ -> "/messages?flow=" + flow + "&step=x");
    measure("messages-of-person", LIST, _ -> "/messages?profile=" + heavy);
    measure("flows", DASHBOARD, _ -> "/flows");
    measure("flow", DASHBOARD, _ -> "/flows/" + flow);
    measure("flow-people", LIST, _ -> "/flows/" + flow + "/people");
    measure("live", LIST, _ -> "/ingest/live");
    measure("live-stats", LIST, _ -> "/ingest/stats");
    measure("sending", LIST, _ -> "/sending");
  }

  private String person(String sql) {
    return jdbc.sql(sql).query(UUID.class).single().toString();
  }

  /// The paths of the first pages.
  private List<String> walk(String path) throws Exception {
    List<String> pages = new ArrayList<>(List.of(path));
    for (int page = 0; page < 8; page++) {
      JsonNode next = JsonMapper.shared().readTree(get(pages.getLast()).body()).path("next");
      if (!next.isString()) {
        break;
      }
      pages.add(path + "&cursor=" + next.asString());
    }
    return pages;
  }

  private void measure(String name, double bar, IntFunction<String> path) throws Exception {
    get(path.apply(0));
    long began = System.nanoTime();
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < rounds && (i < 3 || millis(began) < 4_000); i++) {
      long start = System.nanoTime();
      get(path.apply(i));
      all.add(millis(start));
    }
    double[] times = all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double p95 = times[(int) Math.ceil(times.length * 0.95) - 1];
    System.err.printf(
        Locale.ROOT, "%-32s p50 %7.1f  p95 %7.1f ms%n", name, times[times.length / 2], p95);
    System.out.printf(
        Locale.ROOT,
        "{\"name\":\"lists-%s\",\"figure\":%.1f,\"unit\":\"ms\",\"limit\":%.0f,\"ratio\":%.2f}%n",
        name,
        p95,
        bar,
        p95 / bar);
  }

  private HttpResponse<String> get(String path) throws Exception {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(
                    URI.create((address + path).replace("ü", "%C3%BC").replace("ß", "%C3%9F")))
                .header("Authorization", "Bearer " + KEY)
                .build(),
            BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IllegalStateException(path + ": " + response.statusCode() + response.body());
    }
    return response;
  }

  private static double millis(long since) {
    return (System.nanoTime() - since) / 1e6;
  }
}
