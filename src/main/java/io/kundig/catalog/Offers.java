package io.kundig.catalog;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of one product before and after it was described anew, and what follows.
final class Offers {

  private Offers() {}

  /// A variant as far as changes of it matter.
  record Offer(
      SeenProduct.Key product,
      String variantId,
      String market,
      @Nullable BigDecimal asked,
      String currency,
      @Nullable BigDecimal stock,
      boolean available) {

    Offer priceOnly() {
      return new Offer(product, variantId, market, asked, currency, null, true);
    }

    Id id() {
      return new Id(product, variantId, market);
    }

    boolean isSoldOut() {
      return !available || isEmpty();
    }

    boolean isEmpty() {
      return stock != null && stock.signum() <= 0;
    }
  }

  record Id(SeenProduct.Key product, String variantId, String market) implements Comparable<Id> {

    private static final Comparator<Id> ORDER =
        Comparator.comparing(Id::product).thenComparing(Id::variantId).thenComparing(Id::market);

    @Override
    public int compareTo(Id other) {
      return ORDER.compare(this, other);
    }
  }

  /// @param kind `price` or `stock`
  record Change(Id id, String kind, BigDecimal was, BigDecimal now, @Nullable String currency) {}

  /// What the two say differently. Prices in two currencies cannot be compared.
  static List<Change> between(Offer before, Offer after) {
    return java.util.stream.Stream.of(price(before, after), stock(before, after))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Change> price(Offer before, Offer after) {
    BigDecimal was = before.asked;
    BigDecimal now = after.asked;
    return was == null
            || now == null
            || was.compareTo(now) == 0
            || !before.currency.equals(after.currency)
        ? Optional.empty()
        : Optional.of(new Change(after.id(), "price", was, now, after.currency));
  }

  private static Optional<Change> stock(Offer before, Offer after) {
    BigDecimal was = before.stock;
    BigDecimal now = after.stock;
    return was == null || now == null || was.compareTo(now) == 0
        ? Optional.empty()
        : Optional.of(new Change(after.id(), "stock", was, now, null));
  }

  static boolean isBack(Offer before, Offer after) {
    return !after.isSoldOut() && before.isSoldOut();
  }

  /// @param threshold at which pieces are few
  static boolean runsLow(Offer before, Offer after, int threshold) {
    BigDecimal few = BigDecimal.valueOf(threshold);
    return after.stock != null
        && before.stock != null
        && after.available
        && after.stock.signum() > 0
        && after.stock.compareTo(few) <= 0
        && before.stock.compareTo(few) > 0;
  }
}
