package io.kundig.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shop.Impressum;
import io.kundig.accounts.Shop.Sender;
import io.kundig.events.Consumers;
import io.kundig.support.KundigTest;
import io.kundig.support.TestClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import tools.jackson.databind.JsonNode;

/// Two shops of one installation: what belongs to one is never taken for the other's.
@KundigTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"kundig.api-key=" + TwoShopsTests.KEY, "kundig.sandbox=true"})
class TwoShopsTests {

  static final String KEY = "kk_test-of-two-shops";

  private static final List<String> NORTH =
      List.of("NORD-1", "Insa", "insa@example.org", "Hafenkante", "Rösterei Nordlicht");
  private static final List<String> SOUTH =
      List.of("SUED-1", "Jana", "jana@example.org", "Darjeeling", "Südwind");

  private final int port;
  private final Shops shops;
  private final Consumers consumers;
  private Shop north = TestShops.nordlicht();
  private Shop south = TestShops.nordlicht();

  TwoShopsTests(@Value("${local.server.port}") int port, Shops shops, Consumers consumers) {
    this.port = port;
    this.shops = shops;
    this.consumers = consumers;
  }

  @BeforeEach
  void twoShops() {
    shops.update(TestShops.nordlicht());
    north = shops.get(1);
    south = shops.all().size() > 1 ? shops.get(2) : shops.add(suedwind());
    customer(north, "Insa", "insa@example.org", "NORD-1", "Hafenkante Espresso");
    customer(south, "Jana", "jana@example.org", "SUED-1", "Darjeeling First Flush");
    consumers.awaitCaughtUp();
  }

