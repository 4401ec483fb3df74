package io.kundig.orders;

import io.kundig.profiles.ProfileId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A fact about an order. Facts of one order may come in any order and repeatedly; the state after
/// them is the same. The order belongs to the profile that first placed it (later merged ones
/// included), whoever a later fact names.
public sealed interface OrderChange {

  ProfileId profileId();

  int shopId();

  /// The shop's own order number.
  String orderId();

  Instant at();

  record Placed(
      ProfileId profileId,
      int shopId,
      String orderId,
      Instant at,
      String currency,
      BigDecimal total,
      @Nullable BigDecimal tax,
      @Nullable BigDecimal shipping,
      @Nullable BigDecimal discount,
      @Nullable String coupon,
      List<Line> lines)
      implements OrderChange {}

  /// @param refundId the shop's id of the refund, or one derived from the event's id
  /// @param amount `null`: the whole order
  record Refunded(
      ProfileId profileId,
      int shopId,
      String orderId,
      Instant at,
      String refundId,
      @Nullable BigDecimal amount,
      @Nullable String currency)
      implements OrderChange {}

  /// A credit note from somebody's books. It counts unless a refund of the same amount was reported
  /// for the order within three days of it: then it is that refund under bookkeeping's own number.
  ///
  /// @param noteId the credit note's number
  /// @param amount above zero, in the order's currency
  record Credited(
      ProfileId profileId, int shopId, String orderId, Instant at, String noteId, BigDecimal amount)
      implements OrderChange {}

  /// How much was refunded in all until a moment, as files sum it up: adds what the refunds known
  /// from until then leave missing, and never takes anything back.
  record RefundedInTotal(
      ProfileId profileId, int shopId, String orderId, Instant at, BigDecimal amount)
      implements OrderChange {}

  record Cancelled(ProfileId profileId, int shopId, String orderId, Instant at)
      implements OrderChange {}

  record Fulfilled(ProfileId profileId, int shopId, String orderId, Instant at)
      implements OrderChange {}

  record Line(
      @Nullable String productId,
      @Nullable String sku,
      String title,
      @Nullable String variant,
      @Nullable String category,
      BigDecimal quantity,
      BigDecimal unitPrice,
      @Nullable String url,
      @Nullable String imageUrl) {}
}
