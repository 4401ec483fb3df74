package io.kundig.segments;

/// What time is counted in. Minutes and hours last as long as the clock says; days and longer ones
/// are the calendar's, in the segment's zone.
public enum Unit {
  MINUTES(60_000L, 5_256_000),
  HOURS(3_600_000L, 876_000),
  DAYS(0, 36_500),
  WEEKS(0, 5_200),
  MONTHS(0, 1_200),
  YEARS(0, 100);

  private final long millis;
  private final int most;

  Unit(long millis, int most) {
    this.millis = millis;
    this.most = most;
  }

  /// The length of a unit of the clock; 0 for those of the calendar.
  long millis() {
    return millis;
  }

  boolean isOfCalendar() {
    return millis == 0;
  }

  /// The longest span a condition may name: a hundred years, ten for minutes.
  int most() {
    return most;
  }
}
