package io.kundig.ingest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// Reads ISO 8601 times. Nearly all senders write `2026-11-22T13:00:47.123Z`, which is read without
/// a formatter.
final class IsoTime {

  private static final int NANO_DIGITS = 9;
  private static final String SHAPE = "0000-00-00T00:00:00";

  private IsoTime() {}

  /// @return null when it is no time with an offset
  static @Nullable Instant read(String text) {
    try {
      Instant simple = simple(text);
      return simple != null ? simple : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Instant simple(String text) {
    int end = text.length() - 1;
    if (end < SHAPE.length() || text.charAt(end) != 'Z' || !hasShape(text)) {
      return null;
    }
    int nanos = end == SHAPE.length() ? 0 : nanos(text, end);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (nanos < 0 || hour > 23 || minute > 59 || second > 59) {
      return null;
    }
    LocalDate day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
    return Instant.ofEpochSecond(
        day.toEpochDay() * 86_400 + hour * 3_600 + minute * 60 + second, nanos);
  }

  private static boolean hasShape(String text) {
    for (int i = 0; i < SHAPE.length(); i++) {
      char wanted = SHAPE.charAt(i);
      char c = text.charAt(i);
      if (wanted == '0' ? !isDigit(c) : c != wanted) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  /// @return -1 when it is no fraction
  private static int nanos(String text, int end) {
    int start = SHAPE.length() + 1;
    int digits = end - start;
    if (text.charAt(start - 1) != '.' || digits < 1 || digits > NANO_DIGITS) {
      return -1;
    }
    for (int i = start; i < end; i++) {
      if (!isDigit(text.charAt(i))) {
        return -1;
      }
    }
    int nanos = number(text, start, end);
    for (int i = digits; i < NANO_DIGITS; i++) {
      nanos *= 10;
    }
    return nanos;
  }
}
