package io.kundig.sources.shops;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.Profiles;
import io.kundig.sources.shops.ShopConnection.Settings;
import io.kundig.sources.shops.woocommerce.FakeWooCommerce;
import io.kundig.support.KundigTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@KundigTest(properties = "kundig.api-key=" + OwnShopTests.KEY)
@Import(ShopWork.class)
class OwnShopTests {

  static final String KEY = "kk_test_of_a_shop_of_ones_own_0123456789";

  private final ShopWork work;
  private final Profiles profiles;
  private final JdbcClient jdbc;
  private final MockMvcTester http;
  private final JsonMapper json;
  private UUID connection = new UUID(0, 0);

  OwnShopTests(
      ShopWork work,
      Profiles profiles,
      Shops shops,
      JdbcClient jdbc,
      MockMvcTester http,
      JsonMapper json) {
    this.work = work;
    this.profiles = profiles;
    this.jdbc = jdbc;
    this.http = http;
    this.json = json;
    shops.update(TestShops.nordlicht());
  }

  @BeforeEach
  void connect() throws Exception {
    connection =
        UUID.fromString(
            sent(
                    "/api/v1/shop-connections",
                    "{\"shopId\":1,\"kind\":\"own\",\"address\":\"https://laden.example/"
                        + UUID.randomUUID()
                        + "\"}")
                .path("id")
                .asString());
  }

  @AfterEach
  void disconnect() {
    work.connections.all().forEach(it -> work.connections.disconnect(it.id()));
  }

  @Test
  void thePastComesWholeAndIsToldAsThePast() throws Exception {
    assertThat(
            records(customer("c1", "past@example.org"), order("o1", "c1", "2025-03-01", "20.00")))
        .isEqualTo("2 applied, 0 unchanged, []");
    assertThat(records(product("p1", 5))).isEqualTo("1 applied, 0 unchanged, []");

    assertThat(order("#o1")).isEqualTo("placed 20.00");
    assertThat(events("#o1"))
        .containsExactlyInAnyOrder("Placed Order past", "Ordered Product past");
    assertThat(profiles.byIdentifier(new Identifier.UserId(1, "c1")))
        .isEqualTo(profiles.byIdentifier(new Identifier.Email("past@example.org")))
        .isPresent();
    assertThat(consents("past@example.org"))
        .containsExactly("subscribed «Yes, send me news.» 203.0.113.7 laden.example: sign-up form");
    assertThat(stock("p1")).isEqualTo("5");
    assertThat(view().path("live").asString()).isEqualTo("sent");
    assertThat(view().path("deliveries").asLong()).isEqualTo(3);
    assertThat(view().path("nextComparisonAt").isNull()).as("nobody can be asked").isTrue();
  }

  @Test
  void nothingIsDoubledHoweverOftenItIsSent() throws Exception {
    String order = refunded(order("o2", "", "2026-03-02", "30.00"), "10.00");
    records(order);
    assertThat(records(order, order)).isEqualTo("0 applied, 2 unchanged, []");
    assertThat(order("#o2")).isEqualTo("partially_refunded 20.00");
    assertThat(events("#o2"))
        .containsExactlyInAnyOrder("Placed Order", "Ordered Product", "Refunded Order");
  }

