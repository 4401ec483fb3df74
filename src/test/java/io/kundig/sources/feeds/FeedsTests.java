package io.kundig.sources.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.catalog.Catalog;
import io.kundig.catalog.CatalogFact;
import io.kundig.catalog.Product;
import io.kundig.platform.AllDueWork;
import io.kundig.platform.KundigClock;
import io.kundig.support.KundigTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@KundigTest(properties = "kundig.api-key=" + FeedsTests.KEY)
class FeedsTests {

  static final String KEY = "kk_test_0123456789abcdefghijklmnopqrstuvwxyz";

  private final MockMvcTester http;
  private final Catalog catalog;
  private final AllDueWork work;
  private final KundigClock clock;
  private final JdbcClient jdbc;
  private final JsonMapper json = JsonMapper.builder().build();

  private HttpServer server;
  private byte[] body = new byte[0];
  private @Nullable String etag;
  private int status = 200;
  private boolean cut;
  private final List<Integer> answered = Collections.synchronizedList(new ArrayList<>());

  FeedsTests(
      MockMvc mvc,
      Catalog catalog,
      Shops shops,
      AllDueWork work,
      KundigClock clock,
      JdbcClient jdbc) {
    this.http = MockMvcTester.create(mvc);
    this.catalog = catalog;
    this.work = work;
    this.clock = clock;
    this.jdbc = jdbc;
    shops.update(TestShops.nordlicht());
  }

