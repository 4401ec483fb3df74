package io.kundig.sources.shops.woocommerce;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopCoupon;
import io.kundig.sources.shops.Unreadable;
import java.math.BigDecimal;
import java.time.Instant;

/// Coupons of `/wc/v3/coupons`.
final class WooCoupons {

  private WooCoupons() {}

  static ShopCoupon read(JsonFields coupon) throws Unreadable {
    Instant modifiedAt = coupon.timeOrNull("date_modified_gmt");
    BigDecimal limit = coupon.amountOrNull("usage_limit");
    return new ShopCoupon(
        coupon.id("id"),
        modifiedAt == null ? coupon.time("date_created_gmt") : modifiedAt,
        coupon.text("code"),
        "percent".equals(coupon.textOrNull("discount_type")),
        coupon.amountOrZero("amount"),
        coupon.timeOrNull("date_expires_gmt"),
        limit == null || limit.signum() <= 0 ? null : Integer.valueOf(limit.intValue()),
        coupon.amountOrZero("usage_count").intValue());
  }
}
