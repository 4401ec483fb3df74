package io.kundig.catalog;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that happened to a product and that customers may want to hear of. Each change is told
/// once, whoever told it.
///
/// @param market language or market such as `de-AT`; empty for the shop's own
/// @param was the price, or the pieces, before; null: the shop does not count
/// @param now the price, or the pieces, since
/// @param lowest what it cost at the least in the thirty days before a price drop
public record CatalogFact(
    long id,
    int shopId,
    String productId,
    String variantId,
    String market,
    Kind kind,
    Instant at,
    @Nullable BigDecimal was,
    @Nullable BigDecimal now,
    @Nullable String currency,
    @Nullable BigDecimal lowest) {

  public enum Kind {
    PRICE_DROP,
    LOW_STOCK,
    BACK_IN_STOCK
  }
}
