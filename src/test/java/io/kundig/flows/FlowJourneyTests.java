package io.kundig.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Purpose;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.platform.AllDueWork;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.shared.Invalid;
import io.kundig.support.KundigTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// People's ways through the two flows, from the fact that lets them in to the message asked for.
@KundigTest
class FlowJourneyTests {

  private static final int SHOP = 1;

  private final Ingest ingest;
  private final Flows flows;
  private final FlowStore store;
  private final AllDueWork work;
  private final Shops shops;
  private final JdbcClient jdbc;
  private final KundigClock clock;

  private final Identifier.Email friederike =
      new Identifier.Email("friederike-" + UUID.randomUUID() + "@harms.example");

  FlowJourneyTests(
      Ingest ingest,
      Flows flows,
      FlowStore store,
      AllDueWork work,
      Shops shops,
      JdbcClient jdbc,
      KundigClock clock) {
    this.ingest = ingest;
    this.flows = flows;
    this.store = store;
    this.work = work;
    this.shops = shops;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @BeforeEach
  void turnOnBothFlows() {
    shops.update(TestShops.nordlicht());
    flows.activate(SHOP, "welcome");
    flows.activate(SHOP, "abandoned_cart");
  }

  @Test
  void aNewSubscriberIsWelcomedAtOnceAndAgainTheNextDay() {
    subscribe();
    assertThat(messages()).containsExactly("welcome-1 intended");

    pass(Duration.ofHours(23));
    assertThat(messages()).hasSize(1);

    pass(Duration.ofHours(1));
    assertThat(messages()).containsExactly("welcome-1 intended", "welcome-2 intended");
    assertThat(runs()).containsExactly("welcome done");
  }

  @Test
  void theWelcomeComesOnceHoweverOftenSomebodySubscribes() {
    subscribe();
    pass(Duration.ofDays(3));
    subscribe();
    pass(Duration.ofDays(3));

    assertThat(messages()).hasSize(2);
  }

  @Test
  void theCartMailCountsFromTheLastThingPutIn() {
    subscribeBefore(Duration.ofDays(10));
    addToCart("Hafenkante Espresso 500 g");
    pass(Duration.ofMinutes(50));
    addToCart("Elbstrand Filter 250 g");
    pass(Duration.ofMinutes(59));
    assertThat(cartMessages()).isEmpty();

    pass(Duration.ofMinutes(1));
    assertThat(cartMessages()).containsExactly("cart-1 intended");

    pass(Duration.ofHours(24));
    assertThat(cartMessages()).containsExactly("cart-1 intended", "cart-2 intended");
    assertThat(runs()).contains("abandoned_cart done");
  }

  @Test
  void anOrderEndsTheCartFlow() {
    subscribeBefore(Duration.ofDays(10));
    addToCart("Hafenkante Espresso 500 g");
    pass(Duration.ofMinutes(30));
    order("N-" + UUID.randomUUID());
    pass(Duration.ofDays(3));

    assertThat(cartMessages()).isEmpty();
    assertThat(runs()).contains("abandoned_cart exited converted");
  }

  @Test
  void anOrderThatArrivesBeforeItsCartStillEndsTheFlow() {
    subscribeBefore(Duration.ofDays(10));
    Instant inCart = clock.instant();
    pass(Duration.ofMinutes(5));
    order("N-" + UUID.randomUUID());
    addToCart("Hafenkante Espresso 500 g", inCart);
    pass(Duration.ofDays(3));

    assertThat(cartMessages()).isEmpty();
    assertThat(runs()).anyMatch(run -> run.startsWith("abandoned_cart exited"));
  }

  @Test
  void whoeverEmptiesTheCartIsNotReminded() {
    subscribeBefore(Duration.ofDays(10));
    addToCart("Hafenkante Espresso 500 g");
    pass(Duration.ofMinutes(10));
    track("Removed from Cart", product("Hafenkante Espresso 500 g"), clock.instant());
    pass(Duration.ofDays(3));

    assertThat(cartMessages()).isEmpty();
    assertThat(runs()).contains("abandoned_cart exited cart_empty");
  }

  @Test
  void somebodyWithoutConsentGetsNothingAndTheReasonIsKept() {
    addToCart("Hafenkante Espresso 500 g");
    pass(Duration.ofDays(3));

    assertThat(cartMessages())
        .containsExactly("cart-1 skipped no_consent", "cart-2 skipped no_consent");
  }

  @Test
  void theLogTellsWhoEntersAndLeavesAndWhy() {
    subscribe();
    assertThat(told()).containsExactly("Entered Flow Willkommen");
    pass(Duration.ofDays(2));
    addToCart("Hafenkante Espresso 500 g");
    order("N-" + UUID.randomUUID());
    assertThat(told())
        .containsExactly(
            "Entered Flow Willkommen",
            "Left Flow Willkommen done",
            "Entered Flow Warenkorb-Abbrecher",
            "Left Flow Warenkorb-Abbrecher exited converted");
  }

  @Test
  void runsFromBeforeAreToldOnceAlsoIfTheyEndMeanwhile() {
    subscribeBefore(Duration.ofDays(10));
    addToCart("Hafenkante Espresso 500 g");
    List<String> before = told();
    jdbc.sql(
            """
            delete from events.event e using events.metric m
            where m.metric_id = e.metric_id and m.name in ('Entered Flow', 'Left Flow')
            """)
        .update();
    jdbc.sql("delete from events.taken").update();
    jdbc.sql("update flows.flow_run set told = false").update();
    order("N-" + UUID.randomUUID());
    work.settle();

    assertThat(told()).containsAll(before).hasSize(before.size() + 1);
    assertThat(told()).contains("Left Flow Warenkorb-Abbrecher exited converted");
    work.settle();
    assertThat(told()).hasSize(before.size() + 1);
    assertThat(runs()).as("history lets nobody in again").hasSize(2);
  }

  /// Metric, flow, outcome and reason, in the order of the log.
  private List<String> told() {
    return jdbc.sql(
            """
            select trim(concat_ws(' ', m.name, e.properties ->> 'flow', e.properties ->> 'outcome',
              e.properties ->> 'reason'))
            from events.event e join events.metric m using (metric_id)
            join profiles.identifier_owner o using (profile_id)
            where o.ident = :ident and m.name in ('Entered Flow', 'Left Flow')
            order by e.txid, e.seq
            """)
        .param("ident", friederike.key())
        .query(String.class)
        .list();
  }

  @Test
  void historyLetsNobodyIn() {
    subscribeBefore(Duration.ofDays(10));
    track(
        "Added to Cart",
        product("Hafenkante Espresso 500 g").put("$backfill", true),
        clock.instant());
    addToCart("Elbstrand Filter 250 g", clock.instant().minus(Duration.ofDays(2)));
    pass(Duration.ofDays(3));

    assertThat(runs()).noneMatch(run -> run.startsWith("abandoned_cart"));
  }

  @Test
  void theSameCartIsNotChasedAgainWithinAWeek() {
    subscribeBefore(Duration.ofDays(10));
    addToCart("Hafenkante Espresso 500 g");
    pass(Duration.ofDays(3));
    addToCart("Elbstrand Filter 250 g");
    pass(Duration.ofDays(3));
    assertThat(cartMessages()).hasSize(2);

    pass(Duration.ofDays(2));
    addToCart("Handmühle Kajüte");
    pass(Duration.ofDays(3));
    assertThat(cartMessages()).hasSize(4);
  }

  @Test
  void aPausedFlowHoldsPeopleAndGoesOnWhereItStood() {
    subscribeBefore(Duration.ofDays(10));
    addToCart("Hafenkante Espresso 500 g");
    pass(Duration.ofMinutes(30));
    flows.pause(cartFlow());
    pass(Duration.ofDays(4));
    assertThat(cartMessages()).isEmpty();

    flows.activate(cartFlow());
    pass(Duration.ofMinutes(29));
    assertThat(cartMessages()).isEmpty();
    pass(Duration.ofMinutes(1));
    assertThat(cartMessages()).containsExactly("cart-1 intended");
  }

  @Test
  void whatShouldHaveHappenedLongAgoIsNotMadeUpFor() {
    subscribeBefore(Duration.ofDays(10));
    addToCart("Hafenkante Espresso 500 g");
    clock.tick(Duration.ofDays(30));
    work.settle();

    assertThat(cartMessages()).isEmpty();
    assertThat(runs()).contains("abandoned_cart exited too_late");
  }

  @Test
  void aClockThatJumpsAheadMakesUpForNothingAndHoldsNobody() {
    subscribeBefore(Duration.ofDays(10));
    addToCart("Hafenkante Espresso 500 g");
    clock.tick(Duration.ofDays(3));
    work.settle();
    assertThat(cartMessages()).isEmpty();

    pass(Duration.ofDays(8));
    addToCart("Hafenkante Espresso 500 g");
    pass(Duration.ofDays(2));
    assertThat(cartMessages()).containsExactly("cart-1 intended", "cart-2 intended");
  }

  @Test
  void aClockThatGoesBackSendsNothingTwiceAndHoldsNobody() {
    subscribeBefore(Duration.ofDays(10));
    addToCart("Hafenkante Espresso 500 g");
    pass(Duration.ofMinutes(30));
    goBack(Duration.ofHours(1));
    pass(Duration.ofMinutes(89));
    assertThat(cartMessages()).isEmpty();

    pass(Duration.ofMinutes(1));
    assertThat(cartMessages()).containsExactly("cart-1 intended");

    goBack(Duration.ofHours(1));
    pass(Duration.ofHours(25));
    assertThat(cartMessages()).containsExactly("cart-1 intended", "cart-2 intended");
    assertThat(runs()).contains("abandoned_cart done");
  }

  private void goBack(Duration by) {
    clock.setBackTo(clock.instant().minus(by));
    work.settle();
  }

  @Test
  void peopleFinishOnTheVersionTheyEntered() {
    subscribeBefore(Duration.ofDays(10));
    addToCart("Hafenkante Espresso 500 g");
    Flow cart = flows.get(cartFlow());
    Definition slower =
        DefinitionJson.parse(
            DefinitionJson.write(cart.definition()).toString().replace("PT1H", "PT5H"));
    flows.publish(cart.id(), slower);
    pass(Duration.ofHours(1));

    assertThat(cartMessages()).containsExactly("cart-1 intended");
    flows.publish(cart.id(), cart.definition());
  }

  @Test
  void aFlowWithATemplateThatDoesNotExistIsNotPublished() {
    Flow cart = flows.get(cartFlow());

    assertThatThrownBy(() -> flows.publish(cart.id(), withUnknownTemplate(cart)))
        .isInstanceOfSatisfying(
            Invalid.class, e -> assertThat(e.field()).isEqualTo("steps[3].templateKey"))
        .hasMessageContaining("Step cart-2")
        .hasMessageContaining("cart-99");
    assertThat(flows.get(cart.id())).isEqualTo(cart);
  }

  @Test
  void aFlowWithATemplateThatDoesNotExistIsNotTurnedOn() {
    Flow cart = flows.get(cartFlow());
    flows.pause(cart.id());
    store.publish(cart.id(), withUnknownTemplate(cart), clock.instant());

    assertThatThrownBy(() -> flows.activate(cart.id()))
        .isInstanceOf(Invalid.class)
        .hasMessageContaining("cart-99");
    assertThat(flows.get(cart.id()).state()).isEqualTo(Flow.State.PAUSED);

    flows.publish(cart.id(), cart.definition());
    assertThat(flows.activate(cart.id()).state()).isEqualTo(Flow.State.LIVE);
  }

  private static Definition withUnknownTemplate(Flow cart) {
    String json = DefinitionJson.write(cart.definition()).toString();
    return DefinitionJson.parse(
        json.replace("\"templateKey\":\"cart-2\"", "\"templateKey\":\"cart-99\""));
  }

  private void subscribeBefore(Duration ago) {
    subscribe();
    pass(ago);
  }

  private void subscribe() {
    Instant now = clock.instant();
    ingest.accept(
        List.of(
            new Fact.Consent(
                SHOP,
                UUID.randomUUID().toString(),
                List.of(friederike),
                now,
                List.of(
                    new ConsentChange(
                        new ProfileId(new UUID(0, 0)),
                        ChannelKind.EMAIL,
                        Purpose.MARKETING,
                        ConsentChange.State.SUBSCRIBED,
                        ConsentChange.Method.DOUBLE_OPT_IN,
                        now,
                        "form:footer",
                        "Ja, ich möchte den Newsletter.",
                        "192.0.2.7",
                        null)),
                Map.of())));
    work.settle();
  }

  private void addToCart(String title) {
    addToCart(title, clock.instant());
  }

  private void addToCart(String title, Instant at) {
    track("Added to Cart", product(title), at);
  }

  private static ObjectNode product(String title) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("ProductID", title)
        .put("ProductName", title)
        .put("Price", 14.9)
        .put("Quantity", 1)
        .put("currency", "EUR");
  }