  @BeforeEach
  void start() throws IOException {
    jdbc.sql(
            """
            truncate sources.feed, sources.feed_product, sources.feed_item, catalog.product,
              catalog.variant, catalog.offer, catalog.change, catalog.fact
            """)
        .update();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String login = exchange.getRequestHeaders().getFirst("Authorization");
    String expected =
        "Basic "
            + Base64.getEncoder().encodeToString("feed:s3cret".getBytes(StandardCharsets.UTF_8));
    int code = status;
    if (exchange.getRequestURI().getPath().equals("/locked") && !expected.equals(login)) {
      code = 401;
    } else if (etag != null
        && etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      code = 304;
    }
    answered.add(code);
    if (etag != null) {
      exchange.getResponseHeaders().set("ETag", etag);
    }
    if (code != 200) {
      exchange.sendResponseHeaders(code, -1);
    } else if (cut) {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body, 0, body.length / 2);
    } else {
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Test
  void aFeedIsTakenAtOnceAndEveryHour() throws Exception {
    offer(3, "12.00");
    String id = add("/feed");
    JsonNode feed = feed(id);
    assertThat(feed.path("result").path("outcome").asString()).isEqualTo("APPLIED");
    assertThat(feed.path("items").asInt()).isEqualTo(3);
    assertThat(product("P1").price()).isEqualByComparingTo("12.00");
    assertThat(facts()).isEmpty();

    offer(3, "9.00");
    clock.tick(Duration.ofMinutes(59));
    work.settle();
    assertThat(product("P1").price()).isEqualByComparingTo("12.00");
    clock.tick(Duration.ofMinutes(1));
    work.settle();
    assertThat(product("P1").price()).isEqualByComparingTo("9.00");
    assertThat(facts()).hasSize(3).allMatch(it -> it.kind() == CatalogFact.Kind.PRICE_DROP);
    run(id, false);
    assertThat(facts()).as("told once").hasSize(3);
    assertThat(feed(id).path("result").path("changed").asInt()).isZero();
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() throws Exception {
    offer(3, "12.00");
    etag = "\"a\"";
    String id = add("/feed");
    run(id, false);
    assertThat(answered).containsExactly(200, 304);
    assertThat(feed(id).path("result").path("outcome").asString()).isEqualTo("UNCHANGED");
  }

  @Test
  void whatAFeedHasNoMoreIsSoldOutAndBackWhenItReturns() throws Exception {
    offer(12, "12.00");
    String id = add("/feed");
    offer(11, "12.00");
    run(id, false);
    assertThat(feed(id).path("result").path("gone").asInt()).isOne();
    assertThat(catalog.stock(1, "P12", null).orElseThrow().available()).isFalse();
    assertThat(catalog.stock(1, "P11", null).orElseThrow().available()).isTrue();

    offer(12, "12.00");
    run(id, false);
    assertThat(catalog.stock(1, "P12", null).orElseThrow().available()).isTrue();
    assertThat(facts()).hasSize(1);
    assertThat(facts().getFirst().kind()).isEqualTo(CatalogFact.Kind.BACK_IN_STOCK);
  }

  @Test
  void halfAFeedEmptiesNothing() throws Exception {
    offer(40, "12.00");
    String id = add("/feed");

    offer(19, "12.00");
    run(id, false);
    assertThat(feed(id).path("result").path("outcome").asString()).isEqualTo("KEPT");
    assertThat(feed(id).path("result").path("code").asString()).isEqualTo("shrunk");
    assertThat(feed(id).path("result").path("detail").asString()).isEqualTo("40");
    assertAllThere(40);

    for (String broken :
        List.of("", "<html>Wartung</html>", "<rss><channel>", "[]", "{\"products\":[]}")) {
      body = broken.getBytes(StandardCharsets.UTF_8);
      run(id, false);
      assertThat(feed(id).path("result").path("outcome").asString()).as(broken).isEqualTo("FAILED");
    }
    offer(40, "12.00");
    body = java.util.Arrays.copyOf(body, body.length / 2);
    run(id, false);
    assertThat(feed(id).path("result").path("code").asString()).isEqualTo("json_broken");
    offer(40, "1.00");
    cut = true;
    run(id, false);
    cut = false;
    assertThat(feed(id).path("result").path("code").asString()).isEqualTo("unreachable");
    status = 500;
    run(id, false);
    status = 200;
    assertThat(feed(id).path("result").path("detail").asString()).isEqualTo("500");
    assertAllThere(40);
    assertThat(facts()).isEmpty();

    offer(19, "12.00");
    run(id, true);
    assertThat(feed(id).path("result").path("outcome").asString()).isEqualTo("APPLIED");
    assertThat(feed(id).path("result").path("gone").asInt()).isEqualTo(21);
  }

  private void assertAllThere(int products) {
    for (int i = 1; i <= products; i++) {
      assertThat(catalog.stock(1, "P" + i, null).orElseThrow().available()).isTrue();
      assertThat(product("P" + i).price()).isEqualByComparingTo("12.00");
    }
  }

  @Test
  void whatIsWrongWithAnEntryIsShownWithItsLineAndTheOthersAreTaken() throws Exception {
    body =
        """
        [{"id":"P1","title":"Espresso","price":"12.00 EUR"},
        {"id":"P2","title":"Filter","price":"viel"},
        {"title":"Crema","price":"12.00 EUR"},
        {"id":"P4","title":"Mokka","price":"12.00 EUR"},
        {"id":"P5","title":"Crema","price":"12.00 EUR"},
        {"id":"P4","title":"Mokka","price":"13.00 EUR"}]
        """
            .getBytes(StandardCharsets.UTF_8);
    JsonNode result = feed(add("/feed")).path("result");
    assertThat(result.path("items").asInt()).isEqualTo(3);
    assertThat(result.path("skipped").asInt()).isEqualTo(3);
    assertThat(result.path("flaws").path(0).toString())
        .isEqualTo("{\"line\":2,\"id\":\"P2\",\"code\":\"price_unreadable\"}");
    assertThat(result.path("flaws").path(1).path("code").asString()).isEqualTo("id_missing");
    assertThat(product("P4").price()).as("the first one").isEqualByComparingTo("12.00");
  }

  @Test
  void aFeedOfMostlyRubbishIsDoubtful() throws Exception {
    body =
        "[{\"id\":1,\"title\":\"a\",\"price\":\"1\"},{\"id\":2},{\"id\":3}]"
            .getBytes(StandardCharsets.UTF_8);
    JsonNode result = feed(add("/feed")).path("result");
    assertThat(result.path("code").asString()).isEqualTo("mostly_unusable");
    assertThat(catalog.find(1, List.of("1"))).isEmpty();
  }

  @Test
  void aLoginIsSentAndKeptWhereNobodyReadsIt() throws Exception {
    offer(3, "12.00");
    String id = add("/locked");
    assertThat(feed(id).path("result").path("code").asString()).isEqualTo("login");
    assertThat(
            http.patch()
                .uri("/api/v1/product-feeds/" + id)
                .header("Authorization", "Bearer " + KEY)
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"user\":\"feed\",\"password\":\"s3cret\"}"))
        .hasStatusOk();
    run(id, false);
    assertThat(feed(id).path("result").path("outcome").asString()).isEqualTo("APPLIED");
    assertThat(feed(id).toString()).doesNotContain("s3cret");
    byte[] kept = jdbc.sql("select login from sources.feed").query(byte[].class).single();
    assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain("s3cret");
  }

  @Test
  void theInsideOfTheNetworkIsNotAskedUnlessStaffSaySo() throws Exception {
    offer(3, "12.00");
    for (String url :
        List.of(
            "http://127.0.0.1:" + server.getAddress().getPort() + "/",
            "file:///etc/passwd",
            "https://user:pw@nordlicht.example/feed",
            "gopher://x")) {
      assertThat(post("", form(url, "", false))).as(url).hasStatus(400);
    }
    MvcTestResult added =
        post("", form("https://127.0.0.1:" + server.getAddress().getPort() + "/", "", false));
    assertThat(added).hasStatus(201);
    work.settle();
    assertThat(jdbc.sql("select result ->> 'code' from sources.feed").query(String.class).single())
        .isEqualTo("unreachable");
    assertThat(answered).isEmpty();
  }

  @Test
  void aFeedOfAnotherMarketAddsPagesAndPricesAndNoStock() throws Exception {
    offer(3, "12.00");
    add("/feed");
    body =
        """
        [{"id":"P1","title":"Espresso (fr)","link":"https://nordlicht.example/fr/1","price":"14 CHF","availability":"out of stock"}]
        """
            .getBytes(StandardCharsets.UTF_8);
    add("/fr", "fr-ch");
    assertThat(product("P1").price()).isEqualByComparingTo("12.00");
    assertThat(catalog.stock(1, "P1", null).orElseThrow().available()).isTrue();
    assertThat(
            jdbc.sql(
                    "select market || ' ' || price || ' ' || currency || ' ' || url from catalog.offer")
                .query(String.class)
                .single())
        .isEqualTo("fr-CH 14 CHF https://nordlicht.example/fr/1");
  }

  @Test
  void aFeedThatIsRemovedTakesItsProductsAlong() throws Exception {
    offer(3, "12.00");
    String id = add("/feed");
    assertThat(
            http.delete()
                .uri("/api/v1/product-feeds/" + id)
                .header("Authorization", "Bearer " + KEY))
        .hasStatus(204);
    assertThat(catalog.stock(1, "P1", null).orElseThrow().available()).isFalse();
  }

  @Test
  void aServerThatDiesLeavesNothingHalf() throws Exception {
    offer(3, "12.00");
    String id = add("/feed");
    offer(3, "9.00");
    jdbc.sql("update sources.feed set claimed_until = :until, read = 2, next_at = :now")
        .param(
            "until",
            clock.instant().plus(Duration.ofMinutes(45)).atOffset(java.time.ZoneOffset.UTC))
        .param("now", clock.instant().atOffset(java.time.ZoneOffset.UTC))
        .update();
    clock.tick(Duration.ofMinutes(46));
    work.settle();
    assertThat(feed(id).path("reading").isNull()).isTrue();
    assertThat(product("P1").price()).isEqualByComparingTo("9.00");
  }

  private void offer(int products, String price) {
    List<String> items =
        IntStream.rangeClosed(1, products)
            .mapToObj(
                i ->
                    "{\"id\":\"P%d\",\"title\":\"Kaffee %d\",\"price\":\"%s EUR\",\"link\":\"https://nordlicht.example/%d\"}"
                        .formatted(i, i, price, i))
            .toList();
    body = ("[" + String.join(",\n", items) + "]").getBytes(StandardCharsets.UTF_8);
  }

  private String add(String path) throws Exception {
    return add(path, "");
  }

  private String add(String path, String market) throws Exception {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + path;
    MvcTestResult answer = post("", form(url, market, true));
    assertThat(answer).hasStatus(201);
    work.settle();
    return json.readTree(answer.getResponse().getContentAsString()).path("id").asString();
  }

  private static String form(String url, String market, boolean inside) {
    return "{\"shopId\":1,\"url\":\"%s\",\"market\":\"%s\",\"insideNetwork\":%s}"
        .formatted(url, market, inside);
  }

  private void run(String id, boolean fewer) {
    assertThat(post("/" + id + "/run", "{\"fewer\":" + fewer + "}")).hasStatus(202);
    work.settle();
  }

  private MvcTestResult post(String path, String content) {
    return http.post()
        .uri("/api/v1/product-feeds" + path)
        .header("Authorization", "Bearer " + KEY)
        .contentType(MediaType.APPLICATION_JSON)
        .content(content)
        .exchange();
  }

  private JsonNode feed(String id) throws Exception {
    return json.readTree(
        http.get()
            .uri("/api/v1/product-feeds/" + id)
            .header("Authorization", "Bearer " + KEY)
            .exchange()
            .getResponse()
            .getContentAsString());
  }

  private Product product(String id) {
    return catalog.find(1, List.of(id)).get(id);
  }

  private List<CatalogFact> facts() {
    return catalog.factsAfter("0", 0, 1_000).stream().map(Catalog.Told::fact).toList();
  }
}
