package io.kundig.segments;

import java.util.List;

/// Where the buyers of an account are divided, by what they had ordered at a moment. Other people's
/// orders move these bounds, so they are measured at night and stand until the next.
///
/// @param buyers how many ordered within the [#PERIOD]
/// @param days since the last order: the best third at most the first, the second at most the other
/// @param orders the best third had more than the first, the second more than the other
/// @param spent likewise, net, in ten-thousandths
/// @param buyersEver how many have ever ordered
/// @param net ever spent, in ten-thousandths: of the best tenth more than the first, and so on
record Ranks(int buyers, Bounds days, Bounds orders, Bounds spent, int buyersEver, List<Long> net) {

  /// In which orders count for recency, frequency and monetary value.
  static final Span PERIOD = new Span(24, Unit.MONTHS);

  /// With fewer buyers a third of them says nothing.
  static final int FEWEST = 36;

  static final Ranks NONE =
      new Ranks(0, new Bounds(0, 0), new Bounds(0, 0), new Bounds(0, 0), 0, List.of());

  Ranks {
    net = List.copyOf(net);
  }

  record Bounds(long best, long middle) {

    int above(long value) {
      return value > best ? 3 : value > middle ? 2 : 1;
    }
  }

  boolean hasScores() {
    return buyers >= FEWEST;
  }

  boolean hasDeciles() {
    return buyersEver >= FEWEST;
  }

  /// @param age of the last order, in milliseconds
  int recency(long age) {
    return age <= days.best * LocalCalendar.DAY
        ? 3
        : age <= days.middle * LocalCalendar.DAY ? 2 : 1;
  }

  int frequency(long count) {
    return orders.above(count);
  }

  int monetary(long amount) {
    return spent.above(amount);
  }

  /// 1 for the best tenth, 10 for the last.
  int decile(long amount) {
    int decile = 1;
    while (decile <= net.size() && amount <= net.get(decile - 1)) {
      decile++;
    }
    return decile;
  }
}
