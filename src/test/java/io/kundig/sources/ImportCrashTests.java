package io.kundig.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.Kundig;
import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.platform.KundigClock;
import io.kundig.support.KundigTest;
import io.kundig.support.ServerProcess;
import io.kundig.support.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A server takes files of customers and orders while it is killed again and again; another one
/// takes the same files undisturbed. At length: `-Dkundig.crash.rounds=10`.
@KundigTest
class ImportCrashTests {

  @RegisterExtension static final TestDatabase killed = new TestDatabase();

  private static final int KILLS = Integer.getInteger("kundig.crash.rounds", 3);
  private static final int CUSTOMERS = 12_000;
  private static final int ORDERS = 12_000;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern READY =
      Pattern.compile("Kundig is at (http://127\\.0\\.0\\.1:\\d+)");
  private static final String KEY = "sk_import-crash-tests-0123456789";

  /// What both must come to, in the words of the files: ids of our own differ.
  private static final Map<String, String> STATE =
      Map.of(
          "people",
          """
          select string_agg(i.ident, ' ' order by i.ident), p.traits, p.email, p.known, p.created_at
          from profiles.profile p join profiles.identifier_owner i using (profile_id)
          group by p.profile_id
          """,
          "orders",
          """
          select o.external_id, o.placed_at, o.currency, o.total, o.refunded, o.net, o.status, p.email,
            (select string_agg(concat_ws(' ', l.sku, l.quantity, l.unit_price), ', ' order by l.line_no)
             from orders.line l where (l.profile_id, l.order_id) = (o.profile_id, o.order_id)),
            (select string_agg(concat_ws(' ', r.refund_id, r.at, r.amount), ', ' order by r.refund_id)
             from orders.refund r where (r.profile_id, r.order_id) = (o.profile_id, o.order_id))
          from orders.orders o join profiles.profile p using (profile_id)
          """,
          "buyers",
          """
          select p.email, b.currency, b.orders, b.revenue, b.refunded
          from orders.buyer b join profiles.profile p using (profile_id)
          """,
          "events",
          """
          select m.name, e.at, e.properties, p.email
          from events.event e join events.metric m using (metric_id)
          join profiles.profile p using (profile_id)
          """,
          "consents",
          """
          select p.email, l.channel, l.purpose, l.state, l.at, l.source, l.wording
          from consent.ledger l join profiles.profile p using (profile_id)
          """,
          "products",
          "select product_id, title, price, currency, seen_at from catalog.product",
          "imports",
          "select kind, state, progress, problems, failure from sources.import",
          "rejected rows",
          """
          select i.kind, r.row_no, r.problem, r.effect, r.cells
          from sources.rejected_row r join sources.import i using (import_id)
          """);

  private final Imports imports;
  private final JdbcClient undisturbed;
  private final JsonMapper json;
  private final Random random;
  private final Instant today = Instant.now().truncatedTo(ChronoUnit.HOURS);
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private String address = "";

  ImportCrashTests(
      Imports imports, JdbcClient jdbc, Shops shops, KundigClock clock, JsonMapper json) {
    this.imports = imports;
    this.undisturbed = jdbc;
    this.json = json;
    shops.update(TestShops.nordlicht());
    clock.tick(Duration.between(clock.instant(), Instant.now()));
    long seed = Long.getLong("kundig.crash.seed", System.nanoTime());
    System.err.println("ImportCrashTests -Dkundig.crash.seed=" + seed);
    this.random = new Random(seed);
  }

  @Test
  void aKilledImportEndsAsOneThatWasNot() throws Exception {
    Path customers = Files.writeString(folder.resolve("customers.csv"), customers());
    Path orders = Files.writeString(folder.resolve("orders.csv"), orders());
    TestShops.nordlicht(killed.jdbc(), Clock.systemUTC());
    ServerProcess server = start();
    try {
      activateFlows();
      upload("customers", customers);
      upload("orders", orders);
      for (int kill = 1; kill <= KILLS; kill++) {
        double until = (kill - 1 + random.nextDouble()) / KILLS;
        await(() -> done() >= until);
        server.kill();
        server = start();
      }
      await(() -> imports(killed.jdbc(), "running") == 0);
      await(() -> unread() == 0);
    } finally {
      server.close();
    }
    take(ImportKind.CUSTOMERS, customers);
    take(ImportKind.ORDERS, orders);
    await(() -> imports(undisturbed, "running") == 0);

    assertThat(imports(killed.jdbc(), "done")).isEqualTo(2);
    STATE.forEach(
        (what, sql) -> assertThat(surplus(killed.jdbc(), undisturbed, sql)).as(what).isEmpty());
    assertThat(count(killed.jdbc(), "select count(*) from flows.flow where state = 'live'"))
        .isPositive();
    assertThat(count(killed.jdbc(), "select count(*) from flows.flow_run")).isZero();
    assertThat(count(killed.jdbc(), "select count(*) from messaging.message")).isZero();
    try (var left = Files.list(folder.resolve("data/uploads"))) {
      assertThat(left).as("files that were taken").isEmpty();
    }
  }

  private ServerProcess start() {
    ServerProcess server =
        ServerProcess.start(
            Kundig.class.getName(),
            "--database-url=" + killed.url(),
            "--secret=a-secret-for-tests-only",
            "--api-key=" + KEY,
            "--data=" + folder.resolve("data"),
            "--port=0");
    address = server.awaitLine(READY).group(1);
    return server;
  }

  private void activateFlows() throws Exception {
    for (JsonNode flow : get("/api/v1/flows").path("items")) {
      send("POST", "/api/v1/flows/" + flow.path("id").asString() + "/activation", "");
    }
  }

