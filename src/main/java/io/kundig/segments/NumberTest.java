package io.kundig.segments;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// What a number must be. Numbers have at most four decimals and lie between -10,000,000,000 and
/// 10,000,000,000.
///
/// @param to the upper end of [Operator#BETWEEN], which includes both ends; `null` for the others
public record NumberTest(Operator operator, BigDecimal value, @Nullable BigDecimal to) {

  public enum Operator {
    EQUALS,
    NOT_EQUALS,
    MORE_THAN,
    AT_LEAST,
    LESS_THAN,
    AT_MOST,
    BETWEEN
  }

  public static NumberTest of(Operator operator, long value) {
    return new NumberTest(operator, BigDecimal.valueOf(value), null);
  }

  public static NumberTest between(BigDecimal from, BigDecimal to) {
    return new NumberTest(Operator.BETWEEN, from, to);
  }
}
