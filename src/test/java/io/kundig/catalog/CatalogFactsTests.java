package io.kundig.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.catalog.CatalogFact.Kind;
import io.kundig.catalog.RecordedProduct.Variant;
import io.kundig.platform.KundigClock;
import io.kundig.support.TestDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogFactsTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
  private static final UUID FEED = UUID.fromString("01980000-0000-7000-8000-000000000001");

  private final KundigClock clock = KundigClock.standingAt(MONDAY);
  private final ChangeStore store = new ChangeStore(database.jdbc());
  private final Changes changes = new Changes(store, clock);
  private final Catalog catalog =
      new Catalog(
          new ProductStore(database.jdbc()), new RecordStore(database.jdbc()), changes, store);

  @BeforeEach
  void empty() {
    database
        .jdbc()
        .sql(
            """
            truncate catalog.product, catalog.variant, catalog.offer, catalog.change, catalog.fact,
              catalog.rule
            """)
        .update();
  }

  @Test
  void whatIsNewInTheCatalogueIsNoFact() {
    shop("12.00", null, "0");
    assertThat(facts()).isEmpty();
    assertThat(changes()).isZero();
  }

  @Test
  void aPriceThatDropsIsToldOnceWhoeverTellsIt() {
    shop("12.00", null, "9");
    clock.tick(Duration.ofHours(2));
    shop("12.00", "9.90", "9");
    shop("12.00", "9.90", "9");
    feed("9.90", null, "9");

    assertThat(facts()).hasSize(1);
    CatalogFact drop = facts().getFirst();
    assertThat(drop.kind()).isEqualTo(Kind.PRICE_DROP);
    assertThat(drop.was()).isEqualByComparingTo("12.00");
    assertThat(drop.now()).as("the sale price").isEqualByComparingTo("9.90");
    assertThat(drop.lowest()).isEqualByComparingTo("12.00");
    assertThat(drop.currency()).isEqualTo("EUR");
  }

  @Test
  void aPriceThatRoseAndFellWithinTheHourDidNotDrop() {
    shop("10.00", null, "9");
    clock.tick(Duration.ofHours(2));
    shop("12.00", null, "9");
    clock.tick(Duration.ofMinutes(50));
    shop("10.00", null, "9");
    assertThat(facts()).isEmpty();

    clock.tick(Duration.ofMinutes(1));
    shop("12.00", null, "9");
    clock.tick(Duration.ofMinutes(30));
    shop("9.00", null, "9");
    assertThat(facts()).hasSize(1);
    assertThat(facts().getFirst().was()).as("what it cost before").isEqualByComparingTo("10.00");
  }

  @Test
  void aPriceThatStoodForMoreThanAnHourDroppedAndTheLowestOfTheMonthIsNamed() {
    shop("8.00", null, "9");
    clock.tick(Duration.ofDays(3));
    shop("12.00", null, "9");
    clock.tick(Duration.ofMinutes(61));
    shop("10.00", null, "9");
    assertThat(facts()).hasSize(1);
    assertThat(facts().getFirst().was()).isEqualByComparingTo("12.00");
    assertThat(facts().getFirst().lowest()).isEqualByComparingTo("8.00");

    clock.tick(Duration.ofDays(40));
    shop("9.00", null, "9");
    assertThat(facts().getLast().lowest()).as("of thirty days").isEqualByComparingTo("10.00");
  }

  @Test
  void pricesInTwoCurrenciesAreNotCompared() {
    record(product("P1", "EUR", variant("12.00", null, "9")), true);
    clock.tick(Duration.ofHours(2));
    record(product("P1", "CHF", variant("11.00", null, "9")), true);
    assertThat(facts()).isEmpty();
  }

  @Test
  void stockIsLowOnceUntilThereIsMoreAgain() {
    shop("12.00", null, "9");
    for (String pieces : List.of("6", "5", "4", "1")) {
      shop("12.00", null, pieces);
    }
    assertThat(kinds()).containsExactly(Kind.LOW_STOCK);
    shop("12.00", null, "20");
    shop("12.00", null, "3");
    assertThat(kinds()).containsExactly(Kind.LOW_STOCK, Kind.LOW_STOCK);

    store.lowStock(1, 2);
    shop("12.00", null, "20");
    shop("12.00", null, "3");
    assertThat(facts()).hasSize(2);
  }

  @Test
  void soldOutAndThereAgainIsBack() {
    shop("12.00", null, "1");
    shop("12.00", null, "0");
    assertThat(facts()).isEmpty();
    shop("12.00", null, "7");
    assertThat(kinds()).containsExactly(Kind.BACK_IN_STOCK);
    assertThat(facts().getFirst().now()).isEqualByComparingTo("7");
  }

  @Test
  void aProductThatLeavesTheFeedAndReturnsIsBack() {
    feed("12.00", null, null);
    transaction(() -> catalog.withdrawFeed(FEED, 1, "", List.of("P1")));
    assertThat(catalog.stock(1, "P1", null).orElseThrow().available()).isFalse();
    feed("12.00", null, null);
    assertThat(kinds()).containsExactly(Kind.BACK_IN_STOCK);
    assertThat(catalog.stock(1, "P1", "V1").orElseThrow().available()).isTrue();
  }

  @Test
  void aFeedDoesNotChangeWhatTheShopItselfDescribes() {
    shop("12.00", null, "0");
    clock.tick(Duration.ofHours(2));
    feed("1.00", null, "9");
    transaction(() -> catalog.withdrawFeed(FEED, 1, "", List.of("P1")));
    assertThat(facts()).isEmpty();
    assertThat(catalog.find(1, List.of("P1")).get("P1").price()).isEqualByComparingTo("12.00");
  }

  @Test
  void eachMarketHasPricesOfItsOwn() {
    shop("12.00", null, "9");
    market("de-CH", "CHF", "14.00");
    clock.tick(Duration.ofHours(2));
    market("de-CH", "CHF", "12.50");
    assertThat(facts()).hasSize(1);
    assertThat(facts().getFirst().market()).isEqualTo("de-CH");
    assertThat(facts().getFirst().currency()).isEqualTo("CHF");
    assertThat(catalog.find(1, List.of("P1")).get("P1").price()).isEqualByComparingTo("12.00");
  }

  @Test
  void whatIsOfThePastIsKeptButNotTold() {
    shop("12.00", null, "0");
    clock.tick(Duration.ofHours(2));
    record(product("P1", "EUR", variant("9.00", null, "8")), false);
    assertThat(facts()).isEmpty();
    assertThat(changes()).isEqualTo(2);
  }

  @Test
  void oldChangesAreForgotten() {
    shop("12.00", null, "9");
    clock.tick(Duration.ofHours(2));
    shop("10.00", null, "8");
    clock.tick(Duration.ofDays(31));
    changes.forget();
    assertThat(changes()).as("the price alone").isOne();
    clock.tick(Duration.ofDays(60));
    changes.forget();
    assertThat(changes()).isZero();
    assertThat(facts()).isEmpty();
  }

  /// Against the plainest telling of the rules, over random lives told twice and by two sources.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void factsAreThoseOfThePlainRules(long seed) {
    Random random = new Random(seed);
    List<String> expected = new ArrayList<>();
    Deque<Moment> life = new ArrayDeque<>();
    for (int i = 0; i < 60; i++) {
      int price = 5 + random.nextInt(6);
      int stock = Math.max(0, random.nextInt(12) - 3);
      shop(price + ".00", null, stock + "");
      if (random.nextBoolean()) {
        shop(price + ".00", null, stock + "");
      }
      feed(random.nextInt(20) + ".00", null, random.nextInt(9) + "");
      if (!life.isEmpty()) {
        expect(life, price, stock, expected);
      }
      life.add(new Moment(clock.instant(), price, stock));
      clock.tick(Duration.ofMinutes(1 + random.nextInt(90)));
    }
    assertThat(
            facts().stream()
                .map(
                    fact -> fact.kind() + " " + fact.was().intValue() + " " + fact.now().intValue())
                .toList())
        .isEqualTo(expected);
  }

  private record Moment(Instant from, int price, int stock) {}

  private void expect(Deque<Moment> life, int price, int stock, List<String> expected) {
    Moment last = life.getLast();
    if (last.stock == 0 && stock > 0) {
      expected.add("BACK_IN_STOCK 0 " + stock);
    }
    if (last.stock > 5 && stock > 0 && stock <= 5) {
      expected.add("LOW_STOCK " + last.stock + " " + stock);
    }
    int held = last.price;
    Instant until = clock.instant();
    for (Moment moment : (Iterable<Moment>) life::descendingIterator) {
      if (until.isAfter(clock.instant().minus(Changes.SETTLED))) {
        held = Math.min(held, moment.price);
      }
      until = moment.from;
    }
    if (price < held) {
      expected.add("PRICE_DROP " + held + " " + price);
    }
  }

  private void shop(String price, @Nullable String sale, @Nullable String stock) {
    record(product("P1", "EUR", variant(price, sale, stock)), true);
  }

  private void record(RecordedProduct product, boolean told) {
    transaction(() -> catalog.record(List.of(product), told));
  }

  private void feed(String price, @Nullable String sale, @Nullable String stock) {
    RecordedProduct product = product("P1", "EUR", variant(price, sale, stock));
    transaction(() -> catalog.recordFeed(FEED, "", List.of(product), true));
  }

  private void market(String market, String currency, String price) {
    RecordedProduct product = product("P1", currency, variant(price, null, null));
    transaction(() -> catalog.recordFeed(FEED, market, List.of(product), true));
  }

  private static Variant variant(String price, @Nullable String sale, @Nullable String stock) {
    return new Variant(
        "V1",
        null,
        null,
        new BigDecimal(price),
        sale == null ? null : new BigDecimal(sale),
        stock == null ? null : new BigDecimal(stock),
        true,
        null,
        null);
  }

  private RecordedProduct product(String id, String currency, Variant variant) {
    return new RecordedProduct(
        1,
        id,
        clock.instant(),
        "Espresso",
        null,
        null,
        List.of(),
        new TreeMap<>(),
        null,
        currency,
        true,
        List.of(variant));
  }

  private static void transaction(Runnable work) {
    database.transactions().executeWithoutResult(_ -> work.run());
  }

  private List<Kind> kinds() {
    return facts().stream().map(CatalogFact::kind).toList();
  }

  private List<CatalogFact> facts() {
    return catalog.factsAfter("0", 0, 1_000).stream().map(Catalog.Told::fact).toList();
  }

  private int changes() {
    return database.jdbc().sql("select count(*) from catalog.change").query(Integer.class).single();
  }
}
