package io.kundig.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.orders.CartChange.Item;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.ProfilesMerged;
import io.kundig.shared.Ids;
import io.kundig.support.TestDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CartsTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final int SHOP = 1;
  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");

  private final ProfileId friederike = new ProfileId(Ids.random(MONDAY));
  private final ProfileId visitor = new ProfileId(Ids.random(MONDAY));
  private final CartStore store = new CartStore(database.jdbc());
  private final Carts carts = new Carts(store);

  @BeforeEach
  void empty() {
    database.jdbc().sql("truncate orders.cart").update();
  }

  @Test
  void addingTwiceAddsQuantities() {
    apply(added(1, "espresso", 1), added(2, "espresso", 2), added(3, "filter", 1));

    assertThat(cart().items()).extracting(Item::quantity).containsExactly(dec(3), dec(1));
    assertThat(cart().value()).isEqualByComparingTo("40");
    assertThat(cart().currency()).isEqualTo("EUR");
    assertThat(cart().updatedAt()).isEqualTo(at(3));
  }

  @Test
  void buyingEmptiesTheCartAndLaterAdditionsStartANewOne() {
    apply(added(1, "espresso", 1), new CartChange.Cleared(friederike, SHOP, at(5)));
    assertThat(carts.open(List.of(friederike))).isEmpty();

    apply(added(4, "late", 1), added(6, "filter", 1));
    assertThat(cart().items()).extracting(Item::productId).containsExactly("filter");
  }

  @Test
  void whatTheShopSaysOfTheWholeCartReplacesWhatWasKnown() {
    apply(added(1, "espresso", 1), added(4, "mug", 1));
    apply(
        new CartChange.Replaced(
            friederike,
            SHOP,
            at(3),
            List.of(item("filter", 2)),
            dec(25),
            "EUR",
            "https://nordlicht.example/cart/7"));

    assertThat(cart().items()).extracting(Item::productId).containsExactly("filter", "mug");
    assertThat(cart().url()).isEqualTo("https://nordlicht.example/cart/7");
  }

  @Test
  void takingOutPartlyAndWholly() {
    apply(added(1, "espresso", 3), added(1, "filter", 1));
    apply(removed(2, "espresso", dec(1)), removed(3, "filter", null));

    assertThat(cart().items()).extracting(Item::quantity).containsExactly(dec(2));
  }

  @Test
  void anyOrderAndRepetitionOfFactsEndsInTheSameCart() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<CartChange> facts = new ArrayList<>();
      for (int minute = 0; minute < 12; minute++) {
        String product = "p" + random.nextInt(3);
        facts.add(
            switch (random.nextInt(8)) {
              case 0 -> new CartChange.Cleared(friederike, SHOP, at(minute));
              case 1 ->
                  new CartChange.Replaced(
                      friederike, SHOP, at(minute), List.of(item(product, 2)), null, null, null);
              case 2 -> removed(minute, product, dec(1));
              default -> added(minute, product, 1 + random.nextInt(2));
            });
      }
      apply(facts.toArray(CartChange[]::new));
      List<Carts.Cart> inOrder = List.copyOf(carts.open(List.of(friederike)).values());
      empty();
      facts.addAll(facts.subList(2, 6));
      Collections.shuffle(facts, random);
      facts.forEach(this::apply);

      assertThat(List.copyOf(carts.open(List.of(friederike)).values()))
          .as("seed %s", seed)
          .isEqualTo(inOrder);
      empty();
    }
  }

  @Test
  void cartsOfMergedPeopleAreCombined() {
    apply(added(1, "espresso", 1), new CartChange.Added(visitor, SHOP, at(2), item("filter", 1)));
    CartsFollowMerges merges = new CartsFollowMerges(store);
    List<ProfilesMerged> merged = List.of(new ProfilesMerged(visitor, friederike, at(3)));
    for (int again = 0; again < 2; again++) {
      database.transactions().executeWithoutResult(t -> merges.move(merged));
    }

    assertThat(cart().items()).extracting(Item::productId).containsExactly("espresso", "filter");
    assertThat(carts.open(List.of(visitor))).isEmpty();
  }

  @Test
  void endlessAddingMakesNoEndlessRow() {
    List<CartChange> facts = new ArrayList<>();
    for (int minute = 0; minute < 3_000; minute++) {
      facts.add(added(minute, "p" + (minute % 500), 1));
    }
    apply(facts.toArray(CartChange[]::new));

    assertThat(cart().items()).hasSizeLessThanOrEqualTo(200);
    assertThat(
            database
                .jdbc()
                .sql("select length(facts::text) + length(items::text) from orders.cart")
                .query(Integer.class)
                .single())
        .isLessThan(200_000);
  }

  private Carts.Cart cart() {
    return java.util.Objects.requireNonNull(carts.open(List.of(friederike)).get(friederike));
  }

  private void apply(CartChange... facts) {
    database.transactions().executeWithoutResult(t -> carts.apply(List.of(facts)));
  }

  private CartChange added(int minute, String product, int quantity) {
    return new CartChange.Added(friederike, SHOP, at(minute), item(product, quantity));
  }

  private CartChange removed(int minute, String product, @Nullable BigDecimal quantity) {
    return new CartChange.Removed(friederike, SHOP, at(minute), product, quantity);
  }

  private static Item item(String product, int quantity) {
    return new Item(
        product, null, "Röstung " + product, null, dec(quantity), dec(10), "EUR", null, null);
  }

  private static Instant at(int minute) {
    return MONDAY.plus(Duration.ofMinutes(minute));
  }

  private static BigDecimal dec(int number) {
    return BigDecimal.valueOf(number);
  }
}
