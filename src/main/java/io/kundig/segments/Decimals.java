package io.kundig.segments;

import java.math.BigDecimal;
import java.math.RoundingMode;
import tools.jackson.databind.JsonNode;

/// Decimal numbers as whole ten-thousandths.
final class Decimals {

  static final long ONE = 10_000;
  static final int SCALE = 4;

  /// What is no number.
  static final long NONE = Long.MIN_VALUE;

  private static final long MOST = 10_000_000_000L;
  private static final BigDecimal LARGEST = BigDecimal.valueOf(MOST);
  private static final int LONGEST_TEXT = 40;

  private Decimals() {}

  /// Rounded half up; [#NONE] beyond ±10,000,000,000.
  static long of(BigDecimal value) {
    long digits = (long) value.precision() - value.scale();
    if (digits > 11 || value.abs().compareTo(LARGEST) > 0) {
      return NONE;
    }
    if (digits < -SCALE) {
      return 0;
    }
    return value.setScale(SCALE, RoundingMode.HALF_UP).unscaledValue().longValueExact();
  }

  static long of(long value) {
    return value < -MOST || value > MOST ? NONE : value * ONE;
  }

  /// A number of JSON.
  static long of(JsonNode number) {
    if (number.isInt() || number.isLong()) {
      return of(number.longValue());
    }
    if (number.isDouble() && !Double.isFinite(number.doubleValue())) {
      return NONE;
    }
    return of(number.decimalValue());
  }

  /// A number written as text: a sign, digits, a point and digits; [#NONE] if it is none.
  static long of(String text) {
    String digits = text.strip();
    if (digits.isEmpty() || digits.length() > LONGEST_TEXT || !isNumber(digits)) {
      return NONE;
    }
    return of(new BigDecimal(digits));
  }

  private static boolean isNumber(String text) {
    int start = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    int point = -1;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.' && point < 0) {
        point = i;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return start < text.length() && point != start && point != text.length() - 1;
  }

  static BigDecimal toDecimal(long tenThousandths) {
    BigDecimal plain = BigDecimal.valueOf(tenThousandths, SCALE).stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }

  static String toText(long tenThousandths) {
    if (tenThousandths % ONE == 0) {
      return Long.toString(tenThousandths / ONE);
    }
    return toDecimal(tenThousandths).toPlainString();
  }

  /// Rounded half up, away from zero.
  ///
  /// @param divisor above zero
  static long divide(long dividend, long divisor) {
    long quotient = dividend / divisor;
    long rest = Math.abs(dividend % divisor);
    return rest < divisor - rest ? quotient : quotient + Long.signum(dividend);
  }
}
