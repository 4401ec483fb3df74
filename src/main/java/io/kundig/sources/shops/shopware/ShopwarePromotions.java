package io.kundig.sources.shops.shopware;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopCoupon;
import io.kundig.sources.shops.Unreadable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// Promotions of Shopware that have one code for everybody.
final class ShopwarePromotions {

  private ShopwarePromotions() {}

  /// Whether it is a code that customers can enter now.
  static boolean isCoupon(JsonFields promotion) {
    return promotion.isTrue("active")
        && promotion.isTrue("useCodes")
        && !promotion.isTrue("useIndividualCodes")
        && promotion.textOrNull("code") != null;
  }

  static Instant modifiedAt(JsonFields promotion) throws Unreadable {
    return Times.later(Times.of(promotion), promotion.list("discounts"));
  }

  /// Of several discounts the first one of the cart, else the first one.
  static ShopCoupon read(JsonFields promotion) throws Unreadable {
    List<JsonFields> discounts =
        promotion.list("discounts").stream()
            .sorted(
                Comparator.comparing(
                        (JsonFields discount) -> !"cart".equals(discount.textOrNull("scope")))
                    .thenComparing(discount -> String.valueOf(discount.idOrNull("id"))))
            .toList();
    BigDecimal limit = promotion.amountOrNull("maxRedemptionsGlobal");
    return new ShopCoupon(
        promotion.id("id"),
        modifiedAt(promotion),
        promotion.text("code"),
        !discounts.isEmpty() && "percentage".equals(discounts.getFirst().textOrNull("type")),
        discounts.isEmpty() ? BigDecimal.ZERO : discounts.getFirst().amountOrZero("value"),
        promotion.timeOrNull("validUntil"),
        limit == null || limit.signum() <= 0 ? null : Integer.valueOf(limit.intValue()),
        promotion.amountOrZero("orderCount").intValue());
  }
}
