package io.kundig.orders;

import java.util.Locale;

/// What became of an order. The lower-case name stands in `orders.orders.status`.
public enum OrderStatus {
  /// Only later facts are known of it, not the order itself: it counts nowhere yet.
  UNPLACED,
  PLACED,
  FULFILLED,
  PARTIALLY_REFUNDED,
  REFUNDED,
  CANCELLED;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
