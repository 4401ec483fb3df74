package io.kundig.reporting;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

/// What one day of a shop comes to. Money, and all orders but `elsewhere`, are those in the shop's
/// currency; days are those on which orders were placed and messages sent.
///
/// @param elsewhere orders in other currencies, cancelled ones too
/// @param credited the part that is owed to messages
/// @param again buyers with more than one order on this day
/// @param recipients people whom marketing messages were sent to
record DaySums(
    LocalDate day,
    Placed placed,
    int elsewhere,
    Placed credited,
    People buyers,
    People again,
    People recipients) {

  static DaySums nothing(LocalDate day) {
    return new DaySums(
        day, Placed.NOTHING, 0, Placed.NOTHING, People.NOBODY, People.NOBODY, People.NOBODY);
  }

  /// @param orders not cancelled
  /// @param revenue net of refunds
  record Placed(int orders, int cancelled, BigDecimal revenue) {
    static final Placed NOTHING = new Placed(0, 0, BigDecimal.ZERO);

    Placed plus(Placed other) {
      return new Placed(
          orders + other.orders, cancelled + other.cancelled, revenue.add(other.revenue));
    }

    Placed minus(Placed other) {
      return new Placed(
          orders - other.orders, cancelled - other.cancelled, revenue.subtract(other.revenue));
    }
  }

  /// What one day of a flow comes to.
  ///
  /// @param measured recipients whose opens and clicks may be measured
  record OfFlow(
      LocalDate day,
      UUID flow,
      Placed credited,
      People recipients,
      People openers,
      People clickers,
      People measured) {}
}
