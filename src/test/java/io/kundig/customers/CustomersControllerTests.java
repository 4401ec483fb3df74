package io.kundig.customers;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Suppression;
import io.kundig.events.Consumers;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.support.KundigTest;
import io.kundig.support.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@KundigTest(properties = "kundig.api-key=" + CustomersControllerTests.KEY)
class CustomersControllerTests {

  static final String KEY = "kk_test_0123456789abcdefghijklmnopqrstuvwxyz";

  private static final Instant NOW = TestClock.START;

  private final MockMvcTester http;
  private final Ingest ingest;
  private final Consents consents;
  private final Consumers consumers;
  private final JdbcClient jdbc;
  private final JsonMapper json = JsonMapper.builder().build();

  CustomersControllerTests(
      MockMvc mvc, Ingest ingest, Consents consents, Consumers consumers, JdbcClient jdbc) {
    this.http = MockMvcTester.create(mvc);
    this.ingest = ingest;
    this.consents = consents;
    this.consumers = consumers;
    this.jdbc = jdbc;
  }

  @BeforeEach
  void empty() {
    jdbc.sql(
            """
            truncate profiles.profile, profiles.identifier_owner, profiles.merge, customers.seen,
              orders.orders, orders.order_owner, orders.line, orders.buyer, orders.cart
            """)
        .update();
    jdbc.sql("update flows.flow set state = 'paused' where state = 'live'").update();
  }

  @Test
  void peopleAreFoundByAnyPartOfWhatTheyAreCalled() throws Exception {
    identify("friederike.harms@example.de", "Friederike", "Harms", 10);
    identify("jonas@example.de", "Jonas", "Petersen", 5);
    identify("percent%_@example.de", "100%", "Real", 3);

    assertThat(names(list("?q=HARM"))).containsExactly("Friederike Harms");
    assertThat(names(list("?q=pet jon"))).containsExactly("Jonas Petersen");
    assertThat(names(list("?q=%25"))).containsExactly("100% Real");
    assertThat(names(list("?q=j"))).containsExactly("Jonas Petersen");
    assertThat(names(list("?q=nobody"))).isEmpty();
    assertThat(names(list("?email=Jonas@Example.DE"))).containsExactly("Jonas Petersen");
    assertThat(list("?q=example").path("total").asInt()).isEqualTo(3);
  }

  @Test
  void whatIsDoneToSomebodyDoesNotMakeThemSeen() throws Exception {
    identify("nele@example.de", "Nele", "Voss", 4);
    track("nele@example.de", "Viewed Product", json.createObjectNode(), 30);
    for (String metric : List.of("Received Email", "Left Segment", "Added to List", "Left Flow")) {
      track("nele@example.de", metric, json.createObjectNode(), 1);
    }
    consumers.awaitCaughtUp();

    assertThat(
            jdbc.sql("select last_at from customers.seen")
                .query(OffsetDateTime.class)
                .single()
                .toInstant())
        .isEqualTo(at(30));
  }

  @Test
  void everyOrderShowsEverybodyOncePageByPage() throws Exception {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String email = "p%02d@example.de".formatted(i);
      identify(email, i % 4 == 0 ? null : "Name" + i, null, 20 + i);
      if (i % 3 == 0) {
        track(email, "Placed Order", order("O" + i, 10 + i), i);
      }
      all.add(email);
    }
    awaitSeen(4);

