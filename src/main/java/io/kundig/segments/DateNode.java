package io.kundig.segments;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A trait that is a date.
abstract class DateNode extends Node {

  final int trait;
  final LocalCalendar calendar;

  DateNode(Condition condition, int trait, LocalCalendar calendar) {
    super(condition);
    this.trait = trait;
    this.calendar = calendar;
  }

  abstract long judge(Moment moment, long now);

  @Override
  long judge(Facts facts, long now) {
    return switch (facts.trait(trait)) {
      case null -> Turn.NEVER;
      case Value.Many(List<Value> of) -> judgeAny(of, now);
      case Value value -> judge(value, now);
    };
  }

  private long judge(Value value, long now) {
    Moment moment = Moment.of(value);
    return moment == null ? Turn.NEVER : judge(moment, now);
  }

  private long judgeAny(List<Value> values, long now) {
    long holds = -1;
    long first = Turn.ALWAYS;
    for (Value value : values) {
      long answer = judge(value, now);
      if (Turn.holds(answer)) {
        holds = Math.max(holds, answer);
      } else {
        first = Math.min(first, Turn.moment(answer));
      }
    }
    return holds >= 0 ? holds : Turn.notUntil(first);
  }

  @Override
  Explained explain(Facts facts, long now) {
    return explained(facts, now, null, shown(facts.trait(trait)));
  }

  static @Nullable String shown(@Nullable Value value) {
    return switch (value) {
      case null -> null;
      case Value.Many(List<Value> of) ->
          String.join(", ", of.stream().map(DateNode::shown).filter(text -> text != null).toList());
      case Value one -> one.asText();
    };
  }

  /// It lies in a stretch of time.
  static final class During extends DateNode {

    private final Window days;
    private final Window moments;
    private final boolean comparesDays;

    During(Condition condition, int trait, When when, LocalCalendar calendar) {
      super(condition, trait, calendar);
      this.moments = Window.ofMoments(when, calendar);
      this.comparesDays = Window.comparesDays(when);
      this.days = comparesDays ? Window.ofDays(when, calendar) : moments;
    }

    @Override
    long judge(Moment moment, long now) {
      if (comparesDays && moment.isDay()) {
        days.at(now);
        return days.judge(moment.value());
      }
      moments.at(now);
      return moments.judge(moment.instant(calendar));
    }
  }

  /// Its day returns this year or the next.
  static final class Anniversary extends DateNode {

    private final Condition.Return occurs;

    Anniversary(Condition.Anniversary condition, int trait, LocalCalendar calendar) {
      super(condition, trait, calendar);
      this.occurs = condition.occurs();
    }

    @Override
    long judge(Moment moment, long now) {
      LocalDate date = LocalDate.ofEpochDay(moment.day(calendar));
      LocalDate today = LocalDate.ofEpochDay(calendar.day(now));
      return switch (occurs) {
        case Condition.Return.Today _ -> judgeToday(date, today);
        case Condition.Return.ThisMonth _ -> judgeMonth(date, today);
        case Condition.Return.Next(Span(int n, Unit unit)) -> judgeNext(date, today, n, unit);
        case Condition.Return.Last(Span(int n, Unit unit)) -> judgeLast(date, today, n, unit);
      };
    }

    private long judgeToday(LocalDate date, LocalDate today) {
      LocalDate next = nextFrom(today, date);
      return next.equals(today) ? Turn.until(start(today.plusDays(1))) : Turn.notUntil(start(next));
    }

    private long judgeMonth(LocalDate date, LocalDate today) {
      LocalDate month = today.withDayOfMonth(1);
      if (date.getMonth() == today.getMonth()) {
        return Turn.until(start(month.plusMonths(1)));
      }
      int months = Math.floorMod(date.getMonthValue() - today.getMonthValue(), 12);
      return Turn.notUntil(start(month.plusMonths(months)));
    }

    private long judgeNext(LocalDate date, LocalDate today, int n, Unit unit) {
      LocalDate next = nextFrom(today, date);
      long last = LocalCalendar.minusOfDay(today.toEpochDay(), -n, unit);
      return next.toEpochDay() <= last
          ? Turn.until(start(next.plusDays(1)))
          : Turn.notUntil(calendar.startOf(LocalCalendar.firstDayAt(next.toEpochDay(), -n, unit)));
    }

    private long judgeLast(LocalDate date, LocalDate today, int n, Unit unit) {
      LocalDate next = nextFrom(today.plusDays(1), date);
      LocalDate last = returnIn(next.getYear() - 1, date);
      long first = LocalCalendar.minusOfDay(today.toEpochDay(), n, unit);
      return last.toEpochDay() >= first
          ? Turn.until(calendar.startOf(LocalCalendar.firstDayAt(last.toEpochDay() + 1, n, unit)))
          : Turn.notUntil(start(next));
    }

    private static LocalDate nextFrom(LocalDate day, LocalDate date) {
      LocalDate thisYear = returnIn(day.getYear(), date);
      return thisYear.isBefore(day) ? returnIn(day.getYear() + 1, date) : thisYear;
    }

    private static LocalDate returnIn(int year, LocalDate date) {
      return date.withYear(year);
    }

    private long start(LocalDate day) {
      return calendar.startOf(day.toEpochDay());
    }
  }
}
