package io.kundig.flows;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;

/// How long a delay lasts: whole days by the shop's calendar, then hours and minutes by the clock.
///
/// One day after 9:00 is 9:00 the next day, also when the clocks changed in between; 24 hours are
/// always 24 hours. A local time that daylight saving skips becomes the same time after the gap.
record Wait(Period days, Duration time) {

  private static final Duration LONGEST = Duration.ofDays(730);

  static final Wait NONE = new Wait(Period.ZERO, Duration.ZERO);

  /// @param text ISO 8601 without months and years: `PT1H`, `P1D`, `P1DT2H`, `P2W`
  /// @throws DateTimeException if it is not such a duration, negative or longer than two years
  static Wait parse(String text) {
    if (text.equals("P")) {
      throw new DateTimeException("no length is named");
    }
    int t = text.indexOf('T');
    String date = t < 0 ? text : text.substring(0, t);
    Period days = date.equals("P") ? Period.ZERO : Period.parse(date);
    Duration time = t < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(t));
    if (days.getMonths() != 0 || days.getYears() != 0) {
      throw new DateTimeException("months and years have no fixed length");
    }
    if (days.isNegative() || time.isNegative()) {
      throw new DateTimeException("a delay cannot be negative");
    }
    if (Duration.ofDays(days.getDays()).plus(time).compareTo(LONGEST) > 0) {
      throw new DateTimeException("a delay lasts two years at most");
    }
    return new Wait(days, time);
  }

  Instant after(Instant start, ZoneId zone) {
    return start.atZone(zone).plus(days).toInstant().plus(time);
  }

  String text() {
    if (days.isZero()) {
      return time.toString();
    }
    return time.isZero() ? days.toString() : days + time.toString().substring(1);
  }
}