    for (String sort : List.of("-lastSeenAt", "-revenue", "name", "-createdAt")) {
      List<String> seen = new ArrayList<>();
      String cursor = "";
      do {
        JsonNode page = list("?limit=5&sort=" + sort + cursor);
        assertThat(page.path("total").asInt()).isEqualTo(12);
        page.path("items").forEach(row -> seen.add(row.path("email").asString()));
        JsonNode next = page.path("next");
        cursor = next.isNull() ? "" : "&cursor=" + next.asString();
      } while (!cursor.isEmpty());
      assertThat(seen).as(sort).containsExactlyInAnyOrderElementsOf(all);
    }
    assertThat(emails(list("?sort=-revenue&limit=2")))
        .containsExactly("p09@example.de", "p06@example.de");
    assertThat(emails(list("?sort=-lastSeenAt&limit=2")))
        .containsExactly("p00@example.de", "p03@example.de");
    assertThat(emails(list("?filter=buyers"))).hasSize(4);
    assertThat(emails(list("?filter=anonymous"))).isEmpty();
    assertThat(list("?filter=buyers&limit=1").path("items").get(0).path("revenue").toString())
        .isEqualTo("{\"amount\":\"10\",\"currency\":\"EUR\"}");
  }

  @Test
  void visitorsWithoutAnAddressMakeAPageOfTheirOwn() throws Exception {
    jdbc.sql(
            """
            insert into profiles.profile (profile_id, known, traits, trait_times, created_at)
            values (gen_random_uuid(), false, '{}', '{}', now())
            """)
        .update();

    assertThat(list("?filter=anonymous").path("items")).hasSize(1);
  }

  @Test
  void aProfileShowsValueFavouritesCartAndTimeline() throws Exception {
    ProfileId person = identify("friederike@example.de", "Friederike", "Harms", 100);
    track("friederike@example.de", "Viewed Product", product("espresso"), 90);
    track("friederike@example.de", "Placed Order", order("10042", 84), 80);
    track("friederike@example.de", "Placed Order", order("10043", 20), 30);
    track("friederike@example.de", "Refunded Order", refund("10043", "5"), 20);
    track("friederike@example.de", "Added to Cart", product("filter"), 10);

    JsonNode profile = get("/api/v1/profiles/" + person);
    assertThat(profile.path("value").path("orders").asInt()).isEqualTo(2);
    assertThat(profile.path("value").path("revenue").path("amount").asString()).isEqualTo("99");
    assertThat(profile.path("value").path("averageOrder").path("amount").asString())
        .isEqualTo("49.50");
    assertThat(profile.path("favourites").get(0).path("productId").asString())
        .isEqualTo("espresso");
    assertThat(profile.path("cart").path("items").get(0).path("productId").asString())
        .isEqualTo("filter");
    assertThat(profile.path("identifiers").get(0).path("kind").asString()).isEqualTo("email");

    JsonNode timeline = get("/api/v1/profiles/" + person + "/timeline?limit=3");
    assertThat(kinds(timeline)).containsExactly("event", "event", "order");
    assertThat(timeline.path("items").get(2).path("data").path("status").asString())
        .isEqualTo("partially_refunded");
    assertThat(timeline.path("counts").path("orders").asInt()).isEqualTo(3);
    JsonNode rest =
        get("/api/v1/profiles/" + person + "/timeline?cursor=" + timeline.path("next").asString());
    assertThat(kinds(rest)).containsExactly("order", "event");
    assertThat(kinds(get("/api/v1/profiles/" + person + "/timeline?kind=site")))
        .containsExactly("event", "event");
  }

  @Test
  void whoOrderedBeforeTheCartMailLeftTheFlowForThatOrder() throws Exception {
    activate("abandoned_cart");
    ProfileId person = identify("ole@example.de", "Ole", "Hansen", 100);
    track("ole@example.de", "Placed Order", order("O-before", 12), 60);
    track("ole@example.de", "Added to Cart", product("espresso"), 30);
    consumers.awaitCaughtUp();
    track("ole@example.de", "Placed Order", order("O-1001", 84), 5);
    track("ole@example.de", "Placed Order", order("O-after", 20), 1);
    consumers.awaitCaughtUp();

    JsonNode messages = get("/api/v1/profiles/" + person + "/timeline?kind=messages");
    assertThat(kinds(messages)).containsExactly("flow_exit");
    JsonNode exit = messages.path("items").get(0).path("data");
    assertThat(exit.path("flowName").path("en").asString()).isEqualTo("Abandoned cart");
    assertThat(exit.path("who").asString()).isEqualTo("Ole Hansen");
    assertThat(exit.path("sent").asInt()).isZero();
    assertThat(exit.path("order").path("orderId").asString()).isEqualTo("O-1001");
    assertThat(exit.path("order").path("total").path("amount").asString()).isEqualTo("84");
    assertThat(messages.path("counts").path("messages").asInt()).isEqualTo(1);
    assertThat(kinds(get("/api/v1/profiles/" + person + "/timeline")))
        .as("that he came into the flow is an event of its own")
        .containsExactly("event", "flow_exit", "order", "order", "event", "order");
  }

  private void activate(String flow) throws Exception {
    String id =
        get("/api/v1/flows")
            .path("items")
            .valueStream()
            .filter(item -> item.path("key").asString().equals(flow))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asString();
    assertThat(send("POST", "/api/v1/flows/" + id + "/activation", "")).isEqualTo(200);
  }

  @Test
  void staffChangeTraitsAndConsentOnlyWithProof() throws Exception {
    ProfileId person = identify("jonas@example.de", "Jonas", "Petersen", 10);
    String path = "/api/v1/profiles/" + person;
    assertThat(send("PATCH", path, "{\"traits\":{\"city\":\"Flensburg\",\"note\":null}}"))
        .isEqualTo(200);
    assertThat(get(path).path("traits").path("city").asString()).isEqualTo("Flensburg");

    String subscribe =
        "{\"channel\":\"email\",\"purpose\":\"marketing\",\"state\":\"subscribed\",\"reason\":\"phone\"";
    assertThat(send("POST", path + "/consents", subscribe + "}")).isEqualTo(400);
    assertThat(send("POST", path + "/consents", subscribe + ",\"wording\":\"Ja, gern.\"}"))
        .isEqualTo(201);
    JsonNode consents = get(path + "/consents");
    assertThat(consents.path("items").get(0).path("state").asString()).isEqualTo("subscribed");
    assertThat(consents.path("ledger").get(0).path("wording").asString()).isEqualTo("Ja, gern.");
    assertThat(emails(list("?filter=subscribed"))).containsExactly("jonas@example.de");
  }

  @Test
  void staffLiftABounceButNotWhatThePersonObjectedTo() throws Exception {
    String path = "/api/v1/profiles/" + identify("jonas.lift@example.de", "Jonas", "Petersen", 10);
    suppress("jonas.lift@example.de", Suppression.Reason.HARD_BOUNCE);
    assertThat(get(path + "/consents").path("suppression").path("reason").asString())
        .isEqualTo("hard_bounce");

    assertThat(send("DELETE", path + "/suppression", "")).isEqualTo(200);
    assertThat(send("DELETE", path + "/suppression", "")).isEqualTo(200);
    assertThat(get(path + "/consents").path("suppression").isNull()).isTrue();
    assertThat(audited("suppression.lifted", path.substring(path.lastIndexOf('/') + 1)))
        .containsExactly("{\"suppression\": [\"hard_bounce\", null]}");

    suppress("jonas.lift@example.de", Suppression.Reason.SPAM_COMPLAINT);
    assertThat(send("DELETE", path + "/suppression", "")).isEqualTo(409);
    assertThat(get(path + "/consents").path("suppression").path("reason").asString())
        .isEqualTo("spam_complaint");
  }

  private void suppress(String email, Suppression.Reason reason) {
    consents.suppress(ChannelKind.EMAIL, email, new Suppression(reason, NOW, null));
  }

  private List<String> audited(String action, String profile) {
    return jdbc.sql(
            "select changes::text from accounts.audit where action = :action and subject = :subject")
        .param("action", action)
        .param("subject", "profile:" + profile)
        .query(String.class)
        .list();
  }

  @Test
  void nobodyReadsWithoutBeingLetIn() {
    assertThat(http.get().uri("/api/v1/profiles").exchange().getResponse().getStatus())
        .isEqualTo(401);
    assertThat(status("/api/v1/profiles?cursor=bm9wZQ")).isEqualTo(400);
    assertThat(status("/api/v1/profiles?sort=id;drop")).isEqualTo(400);
    assertThat(status("/api/v1/profiles?limit=100000")).isEqualTo(400);
    assertThat(status("/api/v1/profiles/018f0000-0000-7000-8000-000000000000")).isEqualTo(404);
    assertThat(status("/api/v1/profiles/typed-wrong")).isEqualTo(404);
  }

  private ProfileId identify(String email, String first, String last, int minutesAgo) {
    Map<String, Object> traits = new java.util.HashMap<>();
    traits.put("email", email);
    if (first != null) {
      traits.put("firstName", first);
    }
    if (last != null) {
      traits.put("lastName", last);
    }
    var fact =
        new Fact.Identify(
            1,
            null,
            List.of(new Identifier.Email(email)),
            at(minutesAgo),
            traits,
            Fact.Trust.PROVEN);
    return ((Ingest.Outcome.Accepted) ingest.accept(List.of(fact)).getFirst()).profileId();
  }

  private void track(String email, String metric, ObjectNode properties, int minutesAgo) {
    ingest.accept(
        List.of(
            new Fact.Track(
                1,
                null,
                List.of(new Identifier.Email(email)),
                at(minutesAgo),
                metric,
                properties,
                Map.of(),
                Fact.Trust.PROVEN)));
  }

  private static Instant at(int minutesAgo) {
    return NOW.minus(Duration.ofMinutes(minutesAgo));
  }

  private static ObjectNode product(String id) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("product_id", id)
        .put("name", "Röstung " + id)
        .put("price", 12.9);
  }

  private static ObjectNode order(String number, int total) {
    ObjectNode order = JsonNodeFactory.instance.objectNode();
    order.put("order_id", number).put("total", total).put("currency", "EUR");
    order.putArray("products").add(product("espresso").put("quantity", 2));
    return order;
  }

  private static ObjectNode refund(String number, String amount) {
    return JsonNodeFactory.instance.objectNode().put("order_id", number).put("amount", amount);
  }

  private void awaitSeen(int people) throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      if (jdbc.sql("select count(*) from customers.seen").query(Integer.class).single() >= people) {
        return;
      }
      Thread.sleep(25);
    }
  }

  private JsonNode list(String query) throws Exception {
    return get("/api/v1/profiles" + query);
  }

  private JsonNode get(String path) throws Exception {
    var result =
        http.get()
            .uri(java.net.URI.create(path.replace(" ", "%20")))
            .header("Authorization", "Bearer " + KEY)
            .exchange();
    assertThat(result.getResponse().getStatus())
        .as(result.getResponse().getContentAsString())
        .isEqualTo(200);
    return json.readTree(result.getResponse().getContentAsByteArray());
  }

  private int status(String path) {
    return http.get()
        .uri(path)
        .header("Authorization", "Bearer " + KEY)
        .exchange()
        .getResponse()
        .getStatus();
  }

  private int send(String method, String path, String body) {
    return http.method(org.springframework.http.HttpMethod.valueOf(method))
        .uri(path)
        .header("Authorization", "Bearer " + KEY)
        .contentType("application/json")
        .content(body)
        .exchange()
        .getResponse()
        .getStatus();
  }

  private static List<String> names(JsonNode page) {
    return page.path("items").valueStream().map(row -> row.path("name").asString()).toList();
  }

  private static List<String> emails(JsonNode page) {
    return page.path("items").valueStream().map(row -> row.path("email").asString()).toList();
  }

  private static List<String> kinds(JsonNode page) {
    return page.path("items").valueStream().map(row -> row.path("kind").asString()).toList();
  }
}
