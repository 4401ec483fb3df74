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

  /// What the shop's own system says of the order as a whole. It replaces all that other facts
  /// said, and may take back a cancellation or a refund, or give the order to somebody else; after
  /// it, facts of others change nothing. Whoever sends records sends none that is older than one
  /// sent before.
  ///
  /// @param at when the shop last changed it
  /// @param namesOwner whether the shop says whose it is; else a known order stays with its owner
  /// @param placedAt null: not placed yet (unpaid, a draft); it counts nowhere
  /// @param rate null: the shop tells none
  record Recorded(
      ProfileId profileId,
      int shopId,
      String orderId,
      Instant at,
      boolean namesOwner,
      @Nullable Instant placedAt,
      @Nullable Instant cancelledAt,
      @Nullable Instant fulfilledAt,
      String currency,
      @Nullable Rate rate,
      BigDecimal total,
      @Nullable BigDecimal tax,
      @Nullable BigDecimal shipping,
      @Nullable BigDecimal discount,
      @Nullable String coupon,
      List<Line> lines,
      List<Refund> refunds)
      implements OrderChange {}

  /// What one unit of the order's currency was worth in another one, as the shop says.
  record Rate(BigDecimal worth, String currency) {}

  /// One refund of a recorded order.
  ///
  /// @param amount above zero, in the order's currency
  record Refund(String refundId, Instant at, BigDecimal amount) {}

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