  @Test
  void anyOrderAndNumberOfCallsEndsInTheShopsOwnState() throws Exception {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      String id = "r" + seed;
      List<String> states =
          new ArrayList<>(
              List.of(
                  at(order(id, "", "2025-05-01", "40.00"), 1),
                  at(refunded(order(id, "", "2025-05-01", "40.00"), "5.00"), 2),
                  at(refunded(order(id, "", "2025-05-01", "40.00"), "15.00"), 3)));
      states.add(states.get(random.nextInt(3)));
      Collections.shuffle(states, random);
      for (String state : states) {
        records(state);
      }
      assertThat(order("#" + id)).as("seed " + seed).isEqualTo("partially_refunded 25.00");
    }
  }

  @Test
  void aShopThatMovesToAnotherAddressTellsNothingAgain() throws Exception {
    String order =
        refunded(order("o11", "", "2025-05-01", "30.00"), "10.00")
            .replace("\"total\"", "\"fulfilledAt\":\"2025-05-02T10:00:00Z\",\"total\"");
    records(order);
    disconnect();
    connect();
    assertThat(records(order)).isEqualTo("1 applied, 0 unchanged, []");
    assertThat(order("#o11")).isEqualTo("partially_refunded 20.00");
    assertThat(events("#o11"))
        .containsExactlyInAnyOrder(
            "Placed Order past", "Ordered Product past", "Fulfilled Order past", "Refunded Order");
  }

  @Test
  void twoStatesOfOneMomentEndInTheOneThatWasSentLast() throws Exception {
    records(order("o3", "", "2025-05-01", "40.00"));
    assertThat(records(order("o3", "", "2025-05-01", "41.00"))).startsWith("1 applied");
    assertThat(order("#o3")).isEqualTo("placed 41.00");
  }

  @Test
  void whatCannotBeReadIsNamedKeptAndHoldsUpNothing() throws Exception {
    String broken = "{\"type\":\"order\",\"id\":\"o4\",\"updatedAt\":\"2025-01-01T00:00:00Z\"}";
    assertThat(
            records(
                broken,
                "{\"type\":\"ordre\",\"id\":\"o5\"}",
                "7",
                order("o6", "", "2025-05-01", "12.00"),
                order("o7", "", "2025-05-01", "-1.00"),
                order("o8", "", "2025-05-01", "1.00").replace("EUR", "Euro")))
        .isEqualTo(
            "1 applied, 0 unchanged, [0 order o4 field_missing order.createdAt,"
                + " 1 ordre o5 unknown_topic type, 2   not_json record,"
                + " 4 order o7 field_wrong order.total, 5 order o8 field_wrong order.currency]");
    assertThat(order("#o6")).isEqualTo("placed 12.00");
    assertThat(view().path("unreadable").asLong()).isEqualTo(5);
    records(broken);
    assertThat(view().path("unreadable").asLong()).as("the same one").isEqualTo(5);
  }

  @Test
  void whatIsDeletedCountsNoMore() throws Exception {
    records(customer("c9", "leaves@example.org"), order("o9", "c9", "2025-05-01", "12.00"));
    assertThat(records(deleted("order", "o9"), deleted("product", "never-seen"))).startsWith("2 ");
    assertThat(order("#o9")).isEqualTo("cancelled 0");

    records(deleted("customer", "c9"));
    assertThat(profiles.byIdentifier(new Identifier.UserId(1, "c9"))).isEmpty();
    assertThat(profiles.byIdentifier(new Identifier.Email("leaves@example.org"))).isPresent();
  }

  @Test
  void whomTheShopDeletesIsErasedWhereStaffWantIt() throws Exception {
    work.connections.change(connection, new Settings(false, true, null), null);
    records(customer("c10", "erased@example.org"));
    records(deleted("customer", "c10"));
    assertThat(profiles.byIdentifier(new Identifier.Email("erased@example.org"))).isEmpty();
  }

  @Test
  void onlyASecretKeyAndOnlyAShopOfOnesOwn() throws Exception {
    String call = "{\"records\":[" + deleted("order", "1") + "]}";
    String path = "/api/v1/shop-connections/" + connection + "/records";
    assertThat(http.post().uri(path).contentType("application/json").content(call).exchange())
        .hasStatus(401);
    assertThat(post("/api/v1/shop-connections/" + UUID.randomUUID() + "/records", call))
        .hasStatus(404);
    String many =
        String.join(",", IntStream.range(0, 501).mapToObj(i -> deleted("order", "" + i)).toList());
    assertThat(post(path, "{\"records\":[" + many + "]}")).hasStatus(400);
    assertThat(post("/api/v1/shop-connections/" + connection + "/comparison", "{}")).hasStatus(409);

    try (FakeWooCommerce woo = new FakeWooCommerce(java.time.Instant.now())) {
      ShopConnection other = work.connect(woo);
      assertThat(post("/api/v1/shop-connections/" + other.id() + "/records", call)).hasStatus(409);
      work.connections.disconnect(other.id());
    }
  }

  private static String customer(String id, String email) {
    return """
        {"type":"customer","id":"%s","createdAt":"2024-02-01T10:00:00Z",
         "updatedAt":"2024-02-02T10:00:00Z","email":"%s","firstName":"Kim","country":"DE",
         "newsletter":{"subscribed":true,"at":"2024-02-01T10:00:00Z","source":"sign-up form",
           "wording":"Yes, send me news.","ip":"203.0.113.7"}}
        """
        .formatted(id, email);
  }

  private static String order(String id, String customer, String day, String total) {
    String buyer = customer.isEmpty() ? "" : "\"customer\":{\"id\":\"" + customer + "\"},";
    return """
        {"type":"order","id":"%s","number":"#%s","createdAt":"%sT10:00:00Z",
         "updatedAt":"%sT11:00:00Z","currency":"EUR","total":"%s",%s
         "lines":[{"productId":"p1","title":"Espresso","unitPrice":"%s"}]}
        """
        .formatted(id, id, day, day, total, buyer, total);
  }

  private static String refunded(String order, String amount) {
    return order.replace(
        "\"lines\"",
        "\"refunds\":[{\"id\":\"f1\",\"at\":\"2026-03-02T12:00:00Z\",\"amount\":\""
            + amount
            + "\"}],\"lines\"");
  }

  private static String at(String order, int hour) {
    return order.replace("T11:00:00Z", "T%02d:00:00Z".formatted(11 + hour));
  }

  private static String product(String id, int stock) {
    return """
        {"type":"product","id":"%s","updatedAt":"2025-01-01T00:00:00Z","title":"Espresso",
         "price":14.9,"stock":%d,"url":"https://laden.example/p1"}
        """
        .formatted(id, stock);
  }

  private static String deleted(String type, String id) {
    return "{\"type\":\"%s\",\"id\":\"%s\",\"deleted\":true}".formatted(type, id);
  }

  private String records(String... records) throws Exception {
    JsonNode taken =
        sent(
            "/api/v1/shop-connections/" + connection + "/records",
            "{\"records\":[" + String.join(",", records) + "]}");
    List<String> refused =
        taken
            .path("refused")
            .valueStream()
            .map(
                one ->
                    String.join(
                        " ",
                        one.path("index").asString(),
                        one.path("type").asString(""),
                        one.path("id").asString(""),
                        one.path("reason").asString(),
                        one.path("field").asString()))
            .toList();
    return taken.path("applied").asInt()
        + " applied, "
        + taken.path("unchanged").asInt()
        + " unchanged, "
        + refused;
  }

  private JsonNode view() throws Exception {
    MvcTestResult result =
        http.get()
            .uri("/api/v1/shop-connections/" + connection)
            .header("Authorization", "Bearer " + KEY)
            .exchange();
    return json.readTree(result.getResponse().getContentAsByteArray());
  }

  private JsonNode sent(String path, String body) throws Exception {
    MvcTestResult result = post(path, body);
    String answer = result.getResponse().getContentAsString();
    assertThat(result.getResponse().getStatus()).as(answer).isBetween(200, 201);
    return json.readTree(answer);
  }

  private MvcTestResult post(String path, String body) {
    return http.post()
        .uri(path)
        .header("Authorization", "Bearer " + KEY)
        .contentType("application/json")
        .content(body)
        .exchange();
  }

  private String order(String number) {
    return jdbc.sql("select status || ' ' || net from orders.orders where external_id = :number")
        .param("number", number)
        .query(String.class)
        .optional()
        .orElse("");
  }

  private List<String> events(String number) {
    return jdbc.sql(
            """
            select m.name || case when e.properties ->> '$backfill' is not null then ' past' else '' end
            from events.event e join events.metric m using (metric_id)
            where e.properties ->> 'order_id' = :order
            """)
        .param("order", number)
        .query(String.class)
        .list();
  }

  private List<String> consents(String email) {
    return jdbc.sql(
            """
            select l.state || ' «' || l.wording || '» ' || l.ip || ' ' || l.source
            from consent.ledger l join profiles.profile p using (profile_id) where p.email = :email
            """)
        .param("email", email)
        .query(String.class)
        .list();
  }

  private String stock(String product) {
    return jdbc.sql(
            "select trim_scale(sum(stock))::text from catalog.variant where product_id = :id")
        .param("id", product)
        .query(String.class)
        .single();
  }
}
