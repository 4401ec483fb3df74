package io.kundig.segments;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalCalendarTests {

  private static final long FIVE_MINUTES = 300_000L;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/New_York",
        "America/Sao_Paulo",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Africa/Casablanca",
        "Asia/Kolkata",
        "UTC"
      })
  void itAgreesWithJavaTimeWhereverNothingIsAmbiguous(String name) {
    ZoneId zone = ZoneId.of(name);
    LocalCalendar calendar = LocalCalendar.of(zone);
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      long at = random.nextLong(-2_000_000_000_000L, 4_000_000_000_000L);
      Instant moment = Instant.ofEpochMilli(at);
      LocalDate day = LocalDate.ofInstant(moment, zone);
      assertThat(calendar.day(at)).isEqualTo(day.toEpochDay());
      assertThat(calendar.startOf(day.toEpochDay()))
          .isEqualTo(day.atStartOfDay(zone).toInstant().toEpochMilli());
      var local = moment.atZone(zone).toLocalDateTime();
      var target = local.minusDays(3);
      boolean isPlain =
          zone.getRules().getValidOffsets(local).size() == 1
              && zone.getRules().getValidOffsets(target).size() == 1;
      if (isPlain) {
        assertThat(calendar.minus(at, 3, Unit.DAYS))
            .isEqualTo(moment.atZone(zone).minusDays(3).toInstant().toEpochMilli());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin 2026-03-28T00:00:00Z", "Europe/Berlin 2026-10-24T00:00:00Z",
        "America/New_York 2026-03-07T00:00:00Z", "America/New_York 2026-10-31T00:00:00Z",
        "America/Sao_Paulo 2018-11-02T00:00:00Z", "America/Sao_Paulo 2018-02-16T00:00:00Z",
        "Australia/Lord_Howe 2026-04-03T00:00:00Z", "Pacific/Apia 2011-12-28T00:00:00Z",
        "Europe/Berlin 2026-01-28T00:00:00Z", "Europe/Berlin 2026-03-27T00:00:00Z",
        "Europe/Berlin 2028-02-27T00:00:00Z", "Europe/Berlin 2026-08-29T00:00:00Z"
      })
  void boundsNeverMoveBackAndAreCrossedWhenItSays(String where) {
    String[] words = where.split(" ");
    LocalCalendar calendar = LocalCalendar.of(ZoneId.of(words[0]));
    long start = Instant.parse(words[1]).toEpochMilli();
    for (Unit unit : Unit.values()) {
      for (int n : List.of(-12, -2, -1, 1, 2, 3, 12)) {
        long before = Long.MIN_VALUE;
        for (long at = start; at < start + 5 * LocalCalendar.DAY; at += FIVE_MINUTES) {
          long bound = calendar.minus(at, n, unit);
          assertThat(bound).isGreaterThanOrEqualTo(before);
          before = bound;
          crossed(calendar, at, n, unit);
          crossed(calendar, at - 1, n, unit);
        }
      }
    }
  }

  private static void crossed(LocalCalendar calendar, long at, int n, Unit unit) {
    long past = calendar.firstPast(at, n, unit);
    assertThat(calendar.minus(past, n, unit)).as("%s %d %s", at, n, unit).isGreaterThan(at);
    assertThat(calendar.minus(past - 1, n, unit))
        .as("%s %d %s", at, n, unit)
        .isLessThanOrEqualTo(at);
  }

  @Test
  void daysAreReachedWhenItSays() {
    long start = LocalDate.of(2027, 12, 1).toEpochDay();
    for (long day = start; day < start + 500; day++) {
      for (Unit unit : List.of(Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS)) {
        for (int n : List.of(-13, -1, 0, 1, 2, 12)) {
          long first = LocalCalendar.firstDayAt(day, n, unit);
          assertThat(LocalCalendar.minusOfDay(first, n, unit)).isGreaterThanOrEqualTo(day);
          assertThat(LocalCalendar.minusOfDay(first - 1, n, unit)).isLessThan(day);
        }
      }
    }
  }
}
