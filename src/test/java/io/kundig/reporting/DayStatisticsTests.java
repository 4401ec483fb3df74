package io.kundig.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.HistoryWatcher;
import io.kundig.accounts.HistoryWatcher.Facts;
import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.events.Consumers;
import io.kundig.events.Event;
import io.kundig.events.EventLog;
import io.kundig.flows.FlowFigures;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.Erasures;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.MergeParticipant;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.ProfilesMerged;
import io.kundig.shared.Ids;
import io.kundig.support.KundigTest;
import io.kundig.support.TestClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Whatever happens to the facts, the kept days and the changed ones come to what the facts come
/// to.
@KundigTest
class DayStatisticsTests {

  private static final Instant NOW = TestClock.START;
  private static final int STEPS = 220;
  private static final int PEOPLE = 12;
  private static final int HISTORY_HOURS = 24 * 90;
  private static final List<ZoneId> ZONES =
      List.of(ZoneId.of("Europe/Berlin"), ZoneId.of("Asia/Kolkata"), ZoneId.of("America/New_York"));

  private final Ingest ingest;
  private final EventLog log;
  private final Consumers consumers;
  private final Shops shops;
  private final JdbcClient jdbc;
  private final KundigClock clock;
  private final TransactionTemplate transaction;
  private final DayStatistics statistics;
  private final FlowFigureQueries figures;
  private final OrderQueries orders;
  private final HistoryWatcher watcher;
  private final Erasures erasures;
  private final ObjectProvider<MergeParticipant> participants;
  private final DirectDashboard direct;

  private final List<UUID> flows = List.of(UUID.randomUUID(), UUID.randomUUID());
  private final List<Sent> messages = new ArrayList<>();
  private Random random = new Random(1);
  private Shop shop = TestShops.nordlicht();

  private record Sent(Identifier who, ProfileId person, UUID id, Instant at) {}

  DayStatisticsTests(
      Ingest ingest,
      EventLog log,
      Consumers consumers,
      Shops shops,
      JdbcClient jdbc,
      KundigClock clock,
      TransactionTemplate transaction,
      DayStatistics statistics,
      FlowFigureQueries figures,
      OrderQueries orders,
      HistoryWatcher watcher,
      Erasures erasures,
      ObjectProvider<MergeParticipant> participants) {
    this.ingest = ingest;
    this.log = log;
    this.consumers = consumers;
    this.shops = shops;
    this.jdbc = jdbc;
    this.clock = clock;
    this.transaction = transaction;
    this.statistics = statistics;
    this.figures = figures;
    this.orders = orders;
    this.watcher = watcher;
    this.erasures = erasures;
    this.participants = participants;
    this.direct = new DirectDashboard(jdbc);
  }

  @BeforeEach
  void openTheShop() {
    jdbc.sql(
            """
            truncate reporting.attribution, reporting.unsubscribe, reporting.calendar, reporting.changed_hour,
              reporting.person, messaging.message, orders.orders, orders.buyer, orders.order_owner, orders.refund
            """)
        .update();
    shop = shops.update(TestShops.nordlicht());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keptDaysAndChangedOnesComeToWhatTheFactsComeTo(long seed) {
    random = new Random(seed);
    for (int step = 1; step <= STEPS; step++) {
      happen(seed);
      if (random.nextInt(8) == 0) {
        workOut();
      }
      if (random.nextInt(11) == 0 || step == STEPS) {
        compare();
      }
    }
    while (workOut()) {}
    assertThat(changedHours()).isZero();
    assertThat(keptDays()).isPositive();
    compare();
  }

  private void happen(long seed) {
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> track(seed, "Placed Order", aMoment());
      case 6, 7 -> track(seed, "Refunded Order", NOW);
      case 8 -> track(seed, "Cancelled Order", NOW);
      case 9, 10, 11, 12 -> send(seed);
      case 13, 14, 15 -> touch();
      case 16 -> merge();
      case 17 -> erase();
      case 18 -> changeShop();
      default -> clock.tick(Duration.ofHours(random.nextInt(30)));
    }
  }

  private void changeShop() {
    switch (random.nextInt(4)) {
      case 0 -> shop = shops.update(with(shop, ZONES.get(random.nextInt(3)), shop.currency()));
      case 1 -> shop = shops.update(with(shop, shop.timeZone(), oneOf("EUR", "USD")));
      case 2 -> statistics.rebuild(shop);
      default -> {}
    }
  }

  private static Shop with(Shop shop, ZoneId zone, String currency) {
    return new Shop(
        shop.id(),
        shop.name(),
        currency,
        zone,
        shop.locale(),
        shop.url(),
        shop.sender(),
        shop.impressum(),
        shop.writeKey(),
        shop.rules());
  }

