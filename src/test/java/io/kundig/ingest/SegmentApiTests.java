package io.kundig.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.events.Consumers;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.support.KundigTest;
import io.kundig.support.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

@KundigTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"kundig.write-key=wk_test", "kundig.api-key=kk_test-secret"})
class SegmentApiTests {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Profiles profiles;
  private final Consumers consumers;
  private final LiveFeed feed;
  private final Shops shops;
  private final JdbcClient jdbc;
  private final int port;

  SegmentApiTests(
      Profiles profiles,
      Consumers consumers,
      LiveFeed feed,
      Shops shops,
      JdbcClient jdbc,
      @LocalServerPort int port) {
    this.profiles = profiles;
    this.consumers = consumers;
    this.feed = feed;
    this.shops = shops;
    this.jdbc = jdbc;
    this.port = port;
  }

  @Test
  void aVisitorIsTrackedThenIdentifiedThenBuys() throws Exception {
    assertThat(
            post(
                "track",
                """
                {"anonymousId":"a-1","event":"Product Viewed","properties":{"product_id":"k1"},
                 "context":{"page":{"url":"https://nordlicht.example/kaffee","title":"Kaffee"}}}
                """))
        .isEqualTo("200 {\"success\":true}");
    post(
        "identify",
        """
        {"anonymousId":"a-1","userId":"u-1","traits":{"email":" Friederike@Example.ORG ",
         "firstName":"Friederike","lastName":"Harms","phone":"0170 1234567","score":4.50}}
        """);
    post(
        "track",
        """
        {"userId":"u-1","event":"Order Completed","properties":{"order_id":"7","revenue":10,
         "shipping":4.9,"tax":1.9,"currency":"EUR","products":[{"product_id":"k1","price":10}]}}
        """);

    ProfileId id = profiles.byIdentifier(new Identifier.UserId(1, "u-1")).orElseThrow();
    Profiles.Profile friederike = profiles.find(List.of(id)).get(id);
    assertThat(friederike)
        .extracting(Profiles.Profile::email, Profiles.Profile::phone, Profiles.Profile::firstName)
        .containsExactly("friederike@example.org", "+491701234567", "Friederike");
    assertThat(friederike).extracting(person -> person.traits().get("score")).isEqualTo(4.5);
    assertThat(events(id)).containsExactly("Ordered Product", "Placed Order", "Viewed Product");
    assertThat(
            jdbc.sql(
                    "select properties->'page'->>'title' from events.event e join events.metric m using (metric_id) where name = 'Viewed Product' and profile_id = :id")
                .param("id", id.value())
                .query(String.class)
                .single())
        .isEqualTo("Kaffee");
    assertThat(
            jdbc.sql("select total::text from orders.orders where external_id = '7'")
                .query(String.class)
                .single())
        .startsWith("16.8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic", "bearer", "body"})
  void theKeyMayComeInThreePlaces(String place) throws Exception {
    String body = "{\"userId\":\"k-%s\",\"event\":\"Hello\"%s}";
    String inBody = place.equals("body") ? ",\"writeKey\":\"wk_test\"" : "";
    String header =
        switch (place) {
          case "basic" -> basic("wk_test");
          case "bearer" -> "Bearer wk_test";
          default -> null;
        };
    assertThat(
            send("track", body.formatted(place, inBody).getBytes(StandardCharsets.UTF_8), header))
        .startsWith("200");
  }

  @Test
  void anUnknownKeyIsRefusedAndNothingIsKept() throws Exception {
    byte[] body = "{\"userId\":\"nobody\",\"event\":\"Hello\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(send("track", body, basic("wk_wrong"))).startsWith("401");
    assertThat(send("track", body, null)).startsWith("401");
    assertThat(send("track", body, "Basic %%%")).startsWith("401");
    assertThat(profiles.byIdentifier(new Identifier.UserId(1, "nobody"))).isEmpty();
  }

  @Test
  void aBatchSharesItsContextAndItsClock() throws Exception {
    String body =
        """
        {"sentAt":"2026-03-02T08:00:00Z","context":{"page":{"url":"https://shared.example"}},
         "batch":[
          {"type":"track","messageId":"b1","userId":"u-batch","event":"One","timestamp":"2026-03-02T07:59:00Z"},
          {"type":"page","messageId":"b2","userId":"u-batch","name":"Kaffee","context":{"page":{"title":"Own"}}},
          {"type":"nonsense","messageId":"b3","userId":"u-batch"},
          {"type":"track","messageId":"b4","event":"Nobody"},
          17,
          {"type":"identify","messageId":"b5","userId":"u-batch","traits":{"plan":"gold"}}]}
        """;
    assertThat(post("batch", body)).startsWith("200");
    assertThat(post("batch", body)).startsWith("200");

    ProfileId id = profiles.byIdentifier(new Identifier.UserId(1, "u-batch")).orElseThrow();
    assertThat(events(id)).containsExactly("One", "Viewed Page");
    assertThat(
            jdbc.sql(
                    "select at from events.event e join events.metric m using (metric_id) where name = 'One'")
                .query(Instant.class)
                .single())
        .isEqualTo(TestClock.START.minusSeconds(60));
    assertThat(
            jdbc.sql(
                    "select (properties #>> '{page,url}') || (properties #>> '{page,title}') from events.event e join events.metric m using (metric_id) where name = 'Viewed Page' and profile_id = :id")
                .param("id", id.value())
                .query(String.class)
                .single())
        .isEqualTo("https://shared.exampleOwn");
  }

