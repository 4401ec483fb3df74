package io.kundig.segments;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The calendar of a zone in plain numbers: moments and local times are milliseconds since 1970,
/// days are days since 1970. Says the same as `java.time`, save that nothing ever moves backwards,
/// as [When] describes. Knows the changes of the clocks from 1900 to 2150.
final class LocalCalendar {

  static final long DAY = 86_400_000L;

  private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2150-01-01T00:00:00Z");
  private static final long FIRST_MILLI = FIRST.toEpochMilli();
  private static final int STRETCH = 31;
  private static final Map<ZoneId, LocalCalendar> KNOWN = new ConcurrentHashMap<>();

  /// When the clocks change.
  private final long[] changes;

  /// `offsets[i]` holds before `changes[i]`, `offsets[i + 1]` from then on.
  private final long[] offsets;

  /// The local time at which the clocks change, as they showed it before: above all local times
  /// there were until then.
  private final long[] turned;

  /// How many of the changes lie before each stretch of 2³¹ milliseconds since the first moment.
  private final short[] changesBefore;

  private final short[] turnedBefore;

  private LocalCalendar(ZoneRules rules) {
    List<ZoneOffsetTransition> transitions = new ArrayList<>();
    ZoneOffsetTransition next = rules.nextTransition(FIRST);
    while (next != null && next.getInstant().isBefore(LAST)) {
      transitions.add(next);
      next = rules.nextTransition(next.getInstant());
    }
    int n = transitions.size();
    changes = new long[n];
    offsets = new long[n + 1];
    turned = new long[n];
    offsets[0] = rules.getOffset(FIRST).getTotalSeconds() * 1_000L;
    for (int i = 0; i < n; i++) {
      changes[i] = transitions.get(i).getInstant().toEpochMilli();
      offsets[i + 1] = transitions.get(i).getOffsetAfter().getTotalSeconds() * 1_000L;
      turned[i] = changes[i] + offsets[i];
    }
    changesBefore = countBefore(changes);
    turnedBefore = countBefore(turned);
  }

  private static short[] countBefore(long[] ascending) {
    short[] before = new short[stretch(LAST.toEpochMilli()) + 2];
    for (int i = 0; i < before.length; i++) {
      int found = Arrays.binarySearch(ascending, FIRST_MILLI + ((long) i << STRETCH));
      before[i] = (short) (found < 0 ? -found - 1 : found);
    }
    return before;
  }

  private static int stretch(long moment) {
    return (int) ((moment - FIRST_MILLI) >> STRETCH);
  }

  static LocalCalendar of(ZoneId zone) {
    return KNOWN.computeIfAbsent(zone, unknown -> new LocalCalendar(unknown.getRules()));
  }

  /// The local time; while clocks show an hour for the second time, the last of the first.
  long local(long moment) {
    int i = before(changes, changesBefore, moment);
    long local = moment + offsets[i];
    return i == 0 ? local : Math.max(local, turned[i - 1] - 1);
  }

  /// The first moment at which [#local] is not below.
  long instant(long local) {
    int i = before(turned, turnedBefore, local);
    return i == 0 ? local - offsets[0] : Math.max(local - offsets[i], changes[i - 1]);
  }

  /// How many are not above.
  private static int before(long[] ascending, short[] counts, long value) {
    long stretch = (value - FIRST_MILLI) >> STRETCH;
    int found = stretch < 0 ? 0 : counts[(int) Math.min(stretch, counts.length - 1)];
    while (found < ascending.length && ascending[found] <= value) {
      found++;
    }
    return found;
  }

  long day(long moment) {
    return Math.floorDiv(local(moment), DAY);
  }

  long startOf(long day) {
    return instant(day * DAY);
  }

  /// A moment less `n` units; `n` below zero adds.
  long minus(long moment, int n, Unit unit) {
    if (!unit.isOfCalendar()) {
      return moment - n * unit.millis();
    }
    long local = local(moment);
    return switch (unit) {
      case DAYS -> instant(local - n * DAY);
      case WEEKS -> instant(local - 7L * n * DAY);
      default -> instant(minusMonths(local, months(n, unit)));
    };
  }

  private static int months(int n, Unit unit) {
    return unit == Unit.YEARS ? 12 * n : n;
  }

  private static long minusMonths(long local, int months) {
    long day = Math.floorDiv(local, DAY);
    LocalDate from = LocalDate.ofEpochDay(day);
    LocalDate to = from.minusMonths(months);
    return to.getDayOfMonth() < from.getDayOfMonth()
        ? (to.toEpochDay() + 1) * DAY
        : to.toEpochDay() * DAY + Math.floorMod(local, DAY);
  }

  /// The first moment whose [#minus] is after the given one.
  long firstPast(long moment, int n, Unit unit) {
    if (!unit.isOfCalendar()) {
      return moment + n * unit.millis() + 1;
    }
    long local = local(moment) + 1;
    return switch (unit) {
      case DAYS -> instant(local + n * DAY);
      case WEEKS -> instant(local + 7L * n * DAY);
      default -> instant(firstOfMonths(local, months(n, unit)));
    };
  }

  /// The least local time whose [#minusMonths] is not below.
  private static long firstOfMonths(long local, int months) {
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(local, DAY));
    long time = Math.floorMod(local, DAY);
    if (time == 0 && day.getDayOfMonth() == 1) {
      int length = day.minusDays(1).getDayOfMonth();
      LocalDate month = day.minusMonths(1).plusMonths(months);
      return (month.toEpochDay() + Math.min(length, month.lengthOfMonth())) * DAY;
    }
    LocalDate then = day.plusMonths(months);
    return then.getDayOfMonth() < day.getDayOfMonth()
        ? (then.toEpochDay() + 1) * DAY
        : then.toEpochDay() * DAY + time;
  }

  /// A day less `n` units of the calendar, at a month's end its last; `n` below zero adds.
  static long minusOfDay(long day, int n, Unit unit) {
    return switch (unit) {
      case DAYS -> day - n;
      case WEEKS -> day - 7L * n;
      default -> LocalDate.ofEpochDay(day).minusMonths(months(n, unit)).toEpochDay();
    };
  }

  /// The first day whose [#minusOfDay] is not before the given one.
  static long firstDayAt(long day, int n, Unit unit) {
    return switch (unit) {
      case DAYS -> day + n;
      case WEEKS -> day + 7L * n;
      default -> {
        LocalDate from = LocalDate.ofEpochDay(day);
        LocalDate to = from.plusMonths(months(n, unit));
        yield to.getDayOfMonth() < from.getDayOfMonth() ? to.toEpochDay() + 1 : to.toEpochDay();
      }
    };
  }
}