  private boolean workOut() {
    try {
      return statistics.workOut(shop);
    } catch (ConcurrencyFailureException e) {
      return true;
    }
  }

  private void compare() {
    consumers.awaitCaughtUp();
    LocalDate today = LocalDate.ofInstant(clock.instant(), shop.timeZone());
    LocalDate to = today.minusDays(random.nextInt(60));
    Period period = new Period(to.minusDays(random.nextInt(70)), to, shop.timeZone());
    PeriodFigures kept =
        new PeriodFigures(
            shop.currency(), period, statistics.until(shop, to, period.previous().from()));
    same(kept.stats(), direct.stats(shop, period));
    same(kept.series(), direct.series(shop, period));
    same(kept.ordersInOtherCurrencies(), direct.ordersInOtherCurrencies(shop, period));
    Map<UUID, FlowFigures.Figures> flowsByFacts = direct.flows(shop, period);
    same(figures.flows(shop.id(), period.from(), period.to()), flowsByFacts);
    same(listed(period, null, null), direct.orders(shop, period, null));
    same(listed(period, null, true), direct.orders(shop, period, true));
    same(listed(period, null, false), direct.orders(shop, period, false));
    for (UUID flow : flows) {
      FlowFigures.Figures figures = flowsByFacts.get(flow);
      assertThat(listed(period, flow, null).orders())
          .isEqualTo(figures == null ? 0 : figures.orders());
    }
  }

  /// The sums above the list, which has as many rows.
  private OrderQueries.OrderTotal listed(
      Period period,
      @org.jspecify.annotations.Nullable UUID flow,
      @org.jspecify.annotations.Nullable Boolean attributed) {
    OrderQueries.FoundOrders found = orders.find(shop, period, flow, null, attributed, null, 1_000);
    assertThat(found.total()).isNotNull();
    assertThat(found.items()).hasSize(found.total().orders() + found.total().cancelled());
    assertThat(found.items())
        .extracting(OrderQueries.OrderRow::placedAt)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    return found.total();
  }

  private void same(@org.jspecify.annotations.Nullable Object kept, Object facts) {
    assertThat(kept)
        .usingRecursiveComparison()
        .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
        .isEqualTo(facts);
  }

  @Test
  void whatChangesOnADayThatIsWorkedOutIsSeenAtOnce() {
    track(person(1), "Placed Order", NOW.minus(Duration.ofDays(3)), "10.00", "late-1", "EUR");
    while (workOut()) {}
    assertThat(revenue()).isEqualByComparingTo("10.00");
    int days = keptDays();

    track(person(2), "Placed Order", NOW.minus(Duration.ofDays(3)), "5.00", "late-2", "EUR");
    track(person(1), "Refunded Order", NOW, "4.00", "late-1", "EUR");

    assertThat(revenue()).isEqualByComparingTo("11.00");
    while (workOut()) {}
    assertThat(revenue()).isEqualByComparingTo("11.00");
    assertThat(keptDays()).isEqualTo(days);
    assertThat(changedHours()).isZero();
  }

  /// Reads what is kept: a fact that nobody told of is not in it.
  @Test
  void daysThatAreWorkedOutAreNotReadFromTheFactsAgain() {
    track(person(1), "Placed Order", NOW.minus(Duration.ofDays(3)), "10.00", "kept-1", "EUR");
    while (workOut()) {}

    jdbc.sql("update orders.orders set base_net = 99").update();
    assertThat(revenue()).isEqualByComparingTo("10.00");

    statistics.rebuild(shop);
    assertThat(revenue()).isEqualByComparingTo("99.00");
    while (workOut()) {}
    assertThat(revenue()).isEqualByComparingTo("99.00");
  }