  @Test
  void tooMuchIsRefusedWithTheLimit() throws Exception {
    String big = "x".repeat(33 * 1024);
    assertThat(
            post(
                "track",
                "{\"userId\":\"u\",\"event\":\"E\",\"properties\":{\"x\":\"" + big + "\"}}"))
        .startsWith("413")
        .contains("32 KB");
    assertThat(post("batch", "{\"batch\":[" + "{\"type\":\"track\"},".repeat(40_000) + "{}]}"))
        .startsWith("413")
        .contains("500 KB");
  }

  @Test
  void aStrangerCannotHaveTheShopSendTheirLinks() throws Exception {
    shops.update(TestShops.nordlicht());
    String cart =
        """
        {"userId":"%s","event":"Checkout Started","properties":{"checkout_url":"https://evil.example/pay",
        "products":[{"product_id":"%s","name":"Espresso","url":"https://evil.example/p"}]}}""";
    post("track", cart.formatted("phished", "phish-1"));

    assertThat(
            jdbc.sql("select c::text from orders.cart c").query(String.class).list().toString()
                + jdbc.sql("select p::text from catalog.product p").query(String.class).list())
        .contains("phish-1")
        .doesNotContain("evil.example");
  }

  /// Unpacked it is larger than the memory there is.
  @Test
  void aPackedBombIsNotUnpacked() throws Exception {
    byte[] part = gzip(" ".repeat(50_000_000));
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    for (int i = 0; i < 30; i++) {
      bomb.write(part);
    }
    assertThat(bomb.size()).isLessThan(2_000_000);

    assertThat(sendPacked("batch", bomb.toByteArray())).startsWith("413");
  }

