package io.kundig.templates;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a value of a template is written.
final class PlainText {

  /// A number with more is not written at all: `1e999999999` would be a gigabyte of zeros.
  private static final int MOST_DIGITS = 40;

  private PlainText() {}

  static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case String text -> text;
      case BigDecimal number -> plain(number);
      case Map<?, ?> map -> "";
      case Collection<?> list -> joined(list);
      case Object[] array -> joined(java.util.Arrays.asList(array));
      default -> value.toString();
    };
  }

  static String escaped(@Nullable Object value) {
    return value instanceof LiquidCapture.Escaped done ? done.html() : Html.escape(of(value));
  }

  private static String plain(BigDecimal number) {
    return isSane(number) ? number.toPlainString() : "";
  }

  static boolean isSane(BigDecimal number) {
    return Math.abs((long) number.scale()) <= MOST_DIGITS && number.precision() <= MOST_DIGITS;
  }

  private static String joined(Collection<?> list) {
    StringBuilder text = new StringBuilder();
    for (Object item : list) {
      text.append(of(item));
    }
    return text.toString();
  }
}
