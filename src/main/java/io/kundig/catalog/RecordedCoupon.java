package io.kundig.catalog;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A code that customers can enter in the shop.
///
/// @param couponId the shop's own id of it
/// @param percent whether the amount is one of a hundred, else one of the currency
/// @param usageLimit null: none
public record RecordedCoupon(
    int shopId,
    String couponId,
    String code,
    boolean percent,
    BigDecimal amount,
    String currency,
    @Nullable Instant expiresAt,
    @Nullable Integer usageLimit,
    int used) {}
