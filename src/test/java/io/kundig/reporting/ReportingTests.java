package io.kundig.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.HistoryWatcher;
import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Purpose;
import io.kundig.events.Consumers;
import io.kundig.events.Event;
import io.kundig.events.EventLog;
import io.kundig.flows.FlowFigures;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.shared.Ids;
import io.kundig.shared.Money;
import io.kundig.support.KundigTest;
import io.kundig.support.TestClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@KundigTest
class ReportingTests {

  private static final Instant NOW = TestClock.START;
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

  private final Ingest ingest;
  private final EventLog log;
  private final Consumers consumers;
  private final Shops shops;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final DayStatistics days;
  private final HistoryWatcher watcher;
  private final StartQueries start;
  private final FlowFigureQueries figures;
  private final OrderQueries orders;
  private final PeopleQueries people;

  private final UUID flow = UUID.randomUUID();
  private final Identifier.Email friederike = new Identifier.Email("friederike@harms.example");
  private final Identifier.Email jonas = new Identifier.Email("jonas@petersen.example");

  private Shop shop = TestShops.nordlicht();
  private Period period = new Period(TODAY.minusDays(29), TODAY, shop.timeZone());

  ReportingTests(
      Ingest ingest,
      EventLog log,
      Consumers consumers,
      Shops shops,
      JdbcClient jdbc,
      TransactionTemplate transaction,
      DayStatistics days,
      HistoryWatcher watcher,
      StartQueries start,
      FlowFigureQueries figures,
      OrderQueries orders,
      PeopleQueries people) {
    this.ingest = ingest;
    this.log = log;
    this.consumers = consumers;
    this.shops = shops;
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.days = days;
    this.watcher = watcher;
    this.start = start;
    this.figures = figures;
    this.orders = orders;
    this.people = people;
  }

  @BeforeEach
  void openTheShop() {
    shop = shops.update(TestShops.nordlicht());
    period = new Period(TODAY.minusDays(29), TODAY, shop.timeZone());
    jdbc.sql(
            """
            insert into flows.flow (flow_id, shop_id, key, name, state, version, created_at)
            values (:id, 1, :key, '{"de":"Warenkorb","en":"Cart"}', 'live', 1, :now)
            """)
        .param("id", flow)
        .param("key", "flow-" + flow)
        .param("now", NOW.atOffset(ZoneOffset.UTC))
        .update();
  }

  @AfterEach
  void closeIt() {
    jdbc.sql(
            """
            truncate reporting.attribution, reporting.unsubscribe, messaging.message, orders.orders, orders.buyer,
              orders.order_owner, orders.refund, flows.flow, ingest.set_aside, reporting.calendar cascade
            """)
        .update();
  }

  @Test
  void anOrderIsOwedToTheLastClickOrOpenBeforeIt() {
    ProfileId person = order(friederike, "1", hours(-100), "10.00");
    UUID first = message(person, "cart-1", hours(-6));
    UUID second = message(person, "cart-2", hours(-4));
    touch("Clicked Email", person, first, hours(-5), false);
    touch("Opened Email", person, second, hours(-3), false);
    touch("Clicked Email", person, first, hours(-1), false);
    order(friederike, "2", hours(-2), "43.20");

    OrderQueries.OrderRow credited = attributed().getFirst();
    assertThat(attributed()).hasSize(1);
    assertThat(credited.externalId()).isEqualTo("2");
    assertThat(credited.attribution()).isNotNull();
    assertThat(credited.attribution().messageId()).isEqualTo(second);
    assertThat(credited.attribution().touch()).isEqualTo("open");
    assertThat(credited.attribution().minutesAfter()).isEqualTo(60);
    assertThat(credited.attribution().step()).isEqualTo("cart-2");
  }

  @Test
  void aTouchCountsForFiveTimesTwentyFourHoursAndNotASecondLonger() {
    ProfileId person = order(friederike, "1", hours(-200), "10.00");
    UUID mail = message(person, "cart-1", hours(-125));
    touch("Clicked Email", person, mail, hours(-120).minusSeconds(1), false);
    order(friederike, "too-late", hours(0), "20.00");
    assertThat(attributed()).isEmpty();

    touch("Clicked Email", person, mail, hours(-119), false);
    order(friederike, "in-time", hours(1), "30.00");
    assertThat(attributed())
        .extracting(OrderQueries.OrderRow::externalId)
        .containsExactly("in-time");
  }

  @Test
  void botsAndTransactionalMailsEarnNothing() {
    ProfileId person = order(friederike, "1", hours(-100), "10.00");
    UUID mail = message(person, "cart-1", hours(-6));
    touch("Clicked Email", person, mail, hours(-5), true);
    UUID confirmation = message(person, "doi", hours(-6));
    jdbc.sql("update messaging.message set kind = 'transactional' where message_id = :id")
        .param("id", confirmation)
        .update();
    touch("Clicked Email", person, confirmation, hours(-5), false);
    order(friederike, "2", hours(-2), "43.20");

    assertThat(attributed()).isEmpty();
  }

