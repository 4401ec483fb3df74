package io.kundig.segments;

import java.math.BigDecimal;
import java.util.Objects;

/// A number test ready to be used: from the least to the greatest number, both included, or what
/// lies outside of them. In ten-thousandths, or whole for counts.
record NumberRange(long least, long greatest, boolean outside) {

  static NumberRange of(NumberTest test) {
    long value = exact(test.value());
    return switch (test.operator()) {
      case EQUALS -> new NumberRange(value, value, false);
      case NOT_EQUALS -> new NumberRange(value, value, true);
      case MORE_THAN -> new NumberRange(value + 1, Long.MAX_VALUE, false);
      case AT_LEAST -> new NumberRange(value, Long.MAX_VALUE, false);
      case LESS_THAN -> new NumberRange(Long.MIN_VALUE, value - 1, false);
      case AT_MOST -> new NumberRange(Long.MIN_VALUE, value, false);
      case BETWEEN -> new NumberRange(value, exact(Objects.requireNonNull(test.to())), false);
    };
  }

  private static long exact(BigDecimal value) {
    return value.movePointRight(Decimals.SCALE).longValueExact();
  }

  /// The same for whole numbers.
  NumberRange ofCounts() {
    return new NumberRange(
        least == Long.MIN_VALUE ? least : Math.ceilDiv(least, Decimals.ONE),
        greatest == Long.MAX_VALUE ? greatest : Math.floorDiv(greatest, Decimals.ONE),
        outside);
  }

  boolean holds(long number) {
    return (least <= number && number <= greatest) != outside;
  }
}
