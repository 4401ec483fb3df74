package io.kundig.segments;

import java.time.LocalDate;

/// A stretch of time ready to be used: from the lower bound to before the upper one. It is set to a
/// moment, then asked; one thread at a time.
final class Window {

  private final Bound lower;
  private final Bound upper;
  private long now = Long.MIN_VALUE;
  private long least;
  private long end;

  private Window(Bound lower, Bound upper) {
    this.lower = lower;
    this.upper = upper;
  }

  /// In which occurrences count, which are moments not later than now.
  static Window ofOccurrences(When when, LocalCalendar calendar) {
    Bound now = new Bound.Now();
    return switch (when) {
      case When.Ever _ -> new Window(Bound.NEVER, now);
      case When.Last(Span span) -> new Window(new Bound.Ago(span, calendar), now);
      case When.AtLeastAgo(Span span) -> new Window(Bound.NEVER, new Bound.Ago(span, calendar));
      case When.BetweenAgo(int from, int to, Unit unit) ->
          new Window(
              new Bound.Ago(new Span(to, unit), calendar),
              new Bound.Ago(new Span(from, unit), calendar));
      case When.Next _ -> throw new IllegalArgumentException("what has happened is not to come");
      case When.After(LocalDate date) -> new Window(start(date, calendar), now);
      case When.Before(LocalDate date) ->
          new Window(Bound.NEVER, new Bound.NowUpTo(startOf(date, calendar)));
      case When.Between(LocalDate from, LocalDate to) ->
          new Window(start(from, calendar), new Bound.NowUpTo(startOf(to.plusDays(1), calendar)));
    };
  }

  /// In which dates count that are moments.
  static Window ofMoments(When when, LocalCalendar calendar) {
    return switch (when) {
      case When.Ever _ -> new Window(Bound.NEVER, Bound.ALWAYS);
      case When.Last _, When.AtLeastAgo _, When.BetweenAgo _ -> ofOccurrences(when, calendar);
      case When.Next(Span(int n, Unit unit)) ->
          new Window(new Bound.Now(), new Bound.Ago(new Span(-n, unit), calendar));
      case When.After(LocalDate date) -> new Window(start(date, calendar), Bound.ALWAYS);
      case When.Before(LocalDate date) -> new Window(Bound.NEVER, start(date, calendar));
      case When.Between(LocalDate from, LocalDate to) ->
          new Window(start(from, calendar), start(to.plusDays(1), calendar));
    };
  }

  private static Bound start(LocalDate date, LocalCalendar calendar) {
    return new Bound.Fixed(startOf(date, calendar));
  }

  private static long startOf(LocalDate date, LocalCalendar calendar) {
    return calendar.startOf(date.toEpochDay());
  }

  /// In which dates count that are days: its values are days, not moments.
  static Window ofDays(When when, LocalCalendar calendar) {
    return switch (when) {
      case When.Ever _ -> new Window(Bound.NEVER, Bound.ALWAYS);
      case When.Last(Span span) ->
          new Window(new Bound.DaysAgo(span, calendar), Bound.DaysAgo.tomorrow(calendar));
      case When.AtLeastAgo(Span span) -> new Window(Bound.NEVER, new Bound.DaysAgo(span, calendar));
      case When.BetweenAgo(int from, int to, Unit unit) ->
          new Window(
              new Bound.DaysAgo(new Span(to, unit), calendar),
              new Bound.DaysAgo(new Span(from, unit), calendar));
      case When.Next(Span span) ->
          new Window(Bound.DaysAgo.today(calendar), new Bound.DaysAhead(span, calendar));
      case When.After(LocalDate date) ->
          new Window(new Bound.Fixed(date.toEpochDay()), Bound.ALWAYS);
      case When.Before(LocalDate date) ->
          new Window(Bound.NEVER, new Bound.Fixed(date.toEpochDay()));
      case When.Between(LocalDate from, LocalDate to) ->
          new Window(new Bound.Fixed(from.toEpochDay()), new Bound.Fixed(to.toEpochDay() + 1));
    };
  }