  @Test
  void moneyIsNetOfRefundsAndCancellations() {
    ProfileId person = order(friederike, "0", hours(-300), "10.00");
    UUID mail = message(person, "cart-1", hours(-6));
    touch("Clicked Email", person, mail, hours(-5), false);
    order(friederike, "kept", hours(-4), "100.00");
    order(friederike, "partly", hours(-3), "50.00");
    refund(friederike, "partly", hours(-1), "20.00");
    order(friederike, "gone", hours(-2), "999.00");
    track(friederike, "Cancelled Order", properties("gone"), hours(-1));

    Dashboard.Headline stats = dashboard().stats();
    assertThat(amount(stats.revenue().value())).isEqualByComparingTo("140.00");
    assertThat(amount(stats.attributed().value())).isEqualByComparingTo("130.00");
    assertThat(amount(stats.revenuePerRecipient().value())).isEqualByComparingTo("130.00");
    assertThat(stats.orders().value()).isEqualTo(3);
    assertThat(amount(stats.averageOrder().value())).isEqualByComparingTo("46.67");

    FlowFigures.Figures earned = figures.flows(1, period.from(), period.to()).get(flow);
    assertThat(earned).isNotNull();
    assertThat(earned.recipients()).isEqualTo(1);
    assertThat(earned.clicks()).isEqualTo(1);
    assertThat(earned.orders()).isEqualTo(2);
    assertThat(earned.revenue().amount()).isEqualByComparingTo("130.00");

    FlowFigures.StepFigures step = figures.steps(flow, period.from(), period.to()).get("cart-1");
    assertThat(step).isNotNull();
    assertThat(step.revenue().amount()).isEqualByComparingTo("130.00");
  }

  @Test
  void whoGotTwoMailsIsOneRecipientAndWhoIsNotMeasuredCountsForNoRate() {
    ProfileId friend = order(friederike, "1", hours(-300), "10.00");
    ProfileId other = order(jonas, "2", hours(-300), "10.00");
    UUID first = message(friend, "cart-1", hours(-6));
    message(friend, "cart-2", hours(-4));
    UUID unmeasured = message(other, "cart-1", hours(-6));
    jdbc.sql(
            """
            update messaging.message set decision = jsonb_set(decision, '{checks,0,facts,granted}', 'false')
            where message_id = :id
            """)
        .param("id", unmeasured)
        .update();
    touch("Clicked Email", friend, first, hours(-5), false);
    order(friederike, "3", hours(-2), "40.00");

    FlowFigures.Figures earned = figures.flows(1, period.from(), period.to()).get(flow);
    assertThat(earned).isNotNull();
    assertThat(earned.recipients()).isEqualTo(2);
    assertThat(earned.clicks()).isEqualTo(1);
    assertThat(earned.clickRate()).isEqualTo(1.0);
    assertThat(earned.openRate()).isZero();
    assertThat(amount(earned.revenuePerRecipient())).isEqualByComparingTo("20.00");
    assertThat(dashboard().stats().recipients().value()).isEqualTo(2);
    assertThat(people.find(shop, period, PeopleQueries.Metric.RECIPIENTS, flow, null, 10).items())
        .hasSize(2);
  }

  @Test
  void theSeriesHasEveryDayAndAddsUpToTheTotal() {
    order(friederike, "1", hours(-30), "10.00");
    order(jonas, "2", hours(-700), "5.50");
    order(jonas, "before", hours(-24 * 32), "7.00");

    List<Dashboard.Day> days = dashboard().series();
    assertThat(days).hasSize(30);
    assertThat(days.getFirst().day()).isEqualTo(period.from());
    assertThat(days.getLast().day()).isEqualTo(TODAY);
    assertThat(sum(days, Dashboard.Day::revenue)).isEqualByComparingTo("15.50");
    assertThat(sum(days, Dashboard.Day::previousRevenue)).isEqualByComparingTo("7.00");
    assertThat(amount(dashboard().stats().revenue().previous())).isEqualByComparingTo("7.00");
  }

  @Test
  void aDayEndsAtTheShopsMidnight() {
    order(friederike, "1", Instant.parse("2026-03-01T22:59:59Z"), "1.00");
    order(friederike, "2", Instant.parse("2026-03-01T23:00:00Z"), "2.00");

    Map<LocalDate, BigDecimal> days =
        dashboard().series().stream()
            .collect(java.util.stream.Collectors.toMap(Dashboard.Day::day, Dashboard.Day::revenue));
    assertThat(days.get(TODAY.minusDays(1))).isEqualByComparingTo("1.00");
    assertThat(days.get(TODAY)).isEqualByComparingTo("2.00");
  }

