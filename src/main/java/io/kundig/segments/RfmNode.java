package io.kundig.segments;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/// Somebody's recency, frequency and monetary value, by bounds that stand still.
final class RfmNode extends Node {

  /// What stands for the value where nobody is ranked.
  static final String TOO_FEW = "too_few_buyers";

  private static final int MOST_TRIED = 16;
  private static final int NO_SCORE = 0;

  private final Ranks ranks;
  private final Source amounts;
  private final Window window;

  /// By the three scores read as a number.
  private final boolean[] wanted = new boolean[334];

  /// @param amounts net of each order
  RfmNode(Condition.Rfm condition, Ranks ranks, Source amounts, Window window) {
    super(condition);
    this.ranks = ranks;
    this.amounts = amounts;
    this.window = window;
    for (int r = 1; r <= 3; r++) {
      for (int f = 1; f <= 3; f++) {
        for (int m = 1; m <= 3; m++) {
          wanted[100 * r + 10 * f + m] = condition.takes(r, f, m);
        }
      }
    }
  }

  @Override
  long judge(Facts facts, long now) {
    Series orders = amounts.of(facts);
    if (!ranks.hasScores() || orders.size() == 0) {
      return Turn.NEVER;
    }
    window.at(now);
    int from = orders.firstFrom(window.least());
    int to = Math.max(from, orders.firstFrom(window.end()));
    boolean holds = wanted[score(orders, from, to, now)];
    long comes = to < orders.size() ? window.enters(orders.time(to)) : Turn.ALWAYS;
    return Turn.of(holds, Math.min(comes, firstChange(orders, from, to, now, holds)));
  }

  /// If no order comes: orders grow too old one by one, and the last one's age crosses bounds.
  private long firstChange(Series orders, int from, int to, long now, boolean holds) {
    long at = now;
    int first = from;
    for (int tried = 0; tried < MOST_TRIED && first < to; tried++) {
      long leaves = window.leaves(orders.time(first));
      long ages = nextBound(orders.time(to - 1), at);
      at = Math.min(leaves, ages);
      first += leaves == at ? 1 : 0;
      if (wanted[score(orders, first, to, at)] != holds) {
        return at;
      }
    }
    return first < to ? at : Turn.ALWAYS;
  }

  private long nextBound(long last, long after) {
    long best = last + ranks.days().best() * LocalCalendar.DAY + 1;
    long middle = last + ranks.days().middle() * LocalCalendar.DAY + 1;
    return best > after ? best : middle > after ? middle : Turn.ALWAYS;
  }

  private int score(Series orders, int from, int to, long now) {
    if (from >= to) {
      return NO_SCORE;
    }
    return 100 * ranks.recency(now - orders.time(to - 1))
        + 10 * ranks.frequency(orders.count(from, to))
        + ranks.monetary(orders.sum(from, to));
  }

  @Override
  Explained explain(Facts facts, long now) {
    boolean holds = Turn.holds(judge(facts, now));
    if (!ranks.hasScores()) {
      return new Explained(condition, holds, null, null, TOO_FEW, List.of());
    }
    Series orders = amounts.of(facts);
    window.at(now);
    int from = orders.firstFrom(window.least());
    int to = Math.max(from, orders.firstFrom(window.end()));
    int score = score(orders, from, to, now);
    if (score == NO_SCORE) {
      return new Explained(condition, holds, null, null, null, List.of());
    }
    RfmGroup group = RfmGroup.of(score / 100, score / 10 % 10, score % 10);
    return new Explained(
        condition,
        holds,
        BigDecimal.valueOf(score),
        Instant.ofEpochMilli(orders.time(to - 1)),
        JsonPart.code(group),
        List.of());
  }
}
