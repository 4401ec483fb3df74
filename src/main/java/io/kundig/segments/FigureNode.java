package io.kundig.segments;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/// A figure of the occurrences of a stream in a stretch of time.
final class FigureNode extends Node {

  enum Figure {
    COUNT,
    SUM,
    AVERAGE,
    DISTINCT,
    DAYS_BETWEEN
  }

  /// How many occurrences are tried for the one that changes the answer, before the answer is said
  /// to stand until the last of these only.
  private static final int MOST_TRIED = 16;

  private final Source source;
  private final Figure figure;
  private final NumberRange range;
  private final Window window;
  private final long answerOfNone;

  FigureNode(Condition condition, Source source, Figure figure, NumberTest is, Window window) {
    super(condition);
    this.source = source;
    this.figure = figure;
    boolean counts = figure == Figure.COUNT || figure == Figure.DISTINCT;
    this.range = counts ? NumberRange.of(is).ofCounts() : NumberRange.of(is);
    this.window = window;
    this.answerOfNone = Turn.of(holds(Series.EMPTY, 0, 0), Turn.ALWAYS);
  }

  @Override
  long judge(Facts facts, long now) {
    Series series = source.of(facts);
    if (series.size() == 0) {
      return answerOfNone;
    }
    window.at(now);
    int from = series.firstFrom(window.least());
    int to = Math.max(from, series.firstFrom(window.end()));
    return figure == Figure.COUNT
        ? judgeCount(series, from, to)
        : Turn.of(holds(series, from, to), turn(series, from, to));
  }

  private long judgeCount(Series series, int from, int to) {
    long count = series.count(from, to);
    long turn;
    if (count < range.least()) {
      turn = reaches(range.least(), series, from);
    } else if (count > range.greatest()) {
      turn = fallsBelow(range.greatest() + 1, series, to);
    } else {
      turn =
          Math.min(
              fallsBelow(range.least(), series, to),
              range.greatest() == Long.MAX_VALUE
                  ? Turn.ALWAYS
                  : reaches(range.greatest() + 1, series, from));
    }
    return Turn.of(range.holds(count), turn);
  }

  /// When so many have left that fewer than `limit` remain, if none came.
  private long fallsBelow(long limit, Series series, int to) {
    return limit <= 0 || !window.isLeft()
        ? Turn.ALWAYS
        : window.leaves(series.time(series.lastOf(limit, to)));
  }

  /// When so many have come that there are `limit`, if none left.
  private long reaches(long limit, Series series, int from) {
    int last = series.reaching(limit, from);
    return last == series.size() ? Turn.ALWAYS : window.enters(series.time(last));
  }

  private boolean holds(Series series, int from, int to) {
    long number = number(series, from, to);
    return number != Decimals.NONE && range.holds(number);
  }

  private long number(Series series, int from, int to) {
    long count = series.count(from, to);
    return switch (figure) {
      case COUNT -> count;
      case SUM -> series.sum(from, to);
      case DISTINCT -> series.distinct(from, to);
      case AVERAGE -> average(series.sum(from, to), count);
      case DAYS_BETWEEN ->
          count < 2
              ? Decimals.NONE
              : Decimals.divide(
                  (series.time(to - 1) - series.time(from)) * Decimals.ONE,
                  (count - 1) * LocalCalendar.DAY);
    };
  }

  private long turn(Series series, int from, int to) {
    long comes = to < series.size() ? window.enters(series.time(to)) : Turn.ALWAYS;
    boolean leaves = window.isLeft() && from < to;
    if (comes == Turn.ALWAYS) {
      return leaves ? firstChangeByLeaving(series, from, to) : Turn.ALWAYS;
    }
    if (window.isLeft()) {
      return leaves ? Math.min(comes, window.leaves(series.time(from))) : comes;
    }
    return firstChangeByComing(series, from, to);
  }

  private long firstChangeByLeaving(Series series, int from, int to) {
    int end = Math.min(to, from + MOST_TRIED);
    Tried tried = new Tried(series, from, to);
    boolean now = tried.holds();
    for (int left = from; left < end; left++) {
      tried.leaves();
      if (tried.holds() != now) {
        return window.leaves(series.time(left));
      }
    }
    return end == to ? Turn.ALWAYS : window.leaves(series.time(end - 1));
  }

  /// The figure while the oldest leave, one after the other: worked out once, then corrected.
  private final class Tried {

    private final Series series;
    private final int to;
    private int from;
    private long figure;

    Tried(Series series, int from, int to) {
      this.series = series;
      this.from = from;
      this.to = to;
      this.figure =
          switch (FigureNode.this.figure) {
            case SUM, AVERAGE -> series.sum(from, to);
            case DISTINCT -> series.distinct(from, to);
            case COUNT, DAYS_BETWEEN -> 0;
          };
    }

    void leaves() {
      switch (FigureNode.this.figure) {
        case SUM, AVERAGE -> figure -= series.value(from);
        case DISTINCT -> figure -= series.isLastOfItsValue(from, to) ? 1 : 0;
        case COUNT, DAYS_BETWEEN -> {}
      }
      from++;
    }

    boolean holds() {
      long number =
          switch (FigureNode.this.figure) {
            case SUM, DISTINCT -> figure;
            case AVERAGE -> average(figure, series.count(from, to));
            case COUNT, DAYS_BETWEEN -> number(series, from, to);
          };
      return number != Decimals.NONE && range.holds(number);
    }
  }

  private static long average(long sum, long count) {
    return count == 0 ? Decimals.NONE : Decimals.divide(sum, count);
  }

  private long firstChangeByComing(Series series, int from, int to) {
    boolean now = holds(series, from, to);
    int end = Math.min(series.size(), to + MOST_TRIED);
    for (int come = to; come < end; come++) {
      if (holds(series, from, come + 1) != now) {
        return window.enters(series.time(come));
      }
    }
    return end == series.size() ? Turn.ALWAYS : window.enters(series.time(end - 1));
  }

  @Override
  Explained explain(Facts facts, long now) {
    Series series = source.of(facts);
    window.at(now);
    int from = series.firstFrom(window.least());
    int to = Math.max(from, series.firstFrom(window.end()));
    Instant last = from == to ? null : Instant.ofEpochMilli(series.time(to - 1));
    return new Explained(
        condition,
        Turn.holds(judge(facts, now)),
        shown(number(series, from, to)),
        last,
        null,
        List.of());
  }

  private @org.jspecify.annotations.Nullable BigDecimal shown(long number) {
    if (number == Decimals.NONE) {
      return null;
    }
    return figure == Figure.COUNT || figure == Figure.DISTINCT
        ? BigDecimal.valueOf(number)
        : Decimals.toDecimal(number);
  }
}