  @Test
  void whoBoughtTwiceIsARepeatCustomer() {
    order(friederike, "1", hours(-24 * 60), "10.00");
    order(friederike, "2", hours(-5), "30.00");
    order(jonas, "3", hours(-4), "20.00");

    Dashboard.Headline stats = dashboard().stats();
    assertThat(stats.repeatRate().value()).isEqualTo(0.5);
    assertThat(stats.repeatRate().previous()).isEqualTo(0.0);
    assertThat(stats.newCustomers().value()).isEqualTo(1);
    assertThat(stats.customers().value()).isEqualTo(2);
    assertThat(amount(stats.clv().value())).isEqualByComparingTo("30.00");
    assertThat(found(PeopleQueries.Metric.REPEAT)).containsExactly("friederike@harms.example");
    assertThat(found(PeopleQueries.Metric.NEW)).containsExactly("jonas@petersen.example");
    assertThat(found(PeopleQueries.Metric.BUYERS)).hasSize(2);
  }

  @Test
  void aShopWithoutAnythingHasNoRatesAndNoComplaints() {
    Dashboard.Headline stats = dashboard().stats();

    assertThat(stats.repeatRate().value()).isNull();
    assertThat(stats.revenuePerRecipient().value()).isNull();
    assertThat(stats.averageOrder().value()).isNull();
    assertThat(start.attention(shop, NOW)).isEmpty();
    assertThat(start.recent(shop, NOW)).isEmpty();
  }

  @Test
  void theOrdersBehindANumberComeInPages() {
    for (int i = 0; i < 5; i++) {
      order(friederike, "N-" + i, hours(-i), "1.00");
    }
    track(friederike, "Cancelled Order", properties("N-4"), hours(1));

    var first = orders.find(shop, period, null, null, null, null, 3);
    var second = orders.find(shop, period, null, null, null, first.next(), 3);

    assertThat(first.items())
        .extracting(OrderQueries.OrderRow::externalId)
        .containsExactly("N-0", "N-1", "N-2");
    assertThat(second.items())
        .extracting(OrderQueries.OrderRow::externalId)
        .containsExactly("N-3", "N-4");
    assertThat(second.next()).isNull();
    assertThat(second.total()).isNull();
    assertThat(total(first).orders()).isEqualTo(4);
    assertThat(total(first).cancelled()).isEqualTo(1);
    assertThat(total(first).net().amount()).isEqualByComparingTo("4.00");
  }

  @Test
  void whoUnsubscribedCountsForTheFlowWhoseMailWasUsed() {
    ProfileId person = order(friederike, "1", hours(-100), "10.00");
    UUID mail = message(person, "cart-1", hours(-6));
    touch("Unsubscribed from Email Marketing", person, mail, hours(-1), false);

    FlowFigures.Figures earned = figures.flows(1, period.from(), period.to()).get(flow);
    assertThat(earned).isNotNull();
    assertThat(earned.unsubscribes()).isEqualTo(1);
    assertThat(found(PeopleQueries.Metric.UNSUBSCRIBED))
        .containsExactly("friederike@harms.example");
    assertThat(start.recent(shop, NOW)).extracting(Dashboard.Recent::kind).contains("unsubscribes");
  }

  @Test
  void whoSignedUpIsCountedInTheShopTheySignedUpIn() {
    Shop elsewhere = shops.add(shop);
    signUp(friederike, shop, hours(-3));
    signUp(jonas, elsewhere, hours(-2));

    assertThat(start.recent(shop, NOW))
        .containsExactly(new Dashboard.Recent("signups", hours(-3), Map.of("count", 1)));
    assertThat(start.recent(elsewhere, NOW))
        .containsExactly(new Dashboard.Recent("signups", hours(-2), Map.of("count", 1)));
  }

  @Test
  void aShopWithoutASenderAsksForALook() {
    Shop unfinished =
        shops.update(TestShops.with(shop, new Shop.Sender(" ", null, null), shop.impressum()));

    assertThat(start.attention(unfinished, NOW))
        .containsExactly(
            new Dashboard.Attention("sender_missing", Map.of("missing", List.of("name", "email"))));
  }

  @Test
  void whatIsInDoubtAsksForALook() {
    ProfileId person = order(friederike, "1", hours(-1), "10.00");
    UUID mail = message(person, "cart-1", hours(-6));
    jdbc.sql(
            "update messaging.message set state = 'in_doubt', doubt_since = sent_at where message_id = :id")
        .param("id", mail)
        .update();

    assertThat(start.attention(shop, NOW))
        .extracting(Dashboard.Attention::kind)
        .containsExactly("in_doubt");
  }

