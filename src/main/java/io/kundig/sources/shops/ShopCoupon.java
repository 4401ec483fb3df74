package io.kundig.sources.shops;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A code that customers can enter.
///
/// @param percent whether the amount is one of a hundred, else one of the shop's currency
/// @param usageLimit null: none
public record ShopCoupon(
    String id,
    Instant modifiedAt,
    String code,
    boolean percent,
    BigDecimal amount,
    @Nullable Instant expiresAt,
    @Nullable Integer usageLimit,
    int used)
    implements ShopRecord {

  @Override
  public Resource resource() {
    return Resource.COUPON;
  }
}
