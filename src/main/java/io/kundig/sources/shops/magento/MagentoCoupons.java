package io.kundig.sources.shops.magento;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopCoupon;
import io.kundig.sources.shops.Unreadable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// Coupons of `/V1/coupons/search` with the cart price rules that they belong to.
final class MagentoCoupons {

  /// Magento keeps no time of a coupon's change, and of some not when they were made.
  private static final Instant UNKNOWN = Instant.parse("1990-01-01T00:00:00Z");

  private MagentoCoupons() {}

  /// @param rule of `/V1/salesRules/search`
  static ShopCoupon read(JsonFields coupon, JsonFields rule, ZoneId zone) throws Unreadable {
    Instant createdAt = coupon.timeOrNull("created_at");
    BigDecimal limit = coupon.amountOrNull("usage_limit");
    return new ShopCoupon(
        coupon.id("coupon_id"),
        createdAt == null ? UNKNOWN : createdAt,
        coupon.text("code"),
        "by_percent".equals(rule.textOrNull("simple_action")),
        rule.amountOrZero("discount_amount"),
        expiresAt(coupon, rule, zone),
        limit == null || limit.signum() <= 0 ? null : Integer.valueOf(limit.intValue()),
        coupon.amountOrZero("times_used").intValue());
  }

  /// A rule's last day is good to its end, in the shop's zone.
  private static @Nullable Instant expiresAt(JsonFields coupon, JsonFields rule, ZoneId zone)
      throws Unreadable {
    Instant own = coupon.timeOrNull("expiration_date");
    String lastDay = rule.textOrNull("to_date");
    if (own != null || lastDay == null || !lastDay.matches("\\d{4}-\\d{2}-\\d{2}.*")) {
      return own;
    }
    try {
      return LocalDate.parse(lastDay.substring(0, "yyyy-MM-dd".length()))
          .plusDays(1)
          .atStartOfDay(zone)
          .toInstant();
    } catch (java.time.DateTimeException e) {
      throw new Unreadable(Unreadable.Reason.FIELD_WRONG, rule.path() + ".to_date");
    }
  }
}