  @Test
  void whatWasSetAsideAsksForALook() {
    jdbc.sql(
            """
            insert into ingest.set_aside (id, shop_id, set_aside_at, reason, body)
            values (:here, 1, :now, 'too wide', '{}'), (:elsewhere, 2, :now, 'too wide', '{}')
            """)
        .param("here", UUID.randomUUID())
        .param("elsewhere", UUID.randomUUID())
        .param("now", NOW.atOffset(ZoneOffset.UTC))
        .update();

    assertThat(start.attention(shop, NOW))
        .containsExactly(new Dashboard.Attention("set_aside", Map.of("count", 1)));
  }

  private PeriodFigures dashboard() {
    return new PeriodFigures(
        shop.currency(), period, days.until(shop, period.to(), period.previous().from()));
  }

  private static OrderQueries.OrderTotal total(OrderQueries.FoundOrders found) {
    assertThat(found.total()).isNotNull();
    return found.total();
  }

  private static Instant hours(int hours) {
    return NOW.plus(Duration.ofHours(hours));
  }

  private static BigDecimal amount(@org.jspecify.annotations.Nullable Money money) {
    assertThat(money).isNotNull();
    return money.amount();
  }

  private static BigDecimal sum(
      List<Dashboard.Day> days, java.util.function.Function<Dashboard.Day, BigDecimal> value) {
    return days.stream().map(value).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private List<OrderQueries.OrderRow> attributed() {
    return orders.find(shop, period, null, null, true, null, 50).items();
  }

  private List<String> found(PeopleQueries.Metric metric) {
    return people.find(shop, period, metric, null, null, 50).items().stream()
        .map(row -> String.valueOf(row.email()))
        .toList();
  }

  private void signUp(Identifier who, Shop where, Instant at) {
    ConsentChange change =
        new ConsentChange(
            new ProfileId(new UUID(0, 0)),
            ChannelKind.EMAIL,
            Purpose.MARKETING,
            ConsentChange.State.SUBSCRIBED,
            ConsentChange.Method.DOUBLE_OPT_IN,
            at,
            "form:footer",
            "Ja, ich möchte den Newsletter.",
            null,
            null);
    ingest.accept(
        List.of(
            new Fact.Consent(
                where.id(),
                UUID.randomUUID().toString(),
                List.of(who),
                at,
                List.of(change),
                Map.of())));
  }

  private ProfileId order(Identifier who, String orderId, Instant at, String total) {
    return track(who, "Placed Order", properties(orderId).put("$value", new BigDecimal(total)), at);
  }

  private void refund(Identifier who, String orderId, Instant at, String amount) {
    track(who, "Refunded Order", properties(orderId).put("$value", new BigDecimal(amount)), at);
  }

  private static ObjectNode properties(String orderId) {
    return JsonMapper.shared().createObjectNode().put("OrderId", orderId).put("currency", "EUR");
  }

  private ProfileId track(Identifier who, String metric, ObjectNode properties, Instant at) {
    Ingest.Outcome outcome =
        ingest
            .accept(
                List.of(
                    new Fact.Track(
                        1,
                        UUID.randomUUID().toString(),
                        List.of(who),
                        at,
                        metric,
                        properties,
                        Map.of(),
                        Fact.Trust.PROVEN)))
            .getFirst();
    consumers.awaitCaughtUp();
    return ((Ingest.Outcome.Accepted) outcome).profileId();
  }

  /// A mail of the flow that has left.
  private UUID message(ProfileId person, String step, Instant sentAt) {
    UUID id = UUID.randomUUID();
    jdbc.sql(
            """
            insert into messaging.message (profile_id, message_id, shop_id, channel, kind, origin_kind, origin_id,
              origin_step, template_key, state, decision, planned_at, sent_at)
            values (:person, :id, 1, 'email', 'marketing', 'flow', :flow, :step, :step, 'handed_over',
              '{"checks":[{"code":"tracking_consent","result":"pass","facts":{"granted":true}}]}', :at, :at)
            """)
        .param("person", person.value())
        .param("id", id)
        .param("flow", flow)
        .param("step", step)
        .param("at", sentAt.atOffset(ZoneOffset.UTC))
        .update();
    watcher.changed(1, HistoryWatcher.Facts.MESSAGES, List.of(sentAt));
    return id;
  }

  private void touch(String metric, ProfileId person, UUID message, Instant at, boolean bot) {
    ObjectNode properties =
        JsonMapper.shared().createObjectNode().put("messageId", message.toString());
    if (bot) {
      properties.put("$bot", true);
    }
    transaction.executeWithoutResult(
        status ->
            log.append(List.of(new Event(Ids.random(at), person, 1, metric, at, properties))));
    consumers.awaitCaughtUp();
  }
}
