package io.kundig.segments;

import java.time.LocalDate;

/// The stretch of time in which something counts. It moves with the present moment, *now*.
///
/// *n units ago* is the same local time n units earlier in the segment's zone (minutes and hours:
/// by the clock). What the calendar makes ambiguous is settled so that the bound of a stretch never
/// moves backwards, and what has once left does not return:
/// - a local time that daylight saving skips is the moment after the gap;
/// - a local time that there is twice is the first of the two; while it is now for the second time,
///   bounds of days and longer units stand still where they were at the end of the first;
/// - a day that a month does not have (31 March less one month) is the end of that month.
///
/// Moments count to the millisecond. What happens later than now does not count yet.
///
/// *Values that are days* (`2026-11-01`, no time) are compared as days: in the last n units is
/// every day from today less n to today, in the next n every day from today to today plus n; a day
/// that a month does not have is that month's last. With minutes and hours such a value is the
/// beginning of its day.
public sealed interface When {

  /// At any time until now; of a date, whichever it is.
  record Ever() implements When {}

  /// Not before n units ago, and not later than now.
  record Last(Span span) implements When {}

  /// Before n units ago: whatever is not in [Last] of the same span, and not in the future.
  record AtLeastAgo(Span span) implements When {}

  /// Not before `to` units ago, and before `from` units ago.
  ///
  /// @param from at least 1, less than `to`
  record BetweenAgo(int from, int to, Unit unit) implements When {}

  /// Later than now and before n units from now. Only of dates.
  record Next(Span span) implements When {}

  /// On that local day or later; of occurrences, not later than now.
  record After(LocalDate date) implements When {}

  /// Before that local day begins; of occurrences, not later than now.
  record Before(LocalDate date) implements When {}

  /// From the beginning of the first to the end of the last of two local days; of occurrences, not
  /// later than now.
  record Between(LocalDate from, LocalDate to) implements When {}

  When EVER = new Ever();
}