  /// Whether days are compared as days, or as the moments at which they begin.
  static boolean comparesDays(When when) {
    return switch (when) {
      case When.Last(Span span) -> span.unit().isOfCalendar();
      case When.AtLeastAgo(Span span) -> span.unit().isOfCalendar();
      case When.Next(Span span) -> span.unit().isOfCalendar();
      case When.BetweenAgo between -> between.unit().isOfCalendar();
      case When.Ever _, When.After _, When.Before _, When.Between _ -> true;
    };
  }

  void at(long moment) {
    if (moment != now) {
      now = moment;
      least = lower.at(moment);
      end = upper.at(moment);
    }
  }

  /// The least value in it now.
  long least() {
    return least;
  }

  /// The least value above it now.
  long end() {
    return end;
  }

  /// Whether values leave it as time goes by.
  boolean isLeft() {
    return lower.moves();
  }

  boolean contains(long value) {
    return least <= value && value < end;
  }

  /// The first moment at which the value is below the upper bound, [Long#MAX_VALUE] if that never
  /// comes.
  long enters(long value) {
    return upper.firstPast(value);
  }

  /// The first moment at which the value is below the lower bound.
  long leaves(long value) {
    return lower.firstPast(value);
  }

  /// Whether the value is in it, and when that changes.
  long judge(long value) {
    if (value < least) {
      return Turn.NEVER;
    }
    return value < end ? Turn.until(leaves(value)) : Turn.notUntil(enters(value));
  }

  /// The end of a window: a value that moves with the present moment, never backwards.
  private sealed interface Bound {

    Bound NEVER = new Fixed(Long.MIN_VALUE);
    Bound ALWAYS = new Fixed(Long.MAX_VALUE);

    long at(long moment);

    /// The first moment at which the bound is above the value.
    long firstPast(long value);

    default boolean moves() {
      return true;
    }

    record Fixed(long value) implements Bound {
      @Override
      public long at(long moment) {
        return value;
      }

      @Override
      public long firstPast(long other) {
        return other < value ? Long.MIN_VALUE : Long.MAX_VALUE;
      }

      @Override
      public boolean moves() {
        return false;
      }
    }

    /// Above all that is not later than now.
    record Now() implements Bound {
      @Override
      public long at(long moment) {
        return moment + 1;
      }

      @Override
      public long firstPast(long value) {
        return value;
      }
    }

    /// The same, until a fixed moment.
    record NowUpTo(long value) implements Bound {
      @Override
      public long at(long moment) {
        return Math.min(moment + 1, value);
      }

      @Override
      public long firstPast(long other) {
        return other < value ? other : Long.MAX_VALUE;
      }
    }

    record Ago(Span span, LocalCalendar calendar) implements Bound {
      @Override
      public long at(long moment) {
        return calendar.minus(moment, span.n(), span.unit());
      }

      @Override
      public long firstPast(long value) {
        return calendar.firstPast(value, span.n(), span.unit());
      }
    }

    /// Today less a span.
    record DaysAgo(Span span, LocalCalendar calendar) implements Bound {

      static Bound today(LocalCalendar calendar) {
        return new DaysAgo(new Span(0, Unit.DAYS), calendar);
      }

      static Bound tomorrow(LocalCalendar calendar) {
        return new DaysAgo(new Span(-1, Unit.DAYS), calendar);
      }

      @Override
      public long at(long moment) {
        return LocalCalendar.minusOfDay(calendar.day(moment), span.n(), span.unit());
      }

      @Override
      public long firstPast(long day) {
        return calendar.startOf(LocalCalendar.firstDayAt(day + 1, span.n(), span.unit()));
      }
    }

    /// The day after today plus a span.
    record DaysAhead(Span span, LocalCalendar calendar) implements Bound {
      @Override
      public long at(long moment) {
        return LocalCalendar.minusOfDay(calendar.day(moment), -span.n(), span.unit()) + 1;
      }

      @Override
      public long firstPast(long day) {
        return calendar.startOf(LocalCalendar.firstDayAt(day, -span.n(), span.unit()));
      }
    }
  }
}
