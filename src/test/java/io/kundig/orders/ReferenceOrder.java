package io.kundig.orders;

import io.kundig.profiles.ProfileId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an order must look like, computed from all of its facts at once.
record ReferenceOrder(
    @Nullable ProfileId owner, String status, BigDecimal net, List<String> titles) {

  static ReferenceOrder of(List<OrderChange> facts) {
    List<OrderChange.Placed> placements = only(facts, OrderChange.Placed.class);
    if (placements.isEmpty()) {
      return new ReferenceOrder(null, "unplaced", BigDecimal.ZERO, List.of());
    }
    OrderChange.Placed newest =
        placements.stream()
            .max(
                Comparator.comparing(OrderChange.Placed::at)
                    .thenComparing(placed -> OrderState.Content.of(placed).hash()))
            .orElseThrow();
    List<String> titles = newest.lines().stream().map(OrderChange.Line::title).toList();
    boolean cancelled = !only(facts, OrderChange.Cancelled.class).isEmpty();
    boolean fulfilled = !only(facts, OrderChange.Fulfilled.class).isEmpty();

    BigDecimal refunded = refunded(facts, newest.total());
    BigDecimal net = cancelled ? BigDecimal.ZERO : newest.total().subtract(refunded);
    String status = fulfilled ? "fulfilled" : "placed";
    if (refunded.signum() > 0) {
      status = net.signum() == 0 ? "refunded" : "partially_refunded";
    }
    return new ReferenceOrder(
        placements.getFirst().profileId(), cancelled ? "cancelled" : status, net, titles);
  }

  private static BigDecimal refunded(List<OrderChange> facts, BigDecimal total) {
    Map<String, OrderChange.Refunded> byId = new TreeMap<>();
    for (OrderChange.Refunded refund : only(facts, OrderChange.Refunded.class)) {
      byId.merge(refund.refundId(), refund, ReferenceOrder::decisive);
    }
    BigDecimal refunded = sum(byId.values(), Instant.MIN, total);
    Map<BigDecimal, Instant> totals = new TreeMap<>();
    for (OrderChange.RefundedInTotal known : only(facts, OrderChange.RefundedInTotal.class)) {
      totals.merge(known.amount(), known.at(), (a, b) -> a.isBefore(b) ? a : b);
    }
    for (Map.Entry<BigDecimal, Instant> known : totals.entrySet()) {
      BigDecimal since = sum(byId.values(), known.getValue(), total);
      refunded = refunded.max(known.getKey().add(since));
    }
    return refunded.min(total);
  }

  private static BigDecimal sum(
      Collection<OrderChange.Refunded> refunds, Instant after, BigDecimal total) {
    return refunds.stream()
        .filter(refund -> refund.at().isAfter(after))
        .map(refund -> refund.amount() == null ? total : refund.amount())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static OrderChange.Refunded decisive(OrderChange.Refunded a, OrderChange.Refunded b) {
    if (!a.at().equals(b.at())) {
      return a.at().isAfter(b.at()) ? a : b;
    }
    if (a.amount() == null || b.amount() == null) {
      return a.amount() == null ? a : b;
    }
    return a.amount().compareTo(b.amount()) >= 0 ? a : b;
  }

  private static <T extends OrderChange> List<T> only(List<OrderChange> facts, Class<T> type) {
    return facts.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
