package io.kundig.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.events.Consumers;
import io.kundig.ingest.Ingest.Outcome;
import io.kundig.orders.Carts;
import io.kundig.orders.Orders;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.support.KundigTest;
import io.kundig.support.TestClock;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@KundigTest
class IngestTests {

  private static final int SHOP = 1;
  private static final Instant NOW = TestClock.START;

  private final Ingest ingest;
  private final Profiles profiles;
  private final Orders orders;
  private final Carts carts;
  private final Consumers consumers;
  private final JdbcClient jdbc;

  IngestTests(
      Ingest ingest,
      Profiles profiles,
      Orders orders,
      Carts carts,
      Consumers consumers,
      JdbcClient jdbc) {
    this.ingest = ingest;
    this.profiles = profiles;
    this.orders = orders;
    this.carts = carts;
    this.consumers = consumers;
    this.jdbc = jdbc;
  }

  @Test
  void whatAVisitorDidBelongsToTheCustomerTheyTurnOutToBe() {
    accept(track("v1", anonymous("b-1"), "Viewed Product", "{\"product_id\":\"k1\"}"));
    ProfileId jonas =
        accepted(
            identify("i1", List.of(user("jonas"), email("jonas@example.org"), anonymous("b-1"))));
    ProfileId later = accepted(track("v2", anonymous("b-1"), "Viewed Product", "{}"));

    assertThat(later).isEqualTo(jonas);
    assertThat(metrics(jonas)).containsExactly("Viewed Product", "Viewed Product");
    assertThat(profiles.find(List.of(jonas)).get(jonas))
        .extracting(Profiles.Profile::email)
        .isEqualTo("jonas@example.org");
  }

  @Test
  void theSameMessageIsTakenOnce() {
    Fact fact = track("same", anonymous("b-2"), "Viewed Product", "{}");
    assertThat(ingest.accept(List.of(fact, fact)))
        .hasExactlyElementsOfTypes(Outcome.Accepted.class, Outcome.Duplicate.class);
    assertThat(ingest.accept(List.of(fact))).containsExactly(new Outcome.Duplicate());
  }

  @Test
  void anOrderFillsTheCartTheOrderAndTheLog() {
    Identifier friederike = email("friederike@example.org");
    accept(
        track(
            "c1",
            friederike,
            "Added to Cart",
            "{\"product_id\":\"k1\",\"name\":\"Kaffee Hafen\",\"price\":12.5,\"quantity\":2}"));
    ProfileId id = profiles.byIdentifier(friederike).orElseThrow();
    assertThat(carts.open(List.of(id)).get(id))
        .extracting(cart -> cart.items().size())
        .isEqualTo(1);

    accept(
        track(
            "o1",
            friederike,
            "Placed Order",
            """
            {"order_id":"1001","total":29.9,"currency":"EUR","products":[
              {"product_id":"k1","name":"Kaffee Hafen","price":12.5,"quantity":2}]}
            """));

    assertThat(carts.open(List.of(id))).isEmpty();
    assertThat(orders.lastOrders(List.of(id)).get(id))
        .extracting(Orders.LastOrder::orderId)
        .isEqualTo("1001");
    assertThat(
            jdbc.sql("select total from orders.orders where external_id = '1001'")
                .query(BigDecimal.class)
                .single())
        .isEqualByComparingTo("29.90");
    assertThat(metrics(id)).containsExactly("Added to Cart", "Ordered Product", "Placed Order");
    consumers.awaitCaughtUp();
    assertThat(
            jdbc.sql("select title from catalog.product where product_id = 'k1'")
                .query(String.class)
                .single())
        .isEqualTo("Kaffee Hafen");
  }

  @Test
  void aFactTheDatabaseRefusesIsSetAsideAndTheOthersStay() {
    List<Outcome> outcomes =
        ingest.accept(
            List.of(
                track("p1", anonymous("b-3"), "Viewed Product", "{}"),
                track("p2", anonymous("b-3"), "Viewed Product", "{\"n\":1e200000}"),
                track("p3", anonymous("b-3"), "Viewed Product", "{\"a\\u0000b\":1}"),
                track("p4", anonymous("b-3"), "Viewed Product", "{}")));

    assertThat(outcomes.get(1)).isEqualTo(new Outcome.Dropped(Ingest.DropReason.POISON));
    assertThat(outcomes.get(2)).isEqualTo(new Outcome.Dropped(Ingest.DropReason.POISON));
    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Accepted.class);
    assertThat(outcomes.get(3)).isInstanceOf(Outcome.Accepted.class);
    assertThat(jdbc.sql("select count(*) from ingest.set_aside").query(Integer.class).single())
        .isEqualTo(2);
  }

  private void accept(Fact fact) {
    accepted(fact);
  }

  private ProfileId accepted(Fact fact) {
    return ((Outcome.Accepted) ingest.accept(List.of(fact)).getFirst()).profileId();
  }

  private List<String> metrics(ProfileId id) {
    return jdbc.sql(
            """
            select m.name from events.event e join events.metric m using (metric_id)
            where profile_id = :id order by m.name
            """)
        .param("id", id.value())
        .query(String.class)
        .list();
  }

  private static Fact track(@Nullable String message, Identifier who, String metric, String json) {
    return new Fact.Track(
        SHOP,
        message,
        List.of(who),
        NOW,
        metric,
        (ObjectNode)
            JsonMapper.shared()
                .rebuild()
                .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build()
                .readTree(json),
        Map.of(),
        Fact.Trust.PUBLIC);
  }

  private static Fact identify(String message, List<Identifier> who) {
    return new Fact.Identify(SHOP, message, who, NOW, Map.of(), Fact.Trust.PUBLIC);
  }

  private static Identifier anonymous(String id) {
    return new Identifier.AnonymousId(SHOP, id);
  }

  private static Identifier user(String id) {
    return new Identifier.UserId(SHOP, id);
  }

  private static Identifier email(String address) {
    return new Identifier.Email(address);
  }
}