  @Test
  void whatIsAskedForOneShopShowsNothingOfAnother() {
    List<String> asked = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : api("/openapi.json").get("paths").properties()) {
      for (JsonNode parameter : path.getValue().path("get").path("parameters")) {
        String name = parameter.get("name").asString();
        if (name.matches("shop|shopId")) {
          String address = path.getKey().replace("{key}", "welcome-1") + "?" + name + "=";
          for (String more : List.of("", "&metric=buyers", "&metric=new", "&metric=repeat")) {
            String ofNorth = withKey().get(address + "1" + more).body();
            String ofSouth = withKey().get(address + "2" + more).body();
            assertThat(ofNorth).as(address + "1" + more).doesNotContain(SOUTH);
            assertThat(ofSouth).as(address + "2" + more).doesNotContain(NORTH);
          }
          asked.add(path.getKey());
        }
      }
    }
    assertThat(asked).hasSizeGreaterThan(4);
    assertThat(api("/api/v1/reports/orders?shop=1").toString()).contains("NORD-1", "Insa");
    assertThat(api("/api/v1/reports/orders?shop=2").toString()).contains("SUED-1", "Jana");
    assertThat(api("/api/v1/reports/people?metric=buyers&shop=2").toString()).contains("Jana");
  }

  @Test
  void theSameIdInTwoShopsIsTwoPeopleAndTwoOrders() {
    assertThat(profileOf("insa@example.org")).isNotEqualTo(profileOf("jana@example.org"));

    send(
        south,
        "track",
        """
        "userId":"4711","event":"Order Refunded","properties":{"order_id":"NORD-1","total":24.5}""");

    JsonNode order = api("/api/v1/reports/orders?shop=1").get("items").get(0);
    assertThat(order.get("externalId").asString()).isEqualTo("NORD-1");
    assertThat(order.get("refunded").get("amount").asString()).isEqualTo("0");
  }

  @Test
  void whatHappensInOneShopStartsNoFlowOfAnother() {
    for (JsonNode flow : api("/api/v1/flows").get("items")) {
      if (flow.get("key").asString().equals("abandoned_cart")) {
        withKey().post("/api/v1/flows/" + flow.get("id").asString() + "/activation", Map.of());
      }
    }
    send(
        south,
        "track",
        """
        "userId":"4711","event":"Product Added",
        "properties":{"product_id":"p1","name":"Darjeeling First Flush","price":12.5}""");
    consumers.awaitCaughtUp();

    for (JsonNode flow : api("/api/v1/flows").get("items")) {
      if (flow.get("key").asString().equals("abandoned_cart")) {
        JsonNode people = api("/api/v1/flows/" + flow.get("id").asString() + "/people");
        assertThat(people.get("items"))
            .as("people in the flow of shop " + flow.get("shopId"))
            .hasSize(flow.get("shopId").asInt() == 2 ? 1 : 0);
      }
    }
  }

  @Test
  void aFormOfOneShopIsNoneOfAnother() {
    withKey().post("/api/v1/forms", Map.of("shopId", 1, "key", "sommerfest"));

    assertThat(new Browser(port).get("/f/1/sommerfest").status()).isEqualTo(200);
    assertThat(new Browser(port).get("/f/2/sommerfest").status()).isEqualTo(404);
    assertThat(new Browser(port).get("/f/2/newsletter").body())
        .contains("Südwind")
        .doesNotContain("Nordlicht");
  }

  @Test
  void aMailOfOneShopNamesNoOther() throws Exception {
    Map<String, Object> mail = Map.of("to", "mara@example.org", "shopId", 2);
    String id = withKey().post("/api/v1/test-mails", mail).json().get("messageId").asString();
    String source = sourceOf(id);

    assertThat(source)
        .contains("From: =?utf-8?", "<moin@suedwind.example>", id + "@suedwind.example")
        .doesNotContain("nordlicht", "Nordlicht");
  }

  @Test
  void theLookOfOneShopIsNotAnothers() {
    withKey().send("PUT", "/api/v1/templates/brand?shopId=2", Map.of("color", "#AA3300"));

    assertThat(api("/api/v1/templates/brand?shopId=2").get("color").asString())
        .isEqualTo("#AA3300");
    assertThat(api("/api/v1/templates/brand?shopId=1").get("color").asString())
        .isNotEqualTo("#AA3300");
    assertThat(new Browser(port).get("/f/1/newsletter").body()).doesNotContain("#AA3300");
  }

  private void customer(Shop shop, String name, String email, String order, String product) {
    send(
        shop,
        "identify",
        """
        "userId":"4711","traits":{"firstName":"%s","email":"%s"}"""
            .formatted(name, email));
    send(
        shop,
        "track",
        """
        "messageId":"%s","userId":"4711","event":"Order Completed","properties":{"order_id":"%s",
        "total":24.5,"currency":"EUR","products":[{"product_id":"p1","name":"%s","price":24.5}]}"""
            .formatted(order, order, product));
  }

  private void send(Shop shop, String type, String fields) {
    String body =
        "{\"writeKey\":\"%s\",\"timestamp\":\"%s\",%s}"
            .formatted(shop.writeKey(), TestClock.START.minusSeconds(60), fields);
    assertThat(new Browser(port).sendText("POST", "/v1/" + type, body).status()).isEqualTo(200);
  }

  private String profileOf(String email) {
    return api("/api/v1/profiles?email=" + email).get("items").get(0).get("id").asString();
  }

  private String sourceOf(String message) throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      for (JsonNode mail : api("/api/v1/sandbox/mailbox").get("items")) {
        if (mail.toString().contains(message)) {
          return api("/api/v1/sandbox/mailbox/" + mail.get("id").asString()).toString();
        }
      }
      Thread.sleep(25);
    }
    throw new AssertionError("the mail did not leave");
  }

  private JsonNode api(String path) {
    Browser.Answer answer = withKey().get(path);
    assertThat(answer.status()).as(path).isEqualTo(200);
    return answer.json();
  }

  private Browser withKey() {
    return new Browser(port).with("Authorization", "Bearer " + KEY);
  }

  private static Shop suedwind() {
    return TestShops.with(
        new Shop(
            0,
            "Teehaus Südwind",
            "EUR",
            TestShops.nordlicht().timeZone(),
            TestShops.nordlicht().locale(),
            "https://suedwind.example",
            new Sender(null, null, null),
            TestShops.nordlicht().impressum(),
            "",
            Shop.Rules.DEFAULT),
        new Sender("Teehaus Südwind", "moin@suedwind.example", null),
        new Impressum(
            "Teehaus Südwind GmbH",
            "Marktplatz 3",
            "79098 Freiburg",
            "Deutschland",
            "Jana Weber",
            "moin@suedwind.example",
            null,
            null,
            null));
  }
}
