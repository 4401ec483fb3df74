package io.kundig.sources;

import io.kundig.orders.OrderChange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What else an order's rows tell: that it was cancelled, refunded, sent.
final class OrderAftermath {

  /// Of an order that its status alone calls refunded.
  private static final String REFUND_ID = "import";

  private static final Pattern CANCELLED =
      Pattern.compile("(wc-)?(cancell?ed|failed|voided|storniert|abgebrochen|checkout-draft)");
  private static final Pattern REFUNDED = Pattern.compile("(wc-)?(refunded|erstattet)");
  private static final Pattern FULFILLED =
      Pattern.compile(
          "(wc-)?(completed|complete|fulfilled|shipped|versandt|abgeschlossen|erledigt)");

  private OrderAftermath() {}

  /// @param asOf the file knows of nothing later
  static List<OrderChange> of(OrderDraft draft, OrderChange.Placed placed, Instant asOf) {
    List<OrderChange> changes = new ArrayList<>();
    String said = draft.first("status");
    String status = said == null ? "" : said.toLowerCase(Locale.ROOT);
    Instant cancelled = time(draft.first("cancelledAt"));
    if (cancelled != null || CANCELLED.matcher(status).matches()) {
      changes.add(
          new OrderChange.Cancelled(
              placed.profileId(), placed.shopId(), placed.orderId(), or(cancelled, placed)));
    }
    Instant fulfilled = time(draft.first("fulfilledAt"));
    if (fulfilled != null || FULFILLED.matcher(status).matches()) {
      changes.add(
          new OrderChange.Fulfilled(
              placed.profileId(), placed.shopId(), placed.orderId(), or(fulfilled, placed)));
    }
    BigDecimal refunded = draft.amount("refunded");
    if (refunded != null && refunded.signum() != 0) {
      changes.add(
          new OrderChange.RefundedInTotal(
              placed.profileId(), placed.shopId(), placed.orderId(), asOf, refunded.abs()));
    } else if (REFUNDED.matcher(status).matches()) {
      changes.add(
          new OrderChange.Refunded(
              placed.profileId(),
              placed.shopId(),
              placed.orderId(),
              placed.at(),
              REFUND_ID,
              null,
              null));
    }
    return changes;
  }

  private static @Nullable Instant time(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  private static Instant or(@Nullable Instant said, OrderChange.Placed placed) {
    return said == null ? placed.at() : said;
  }
}
