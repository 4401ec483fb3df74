package io.kundig.sources.shops;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// An order. Amounts are what the customer pays, with tax, in the order's currency.
///
/// @param number as customers and staff know it
/// @param placed whether it counts as bought: not for one that is a draft, unpaid or failed
/// @param cancelledAt null: it stands
/// @param fulfilledAt when all of it was sent; null: not yet
/// @param deliveredAt when it arrived, where the shop knows
/// @param rate what one unit of the currency was worth in the shop's own currency; null: the same
///   currency, or unknown
/// @param buyer null: the shop has made it nobody's
/// @param newsletter what the buyer decided at the check-out; null: nothing
public record ShopOrder(
    String id,
    Instant modifiedAt,
    String number,
    Instant createdAt,
    boolean placed,
    @Nullable Instant cancelledAt,
    @Nullable Instant fulfilledAt,
    @Nullable Instant deliveredAt,
    String currency,
    @Nullable BigDecimal rate,
    BigDecimal total,
    @Nullable BigDecimal tax,
    @Nullable BigDecimal shipping,
    @Nullable BigDecimal discount,
    List<String> coupons,
    List<Line> lines,
    List<Refund> refunds,
    @Nullable Buyer buyer,
    @Nullable Newsletter newsletter)
    implements ShopRecord {

  @Override
  public Resource resource() {
    return Resource.ORDER;
  }

  /// @param productId null for what is no product, such as a fee
  /// @param unitPrice before discounts
  public record Line(
      @Nullable String productId,
      @Nullable String sku,
      String title,
      @Nullable String variant,
      @Nullable String category,
      BigDecimal quantity,
      BigDecimal unitPrice,
      @Nullable String url,
      @Nullable String imageUrl) {}

  /// @param amount above zero
  public record Refund(String id, Instant at, BigDecimal amount) {}

  /// Who bought. What stands in an order was typed by whoever ordered: it is no proof of who they
  /// are, unless they were signed in.
  ///
  /// @param accountId of the customer who was signed in; null: a guest
  /// @param country ISO 3166 code, for the telephone number
  /// @param traits by the names that profiles know, without e-mail and telephone
  public record Buyer(
      @Nullable String accountId,
      @Nullable String email,
      @Nullable String phone,
      @Nullable String country,
      SortedMap<String, Object> traits) {}
}