  private void upload(String kind, Path file) throws Exception {
    String boundary = "kundig-" + UUID.randomUUID();
    String body =
        "--%1$s\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n%2$s\r\n"
                .formatted(boundary, kind)
            + "--%s\r\nContent-Disposition: form-data; name=\"shopId\"\r\n\r\n1\r\n"
                .formatted(boundary)
            + "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
                .formatted(boundary, file.getFileName())
            + "Content-Type: text/csv\r\n\r\n%s\r\n--%s--\r\n"
                .formatted(Files.readString(file), boundary);
    JsonNode created =
        exchange(
            request("/api/v1/imports")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofString(body))
                .build());
    String path = "/api/v1/imports/" + created.path("id").asString();
    ObjectNode form = json.createObjectNode();
    form.set("mapping", created.path("mapping"));
    form.set("options", json.createObjectNode().put("consent", consent(kind)));
    send("PUT", path + "/mapping", form.toString());
    send("POST", path + "/start", "");
  }

  private static String consent(String kind) {
    return kind.equalsIgnoreCase("customers") ? "column" : "none";
  }

  private void take(ImportKind kind, Path file) throws IOException {
    Import job =
        imports.create(kind, 1, file.getFileName().toString(), target -> Files.copy(file, target));
    imports.remap(
        job.id(),
        job.mapping(),
        new ImportOptions(null, null, null, consent(kind.name()), null, null, null));
    imports.start(job.id(), ImportState.RUNNING);
  }

  private String customers() {
    StringBuilder file =
        new StringBuilder(
            "Kundennummer;E-Mail;Vorname;Ort;Kunde seit;Newsletter;Eingewilligt am;Wortlaut;Quelle\n");
    for (int i = 0; i < CUSTOMERS; i++) {
      String email = i % 997 == 0 ? "nobody" : "person" + i + "@example.de";
      file.append(
          "%d;%s;Vorname %d;Kiel;%s;%s;%s;Ja, gern.;Kasse\n"
              .formatted(
                  i,
                  email,
                  i,
                  today.minus(Duration.ofDays(i % 700)),
                  i % 3 == 0 ? "ja" : "nein",
                  today.minus(Duration.ofHours(i % 48))));
    }
    return file.toString();
  }

  private String orders() {
    StringBuilder file =
        new StringBuilder(
            "Bestellnummer;Bestelldatum;Kundennummer;E-Mail;Artikelnummer;Menge;Preis\n");
    for (int i = 0; i < ORDERS; i++) {
      int customer = (i * 7919) % (CUSTOMERS / 3);
      Instant at = today.minus(Duration.ofHours(i % 9_000 + 1));
      String person = i % 50 == 0 ? ";" : "%d;person%d@example.de".formatted(customer, customer);
      file.append("B%d;%s;%s;S%d;2;4.50\n".formatted(i, at, person, i % 40));
      file.append("B%d;%s;%s;S%d;1;%s\n".formatted(i, at, person, i % 31 + 50, "1.25"));
      if (i % 401 == 0) {
        file.append("B%d;gestern;%s;S1;1;1.00\n".formatted(i, person));
      }
      if (i % 97 == 0) {
        file.append("G%d;%s;%s;S%d;-1;4.50\n".formatted(i, at.plusSeconds(60), person, i % 40));
      }
    }
    return file.toString();
  }

  /// The part of both files that is done.
  private double done() {
    return killed
        .jdbc()
        .sql(
            """
            select coalesce(sum((progress ->> 'bytes')::numeric / (progress ->> 'totalBytes')::numeric), 0)
              / 2 from sources.import
            """)
        .query(Double.class)
        .single();
  }

  private int unread() {
    return count(
        killed.jdbc(),
        """
        select count(*) from events.event
        where (txid, seq) > (select txid, seq from events.cursor where name = 'flows')
        """);
  }

  private static int imports(JdbcClient jdbc, String state) {
    return count(jdbc, "select count(*) from sources.import where state = '" + state + "'");
  }

  private static int count(JdbcClient jdbc, String sql) {
    return jdbc.sql(sql).query(Integer.class).single();
  }

  /// Rows that one has more often than the other, some of them.
  private static List<String> surplus(JdbcClient one, JdbcClient other, String sql) {
    Map<String, Integer> rows = new LinkedHashMap<>();
    rows(one, sql).forEach((row, times) -> rows.merge(row, times, Integer::sum));
    rows(other, sql).forEach((row, times) -> rows.merge(row, -times, Integer::sum));
    return rows.entrySet().stream()
        .filter(row -> row.getValue() != 0)
        .map(row -> row.getValue() + " × " + row.getKey())
        .sorted()
        .limit(6)
        .toList();
  }

  private static Map<String, Integer> rows(JdbcClient jdbc, String sql) {
    Map<String, Integer> rows = new HashMap<>();
    List<String> all =
        jdbc.sql("select (r.*)::text from (" + sql + ") r").query(String.class).list();
    assertThat(all).isNotEmpty();
    all.forEach(row -> rows.merge(row, 1, Integer::sum));
    return rows;
  }

  private void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("took too long").isNegative();
      Thread.sleep(2);
    }
  }

  private JsonNode get(String path) throws Exception {
    return exchange(request(path).GET().build());
  }

  private void send(String method, String path, String body) throws Exception {
    exchange(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .header("Authorization", "Bearer " + KEY);
  }

  private JsonNode exchange(HttpRequest request) throws Exception {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).as("%s: %s", request.uri(), response.body()).isLessThan(300);
    return json.readTree(response.body());
  }
}
