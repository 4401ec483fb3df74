package io.kundig.templates;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a value of a template is written. Numbers that are not sane never get here: neither
/// [PlainData] nor a filter lets them through.
final class PlainText {

  /// A number with more is not taken at all: `1e999999999` would be a gigabyte of zeros.
  private static final int MOST_DIGITS = 40;

  private PlainText() {}

  static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case String text -> text;
      case BigDecimal number -> number.toPlainString();
      case Map<?, ?> map -> "";
      case Collection<?> list -> joined(list);
      case Object[] array -> joined(java.util.Arrays.asList(array));
      default -> value.toString();
    };
  }

  static String escaped(@Nullable Object value) {
    return value instanceof LiquidCapture.Escaped done ? done.html() : Html.escape(of(value));
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
