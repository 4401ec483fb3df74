package io.kundig.segments;

import org.jspecify.annotations.Nullable;

/// A date read from text.
///
/// @param value days since 1970 of a day, milliseconds since 1970 of the others
record Moment(Kind kind, long value) {

  enum Kind {
    DAY,
    /// Without a zone.
    LOCAL,
    INSTANT
  }

  boolean isDay() {
    return kind == Kind.DAY;
  }

  /// The moment it is, or begins.
  long instant(LocalCalendar calendar) {
    return switch (kind) {
      case DAY -> calendar.startOf(value);
      case LOCAL -> calendar.instant(value);
      case INSTANT -> value;
    };
  }

  /// The day it is on.
  long day(LocalCalendar calendar) {
    return switch (kind) {
      case DAY -> value;
      case LOCAL -> Math.floorDiv(value, LocalCalendar.DAY);
      case INSTANT -> calendar.day(value);
    };
  }

  static @Nullable Moment of(Value value) {
    return value instanceof Value.Text(String text) ? of(text) : null;
  }

  /// ISO 8601, in any case of letters: `2026-11-01`, then perhaps `T` or a space, `09:30`, perhaps
  /// seconds and a fraction, then perhaps `Z` or `+01:00`. `null` if it is something else.
  static @Nullable Moment of(String text) {
    return text.length() < 10 || text.length() > 40 ? null : new Scan(text).moment();
  }

  private static final class Scan {

    private static final long MINUTE = 60_000;

    private final String text;
    private int at;
    private boolean wrong;

    Scan(String text) {
      this.text = text;
    }

    @Nullable Moment moment() {
      int year = digits(4);
      expect('-');
      int month = digits(2);
      expect('-');
      int day = digits(2);
      if (wrong || year < 1 || month < 1 || month > 12 || day < 1 || day > length(year, month)) {
        return null;
      }
      long days = java.time.LocalDate.of(year, month, day).toEpochDay();
      if (at == text.length()) {
        return new Moment(Kind.DAY, days);
      }
      char separator = text.charAt(at++);
      long time = time();
      if (wrong || (separator != 't' && separator != 'T' && separator != ' ')) {
        return null;
      }
      long local = days * LocalCalendar.DAY + time;
      if (at == text.length()) {
        return new Moment(Kind.LOCAL, local);
      }
      long offset = offset();
      return wrong || at != text.length() ? null : new Moment(Kind.INSTANT, local - offset);
    }

    private static int length(int year, int month) {
      return java.time.YearMonth.of(year, month).lengthOfMonth();
    }

    private long time() {
      int hour = digits(2);
      expect(':');
      int minute = digits(2);
      int second = 0;
      int milli = 0;
      if (peek() == ':') {
        at++;
        second = digits(2);
        milli = peek() == '.' ? fraction() : 0;
      }
      wrong |= hour > 23 || minute > 59 || second > 59;
      return hour * 60 * MINUTE + minute * MINUTE + second * 1_000L + milli;
    }

    private int fraction() {
      at++;
      int milli = 0;
      int count = 0;
      for (; peek() >= '0' && peek() <= '9'; at++, count++) {
        milli = count < 3 ? milli * 10 + (peek() - '0') : milli;
      }
      wrong |= count == 0 || count > 9;
      for (; count < 3; count++) {
        milli *= 10;
      }
      return milli;
    }

    private long offset() {
      char sign = text.charAt(at++);
      if (sign == 'z' || sign == 'Z') {
        return 0;
      }
      int hours = digits(2);
      if (peek() == ':') {
        at++;
      }
      int minutes = at == text.length() ? 0 : digits(2);
      wrong |= (sign != '+' && sign != '-') || hours > 18 || minutes > 59;
      long offset = (hours * 60 + minutes) * MINUTE;
      return sign == '-' ? -offset : offset;
    }

    private int digits(int count) {
      int number = 0;
      for (int i = 0; i < count; i++) {
        int digit = peek() - '0';
        wrong |= digit < 0 || digit > 9;
        number = number * 10 + digit;
        at++;
      }
      return number;
    }

    private void expect(char c) {
      wrong |= peek() != c;
      at++;
    }

    private char peek() {
      return at < text.length() ? text.charAt(at) : 0;
    }
  }
}
