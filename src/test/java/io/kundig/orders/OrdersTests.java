package io.kundig.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.HistoryWatcher;
import io.kundig.profiles.NobodyWatches;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.ProfilesMerged;
import io.kundig.shared.Ids;
import io.kundig.support.TestDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrdersTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final int SHOP = 1;
  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");

  private final ProfileId friederike = new ProfileId(Ids.random(MONDAY));
  private final ProfileId jonas = new ProfileId(Ids.random(MONDAY));
  private final Set<Instant> told = new TreeSet<>();
  private final OrderStore store = new OrderStore(database.jdbc());
  private final OrderWriter writer = new OrderWriter(database.jdbc(), database.dataSource());
  private final Valuations valuations =
      new Valuations(new ExchangeRateStore(database.jdbc()), _ -> Optional.empty());
  private final Orders orders =
      new Orders(store, writer, valuations, this::changed, new NobodyWatches());
  private final OrdersFollowMerges merges =
      new OrdersFollowMerges(database.jdbc(), store, writer, this::changed);

  private void changed(int shopId, HistoryWatcher.Facts facts, Collection<Instant> at) {
    assertThat(facts).isEqualTo(HistoryWatcher.Facts.ORDERS);
    told.addAll(at);
  }

  @BeforeEach
  void empty() {
    database
        .jdbc()
        .sql("truncate orders.order_owner, orders.orders, orders.line, orders.refund, orders.buyer")
        .update();
  }

  @Test
  void aRefundThatComesBeforeItsOrderIsNotLost() {
    apply(refund(jonas, "10042", 2, "r1", "12.50"));
    assertThat(status("10042")).isEqualTo("unplaced");
    assertThat(lastOrder(friederike)).isNull();

    apply(placed(friederike, "10042", 1, "84.20"));

    assertThat(status("10042")).isEqualTo("partially_refunded");
    assertThat(net("10042")).isEqualByComparingTo("71.70");
    assertThat(owner("10042")).isEqualTo(friederike);
    assertThat(revenue(friederike)).isEqualByComparingTo("71.70");
    assertThat(rowsOf(jonas)).isZero();
  }

  @Test
  void aRecordOfTheShopReplacesWhatFactsSaidAndTakesItBack() {
    apply(
        placed(friederike, "10042", 1, "84.20"),
        refund(friederike, "10042", 2, "r1", "12.50"),
        new OrderChange.Cancelled(friederike, SHOP, "10042", MONDAY));

    apply(recorded(jonas, "10042", true, MONDAY, "50.00"));

    assertThat(status("10042")).isEqualTo("placed");
    assertThat(net("10042")).isEqualByComparingTo("50.00");
    assertThat(owner("10042")).isEqualTo(jonas);
    assertThat(rowsOf(friederike)).isZero();
    assertThat(revenue(jonas)).isEqualByComparingTo("50.00");
    assertThat(revenue(friederike)).isEqualByComparingTo("0");

    apply(refund(jonas, "10042", 3, "r2", "5.00"), placed(friederike, "10042", 9, "1.00"));
    assertThat(net("10042")).as("facts of others").isEqualByComparingTo("50.00");
  }

  @Test
  void anOrderThatIsNotPlacedAnyMoreCountsNowhereAndItsHourIsToldOf() {
    apply(recorded(friederike, "10042", true, MONDAY, "50.00"));
    told.clear();
    apply(recorded(friederike, "10042", true, null, "50.00"));
    assertThat(status("10042")).isEqualTo("unplaced");
    assertThat(revenue(friederike)).isEqualByComparingTo("0");
    assertThat(told).containsExactly(MONDAY);

    apply(recorded(friederike, "10042", true, MONDAY, "50.00"));
    told.clear();
    database
        .transactions()
        .executeWithoutResult(
            _ -> orders.withdraw(SHOP, List.of("10042", "unknown"), MONDAY.plusSeconds(9)));
    assertThat(status("10042")).isEqualTo("cancelled");
    assertThat(revenue(friederike)).isEqualByComparingTo("0");
    assertThat(told).containsExactly(MONDAY);
  }

  @Test
  void aRecordThatNamesNobodyLeavesTheOrderWithItsOwner() {
    apply(recorded(friederike, "10042", true, MONDAY, "50.00"));
    apply(recorded(jonas, "10042", false, MONDAY, "60.00"));
    assertThat(owner("10042")).isEqualTo(friederike);
    assertThat(revenue(friederike)).isEqualByComparingTo("60.00");
  }

  private static OrderChange.Recorded recorded(
      ProfileId person, String number, boolean named, @Nullable Instant placedAt, String total) {
    return new OrderChange.Recorded(
        person,
        SHOP,
        number,
        MONDAY,
        named,
        placedAt,
        null,
        null,
        "EUR",
        null,
        new BigDecimal(total),
        null,
        null,
        null,
        null,
        List.of(),
        List.of());
  }

  @Test
  void aRefundInTotalAddsOnlyWhatIsMissing() {
    apply(placed(friederike, "10042", 1, "84.20"), refund(friederike, "10042", 2, "r1", "12.50"));

    apply(refundedInTotal(friederike, "10042", 5, "12.50"));
    assertThat(net("10042")).isEqualByComparingTo("71.70");
    apply(refundedInTotal(friederike, "10042", 6, "10"));
    assertThat(net("10042")).isEqualByComparingTo("71.70");
    apply(refundedInTotal(friederike, "10042", 7, "20"));
    assertThat(net("10042")).isEqualByComparingTo("64.20");

    apply(refund(friederike, "10042", 8, "r2", "4.20"));
    assertThat(net("10042")).as("refunded after it").isEqualByComparingTo("60.00");
    apply(refundedInTotal(friederike, "10042", 9, "20.00"));
    assertThat(net("10042")).as("the old total once more").isEqualByComparingTo("60.00");
    assertThat(status("10042")).isEqualTo("partially_refunded");
    assertFiguresAreSums();
  }

  @Test
  void aRefundThatIsInTheTotalAlreadyMayComeAfterIt() {
    apply(
        placed(friederike, "10042", 1, "84.20"),
        refundedInTotal(friederike, "10042", 5, "12.50"),
        refund(friederike, "10042", 2, "r1", "12.50"));

    assertThat(net("10042")).isEqualByComparingTo("71.70");
  }

  @Test
  void aCreditNoteAndTheRefundItIsOfCountOnceInWhateverOrder() {
    List<OrderChange> facts =
        List.of(
            placed(friederike, "10042", 1, "84.20"),
            refund(friederike, "10042", 2, "re_1", "10"),
            credited(friederike, "10042", days(2), "G-17", "10.00"),
            credited(friederike, "10042", days(2) + 1, "G-18", "10"),
            credited(friederike, "10042", days(2), "G-19", "9"),
            credited(friederike, "10042", days(4), "G-20", "10"));
    for (int i = 0; i < 20; i++) {
      List<OrderChange> shuffled = new ArrayList<>(facts);
      Collections.shuffle(shuffled, new Random(i));
      empty();
      shuffled.forEach(this::apply);
      assertThat(net("10042")).as("%s", i).isEqualByComparingTo("45.20");
      assertFiguresAreSums();
    }
  }

  private static int days(int days) {
    return days * 24 * 60;
  }

  @Test
  void whatTheShopReportsOfARefundGoesBeforeTheBooks() {
    apply(
        placed(friederike, "10042", 1, "84.20"),
        credited(friederike, "10042", 9, "r1", "10"),
        refund(friederike, "10042", 2, "r1", "12"),
        refund(friederike, "10042", 3, "r2", "10"));

    assertThat(net("10042")).isEqualByComparingTo("62.20");
  }

  @Test
  void anOrderStaysWithWhoPlacedItFirst() {
    apply(placed(friederike, "10042", 1, "84.20"));
    apply(placed(jonas, "10042", 0, "84.20"));
    apply(new OrderChange.Cancelled(jonas, SHOP, "10042", at(3)));

    assertThat(owner("10042")).isEqualTo(friederike);
    assertThat(status("10042")).isEqualTo("cancelled");
    assertThat(net("10042")).isZero();
    assertThat(revenue(friederike)).isZero();
    assertThat(lastOrder(friederike)).isNull();
  }

  @Test
  void theSameNumberInAnotherShopIsAnotherOrder() {
    apply(placed(friederike, "10042", 1, "84.20"));
    apply(
        new OrderChange.Placed(
            jonas, 2, "10042", at(1), "CHF", dec("9"), null, null, null, null, List.of()));

    assertThat(lastOrder(friederike)).isEqualTo(new Orders.LastOrder("10042", at(1)));
    assertThat(lastOrder(jonas)).isEqualTo(new Orders.LastOrder("10042", at(1)));
  }

  @Test
  void theLastOrderIsTheNewestThatWasNotCancelled() {
    apply(placed(friederike, "1", 1, "10"), placed(friederike, "2", 2, "10"));
    apply(new OrderChange.Cancelled(friederike, SHOP, "2", at(3)));

    assertThat(lastOrder(friederike)).isEqualTo(new Orders.LastOrder("1", at(1)));
  }

  @Test
  void anAbsurdlyLongOrderNumberIsStillOneOrder() {
    String number = "9".repeat(20_000);
    apply(placed(friederike, number, 1, "10"));
    apply(placed(friederike, number, 1, "10"));

    assertThat(revenue(friederike)).isEqualByComparingTo("10");
    assertThat(status(number)).isEqualTo("placed");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyOrderAndRepetitionOfFactsEndsInTheSameState(long seed) {
    Random random = new Random(seed);
    List<OrderChange> facts = new ArrayList<>();
    List<String> numbers = List.of("A", "B", "C", "D");
    for (String number : numbers) {
      ProfileId placer = random.nextBoolean() ? friederike : jonas;
      for (int i = random.nextInt(7); i >= 0; i--) {
        facts.add(randomFact(random, number, placer));
      }
    }
    List<OrderChange> twice = new ArrayList<>(facts);
    for (int i = 0; i < facts.size() / 2; i++) {
      twice.add(facts.get(random.nextInt(facts.size())));
    }
    Collections.shuffle(twice, random);
    for (int i = 0; i < twice.size(); ) {
      int end = Math.min(twice.size(), i + 1 + random.nextInt(4));
      apply(twice.subList(i, end).toArray(OrderChange[]::new));
      i = end;
    }

    for (String number : numbers) {
      ReferenceOrder expected =
          ReferenceOrder.of(facts.stream().filter(f -> f.orderId().equals(number)).toList());
      assertThat(status(number)).as(number).isEqualTo(expected.status());
      assertThat(net(number)).as(number).isEqualByComparingTo(expected.net());
      assertThat(titles(number)).as(number).isEqualTo(expected.titles());
      if (expected.owner() != null) {
        assertThat(owner(number)).as(number).isEqualTo(expected.owner());
      }
    }
    assertFiguresAreSums();
  }

  @Test
  void ordersMoveWithAMergeAndLaterFactsFindThem() {
    apply(
        placed(friederike, "1", 1, "10"),
        placed(jonas, "2", 2, "20"),
        refund(jonas, "2", 3, "r", "5"),
        refundedInTotal(jonas, "2", 3, "5"));
    var merged = List.of(new ProfilesMerged(jonas, friederike, at(4)));
    database.transactions().executeWithoutResult(t -> merges.move(merged));
    database.transactions().executeWithoutResult(t -> merges.move(merged));
    apply(refund(jonas, "2", 5, "r2", "15"));

    assertThat(rowsOf(jonas)).isZero();
    assertThat(owner("2")).isEqualTo(friederike);
    assertThat(status("2")).isEqualTo("refunded");
    assertThat(revenue(friederike)).isEqualByComparingTo("10");
    assertThat(lastOrder(friederike)).isEqualTo(new Orders.LastOrder("2", at(2)));
    assertFiguresAreSums();
  }

  @Test
  void lanesThatWriteTheSameOrdersAtOnceLoseNothing() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> lanes = new ArrayList<>();
      for (int lane = 0; lane < 4; lane++) {
        Random random = new Random(lane);
        String refund = "r" + lane;
        lanes.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 40; i++) {
                    String number = "N" + random.nextInt(10);
                    String mine = "own-" + refund + i;
                    apply(
                        placed(friederike, number, 1, "100"),
                        refund(friederike, number, 2, refund + number, "1"),
                        placed(friederike, mine, 1, "7"));
                  }
                }));
      }
      for (Future<?> lane : lanes) {
        lane.get();
      }
    }
    assertFiguresAreSums();
    int orders = single("select orders from orders.buyer", Integer.class);
    assertThat(orders).isBetween(161, 170);
  }

  private OrderChange randomFact(Random random, String number, ProfileId placer) {
    ProfileId anybody = random.nextBoolean() ? friederike : jonas;
    int minute = random.nextInt(5);
    return switch (random.nextInt(10)) {
      case 0 -> new OrderChange.Cancelled(anybody, SHOP, number, at(minute));
      case 1 -> new OrderChange.Fulfilled(anybody, SHOP, number, at(minute));
      case 2 -> refund(anybody, number, minute, "r" + random.nextInt(3), null);
      case 3, 4 ->
          refund(anybody, number, minute, "r" + random.nextInt(3), "" + random.nextInt(60));
      case 5, 6 -> refundedInTotal(anybody, number, minute, "" + random.nextInt(60));
      default -> placed(placer, number, minute, "" + (40 + random.nextInt(3)));
    };
  }

  private static OrderChange.Placed placed(
      ProfileId profile, String number, int minute, String total) {
    OrderChange.Line line =
        new OrderChange.Line(
            "nordlicht",
            "NL-250",
            "Nordlicht Espresso " + total,
            "250 g",
            null,
            dec("2"),
            dec(total).divide(dec("2")),
            null,
            null);
    return new OrderChange.Placed(
        profile,
        SHOP,
        number,
        at(minute),
        "EUR",
        dec(total),
        null,
        null,
        null,
        null,
        List.of(line));
  }

  private static OrderChange.Refunded refund(
      ProfileId profile, String number, int minute, String id, @Nullable String amount) {
    return new OrderChange.Refunded(
        profile, SHOP, number, at(minute), id, amount == null ? null : dec(amount), "EUR");
  }

  private static OrderChange.RefundedInTotal refundedInTotal(
      ProfileId profile, String number, int minute, String amount) {
    return new OrderChange.RefundedInTotal(profile, SHOP, number, at(minute), dec(amount));
  }

  private static OrderChange.Credited credited(
      ProfileId profile, String number, int minute, String id, String amount) {
    return new OrderChange.Credited(profile, SHOP, number, at(minute), id, dec(amount));
  }

  private void apply(OrderChange... facts) {
    database.transactions().executeWithoutResult(t -> orders.apply(List.of(facts)));
  }

  private void assertFiguresAreSums() {
    List<Map<String, Object>> stored =
        database
            .jdbc()
            .sql(
                """
                select profile_id, orders, revenue + 0.00 as revenue, refunded + 0.00 as refunded
                from orders.buyer where (orders, revenue, refunded) <> (0, 0, 0)
                order by profile_id
                """)
            .query()
            .listOfRows();
    List<Map<String, Object>> summed =
        database
            .jdbc()
            .sql(
                """
                select profile_id, (count(*) filter (where cancelled_at is null))::int as orders,
                  sum(net) + 0.00 as revenue, sum(refunded) + 0.00 as refunded
                from orders.orders where placed_at is not null
                group by profile_id
                having (count(*) filter (where cancelled_at is null), sum(refunded)) <> (0, 0)
                order by profile_id
                """)
            .query()
            .listOfRows();
    assertThat(stored).isEqualTo(summed);
  }

  private Orders.@Nullable LastOrder lastOrder(ProfileId profile) {
    return orders.lastOrders(List.of(profile)).get(profile);
  }

  private BigDecimal revenue(ProfileId profile) {
    return database
        .jdbc()
        .sql("select coalesce(sum(revenue), 0) from orders.buyer where profile_id = :id")
        .param("id", profile.value())
        .query(BigDecimal.class)
        .single();
  }

  private int rowsOf(ProfileId profile) {
    return database
        .jdbc()
        .sql(
            """
            select (select count(*) from orders.orders where profile_id = :id)
              + (select count(*) from orders.line where profile_id = :id)
              + (select count(*) from orders.refund where profile_id = :id)
              + (select count(*) from orders.order_owner where profile_id = :id)
              + (select count(*) from orders.buyer where profile_id = :id and orders > 0)
            """)
        .param("id", profile.value())
        .query(Integer.class)
        .single();
  }

  private String status(String number) {
    return of(number, "o.status", String.class);
  }

  private BigDecimal net(String number) {
    return of(number, "o.net", BigDecimal.class);
  }

  private ProfileId owner(String number) {
    return new ProfileId(of(number, "w.profile_id", java.util.UUID.class));
  }

  private List<String> titles(String number) {
    return database
        .jdbc()
        .sql(
            """
            select l.title from orders.orders o join orders.line l using (profile_id, order_id)
            where o.external_id = :number order by l.line_no
            """)
        .param("number", number)
        .query(String.class)
        .list();
  }

  private <T> T of(String number, String column, Class<T> type) {
    return database
        .jdbc()
        .sql(
            """
            select %s from orders.orders o
            join orders.order_owner w on w.ref = :ref and w.profile_id = o.profile_id
            where o.order_id = :id
            """
                .formatted(column))
        .param("ref", OrderRef.of(SHOP, number).key())
        .param("id", OrderRef.of(SHOP, number).id())
        .query(type)
        .single();
  }

  private <T> T single(String sql, Class<T> type) {
    return database.jdbc().sql(sql).query(type).single();
  }

  private static Instant at(int minute) {
    return MONDAY.plus(Duration.ofMinutes(minute));
  }

  private static BigDecimal dec(String number) {
    return new BigDecimal(number);
  }
}