  @Test
  void packedBodiesAreRead() throws Exception {
    assertThat(sendPacked("track", gzip("{\"userId\":\"zip\",\"event\":\"Hello\"}")))
        .startsWith("200");
    assertThat(sendPacked("track", new byte[] {1, 2, 3})).startsWith("400");
    byte[] cut = java.util.Arrays.copyOf(gzip("{\"userId\":\"zip\",\"event\":\"Hello\"}"), 20);
    assertThat(sendPacked("track", cut)).startsWith("400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"userId\":\"u\",\"event\":\"E\"} trailing",
        "{\"userId\":{\"a\":1},\"event\":\"E\"}",
        "{\"userId\":\"u\",\"event\":17}",
        "{\"userId\":\"u\",\"event\":\"  \"}",
        "{\"userId\":\"u\",\"event\":\"E\",\"properties\":[1]}",
        "{\"event\":\"E\"}",
        "{\"userId\":\"\\u0000\",\"event\":\"E\"}",
      })
  void whatIsNoMessageIsRefusedWithAReason(String body) throws Exception {
    String answer = post("track", body);
    if (body.contains("\\u0000")) {
      assertThat(answer).startsWith("200");
    } else {
      assertThat(answer).startsWith("400").contains("\"message\":\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"nul\":\"a\\u0000b\"}",
        "{\"a\\u0000b\":1}",
        "{\"n\":1e400000}",
        "{\"n\":-1E+999999999}",
        "{\"n\":123456789012345678901234567890.123456789}",
        "{\"same\":1,\"same\":2}",
        "{\"lone\":\"\\ud800\"}",
        "{\"emoji\":\"☕️\"}",
        "{\"price\":1e999999999,\"product_id\":\"x\"}",
        "{\"price\":\"1e999999999\",\"product_id\":\"x\",\"quantity\":1e50}",
        "{\"page\":\"text\",\"campaign\":7}"
      })
  void strangeJsonDoesNotStopWhatComesAfterIt(String properties) throws Exception {
    String before = "{\"userId\":\"strange\",\"event\":\"Product Added\",\"properties\":%s}";
    assertThat(post("track", before.formatted(properties))).startsWith("200");
    assertThat(post("track", "{\"userId\":\"strange\",\"event\":\"After\"}")).startsWith("200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400000", "-1E+999999999"})
  void aNumberThatNoDatabaseHoldsIsKeptAsText(String number) throws Exception {
    int aside = setAside();
    String body = "{\"userId\":\"huge\",\"event\":\"Huge\",\"properties\":{\"n\":%s}}";
    assertThat(post("track", body.formatted(number))).startsWith("200");
    assertThat(setAside()).isEqualTo(aside);
  }

  private int setAside() {
    return jdbc.sql("select count(*) from ingest.set_aside").query(Integer.class).single();
  }

  @Test
  void deepJsonIsRefused() throws Exception {
    String deep = "[".repeat(15_000) + "]".repeat(15_000);
    assertThat(
            post(
                "track",
                "{\"userId\":\"deep\",\"event\":\"E\",\"properties\":{\"d\":" + deep + "}}"))
        .startsWith("400");
  }

  @Test
  void oneConnectionMayCarryAnyNumberOfCalls() throws Exception {
    try (TrackingSocket socket = new TrackingSocket(port, "/v1/track", basic("wk_test"))) {
      for (int i = 0; i < 150; i++) {
        assertThat(socket.post("{\"anonymousId\":\"lasting\",\"event\":\"Ping\"}")).isEqualTo(200);
      }
    }
  }

  @Test
  void crawlersMakeNoProfiles() throws Exception {
    String body =
        """
        {"anonymousId":"crawler","event":"Product Viewed",
         "context":{"userAgent":"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}}
        """;
    assertThat(post("track", body)).startsWith("200");
    assertThat(profiles.byIdentifier(new Identifier.AnonymousId(1, "crawler"))).isEmpty();
    assertThat(feed.newest(0, null, 1).getFirst().reason()).isEqualTo("bot");

    post("track", body.replace("Googlebot/2.1", "CUBOT X30").replace("bot.html", ""));
    assertThat(profiles.byIdentifier(new Identifier.AnonymousId(1, "crawler"))).isPresent();
  }

  @Test
  void absurdTimesBecomeTheTimeOfArrival() throws Exception {
    for (String time :
        List.of(
            "\"1970-01-01T00:00:00Z\"",
            "\"9999-12-31T00:00:00Z\"",
            "-5",
            "\"soon\"",
            "[]",
            "99999999999999999")) {
      assertThat(
              post(
                  "track",
                  "{\"userId\":\"when\",\"event\":\"E\",\"messageId\":%s,\"timestamp\":%s}"
                      .formatted("\"m" + time.hashCode() + "\"", time)))
          .startsWith("200");
    }
    ProfileId id = profiles.byIdentifier(new Identifier.UserId(1, "when")).orElseThrow();
    assertThat(
            jdbc.sql("select distinct at from events.event where profile_id = :id")
                .param("id", id.value())
                .query(Instant.class)
                .list())
        .containsExactly(TestClock.START);
  }

  @Test
  void aWriteKeyMergesNobodyAndASecretKeyDoes() throws Exception {
    post("identify", "{\"userId\":\"one\",\"traits\":{\"email\":\"one@example.org\"}}");
    post("identify", "{\"userId\":\"two\",\"traits\":{\"email\":\"two@example.org\"}}");
    ProfileId two = profiles.byIdentifier(new Identifier.UserId(1, "two")).orElseThrow();

    post("alias", "{\"userId\":\"one\",\"previousId\":\"two\"}");
    post("identify", "{\"userId\":\"one\",\"traits\":{\"email\":\"two@example.org\"}}");
    assertThat(profiles.byIdentifier(new Identifier.UserId(1, "two"))).contains(two);
    assertThat(profiles.byIdentifier(new Identifier.Email("two@example.org"))).contains(two);

    byte[] alias = "{\"userId\":\"one\",\"previousId\":\"two\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(send("alias", alias, basic("kk_test-secret"))).startsWith("200");
    assertThat(profiles.byIdentifier(new Identifier.Email("two@example.org")))
        .isEqualTo(profiles.byIdentifier(new Identifier.UserId(1, "one")));
  }

  @Test
  void aBrowserOfAnotherPageMayCall() throws Exception {
    HttpRequest preflight =
        HttpRequest.newBuilder(uri("track"))
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Access-Control-Request-Method", "POST")
            .build();
    HttpResponse<String> response = CLIENT.send(preflight, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(response.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
  }

  private String post(String path, String body) throws Exception {
    return send(path, body.getBytes(StandardCharsets.UTF_8), basic("wk_test"));
  }

  private String send(
      String path, byte[] body, @org.jspecify.annotations.Nullable String authorization)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .header("Content-Type", "application/json");
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return answer(request.build());
  }

  private String sendPacked(String path, byte[] body) throws Exception {
    return answer(
        HttpRequest.newBuilder(uri(path))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .header("Content-Encoding", "gzip")
            .header("Authorization", basic("wk_test"))
            .build());
  }

  private static String answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + "/v1/" + path);
  }

  private static String basic(String key) {
    return "Basic "
        + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private List<String> events(ProfileId id) {
    consumers.awaitCaughtUp();
    return jdbc.sql(
            """
            select m.name from events.event e join events.metric m using (metric_id)
            where profile_id = :id order by m.name
            """)
        .param("id", id.value())
        .query(String.class)
        .list();
  }
}
