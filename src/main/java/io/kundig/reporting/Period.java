package io.kundig.reporting;

import io.kundig.shared.Invalid;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Whole days of a shop's calendar, both included.
record Period(LocalDate from, LocalDate to, ZoneId zone) {

  private static final int DEFAULT_DAYS = 30;
  private static final int MOST_DAYS = 3 * 366;

  /// The last 30 days unless the caller says otherwise.
  ///
  /// @throws Invalid if the days are in the wrong order or more than three years
  static Period of(@Nullable LocalDate from, @Nullable LocalDate to, ZoneId zone, Instant now) {
    LocalDate last = to == null ? LocalDate.ofInstant(now, zone) : to;
    LocalDate first = from == null ? last.minusDays(DEFAULT_DAYS - 1) : from;
    if (first.isAfter(last)) {
      throw new Invalid("from", "The period ends before it begins.", "Send from before to.");
    }
    if (ChronoUnit.DAYS.between(first, last) >= MOST_DAYS) {
      throw new Invalid("from", "The period is longer than three years.", "Choose a shorter one.");
    }
    return new Period(first, last, zone);
  }

  int days() {
    return (int) ChronoUnit.DAYS.between(from, to) + 1;
  }

  /// As many days right before.
  Period previous() {
    return new Period(from.minusDays(days()), from.minusDays(1), zone);
  }

  OffsetDateTime start() {
    return utc(from);
  }

  /// The first moment after the period.
  OffsetDateTime end() {
    return utc(to.plusDays(1));
  }

  private OffsetDateTime utc(LocalDate day) {
    return day.atStartOfDay(zone).toInstant().atOffset(ZoneOffset.UTC);
  }
}