  @Test
  void aChangeThatCommitsAfterItsDayWasWorkedOutIsNotForgotten() {
    track(person(1), "Placed Order", NOW.minus(Duration.ofDays(3)), "10.00", "open-1", "EUR");
    while (workOut()) {}

    transaction.executeWithoutResult(
        _ -> {
          jdbc.sql("update orders.orders set base_net = 7").update();
          watcher.changed(shop.id(), Facts.ORDERS, List.of(NOW.minus(Duration.ofDays(3))));
          Thread other = Thread.ofPlatform().start(this::changeTheSameDayAndWorkItOut);
          try {
            other.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });

    assertThat(revenue()).isEqualByComparingTo("7.00");
    while (workOut()) {}
    assertThat(revenue()).isEqualByComparingTo("7.00");
  }

  private void changeTheSameDayAndWorkItOut() {
    watcher.changed(shop.id(), Facts.ORDERS, List.of(NOW.minus(Duration.ofDays(3))));
    while (workOut()) {}
    assertThat(changedHours()).isZero();
  }

  private BigDecimal revenue() {
    LocalDate today = LocalDate.ofInstant(NOW, shop.timeZone());
    return statistics.until(shop, today, today).stream()
        .map(day -> day.placed().revenue())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private int changedHours() {
    return jdbc.sql("select count(*) from reporting.changed_hour").query(Integer.class).single();
  }

  private int keptDays() {
    return jdbc.sql("select count(*) from reporting.day").query(Integer.class).single();
  }

  private Identifier person(long seed) {
    return new Identifier.Email("person-" + seed + "-" + random.nextInt(PEOPLE) + "@example.de");
  }

  private Instant aMoment() {
    return clock.instant().minus(Duration.ofMinutes(random.nextInt(HISTORY_HOURS * 60)));
  }

  private String currency() {
    return oneOf("EUR", "USD");
  }

  private String oneOf(String often, String seldom) {
    return random.nextInt(5) == 0 ? seldom : often;
  }

  private void track(long seed, String metric, Instant at) {
    String amount = random.nextInt(1, 90) + ".50";
    track(person(seed), metric, at, amount, "N-" + seed + "-" + random.nextInt(60), currency());
  }

  private ProfileId track(
      Identifier who, String metric, Instant at, String amount, String order, String currency) {
    ObjectNode properties =
        JsonMapper.shared()
            .createObjectNode()
            .put("OrderId", order)
            .put("currency", currency)
            .put("$value", new BigDecimal(amount));
    Fact.Track fact =
        new Fact.Track(
            1,
            UUID.randomUUID().toString(),
            List.of(who),
            at,
            metric,
            properties,
            Map.of(),
            Fact.Trust.PROVEN);
    return ((Ingest.Outcome.Accepted) ingest.accept(List.of(fact)).getFirst()).profileId();
  }

  private List<ProfileId> people() {
    return jdbc
        .sql("select profile_id from profiles.profile where merged_into is null order by 1")
        .query(UUID.class)
        .list()
        .stream()
        .map(ProfileId::new)
        .toList();
  }

  private void send(long seed) {
    Identifier who = person(seed);
    ProfileId person = track(who, "Viewed Product", clock.instant(), "1.00", "-", "EUR");
    Sent sent = new Sent(who, person, UUID.randomUUID(), aMoment());
    transaction.executeWithoutResult(
        _ -> {
          insert(sent);
          watcher.changed(shop.id(), Facts.MESSAGES, List.of(sent.at));
        });
    messages.add(sent);
  }

  private void insert(Sent sent) {
    jdbc.sql(
            """
            insert into messaging.message (profile_id, message_id, shop_id, channel, kind, origin_kind, origin_id,
              origin_step, template_key, state, decision, planned_at, sent_at)
            values (:person, :id, 1, 'email', 'marketing', :origin, :flow, 'one', 'one', 'handed_over',
              cast(:decision as jsonb), :at, :at)
            """)
        .param("person", sent.person.value())
        .param("id", sent.id)
        .param("origin", oneOf("flow", "campaign"))
        .param("flow", flows.get(random.nextInt(2)))
        .param(
            "decision",
            """
            {"checks":[{"code":"tracking_consent","result":"pass","facts":{"granted":%s}}]}
            """
                .formatted(oneOf("true", "false")))
        .param("at", sent.at.atOffset(ZoneOffset.UTC))
        .update();
  }

  private void touch() {
    if (messages.isEmpty()) {
      return;
    }
    Sent sent = messages.get(random.nextInt(messages.size()));
    Instant at = sent.at.plus(Duration.ofHours(1));
    ObjectNode properties =
        JsonMapper.shared().createObjectNode().put("messageId", sent.id.toString());
    transaction.executeWithoutResult(
        _ ->
            log.append(
                List.of(
                    new Event(
                        Ids.random(at),
                        sent.person,
                        1,
                        oneOf("Opened Email", "Clicked Email"),
                        at,
                        properties))));
    consumers.awaitCaughtUp();
    Instant bought = at.plus(Duration.ofHours(random.nextInt(40)));
    track(sent.who, "Placed Order", bought, "20.00", "T-" + sent.id, currency());
  }

  private void merge() {
    List<ProfileId> all = people();
    if (all.size() < 4) {
      return;
    }
    ProfileId from = all.get(random.nextInt(all.size()));
    ProfileId into = all.get(random.nextInt(all.size()));
    if (!from.equals(into)) {
      consumers.awaitCaughtUp();
      List<ProfilesMerged> merges = List.of(new ProfilesMerged(from, into, NOW));
      transaction.executeWithoutResult(
          _ -> participants.orderedStream().forEach(participant -> participant.move(merges)));
    }
  }

  private void erase() {
    List<ProfileId> all = people();
    if (!all.isEmpty()) {
      erasures.erase(all.get(random.nextInt(all.size())));
    }
  }
}