  private void order(String orderId) {
    ObjectNode properties =
        JsonMapper.shared()
            .createObjectNode()
            .put("OrderId", orderId)
            .put("$value", 43.2)
            .put("currency", "EUR");
    track("Placed Order", properties, clock.instant());
  }

  private void track(String metric, ObjectNode properties, Instant at) {
    ingest.accept(
        List.of(
            new Fact.Track(
                SHOP,
                UUID.randomUUID().toString(),
                List.of(friederike),
                at,
                metric,
                properties,
                Map.of(),
                Fact.Trust.PROVEN)));
    work.settle();
  }

  /// Lets time pass the way the sandbox clock does: from one due moment to the next.
  private void pass(Duration duration) {
    Instant target = clock.instant().plus(duration);
    Optional<Instant> next = work.nextUntil(target);
    while (next.isPresent()) {
      clock.advanceTo(next.get());
      work.settle();
      next = work.nextUntil(target);
    }
    clock.advanceTo(target);
    work.settle();
  }

  private UUID cartFlow() {
    return flows.all().stream()
        .filter(flow -> flow.key().equals("abandoned_cart"))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private List<String> cartMessages() {
    return messages().stream().filter(message -> message.startsWith("cart")).toList();
  }

  /// What was asked for, in order: step, whether it was to be sent, and if not why.
  private List<String> messages() {
    return jdbc.sql(
            """
            select concat_ws(' ', m.origin_step, case m.state when 'skipped' then 'skipped' else 'intended' end,
              case m.state when 'skipped' then m.reason end)
            from messaging.message m
            join profiles.identifier_owner o on o.profile_id = m.profile_id
            where o.ident = :ident order by m.planned_at, m.origin_step
            """)
        .param("ident", friederike.key())
        .query(String.class)
        .list();
  }

  private List<String> runs() {
    return jdbc.sql(
            """
            select concat_ws(' ', f.key, r.state, r.exit_reason)
            from flows.flow_run r join flows.flow f on f.flow_id = r.flow_id
            join profiles.identifier_owner o on o.profile_id = r.profile_id
            where o.ident = :ident order by r.entered_at
            """)
        .param("ident", friederike.key())
        .query(String.class)
        .list();
  }
}
