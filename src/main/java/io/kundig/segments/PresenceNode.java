package io.kundig.segments;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/// More has been entered than left: somebody is inside. It counts, so that it makes no difference
/// in which order the log tells of it.
final class PresenceNode extends Node {

  private final Source entered;
  private final Source left;
  private final boolean inside;

  PresenceNode(Condition condition, Source entered, Source left, boolean inside) {
    super(condition);
    this.entered = entered;
    this.left = left;
    this.inside = inside;
  }

  @Override
  long judge(Facts facts, long now) {
    Series in = entered.of(facts);
    if (in.size() == 0) {
      return inside ? Turn.NEVER : Turn.ALWAYS;
    }
    Series out = left.of(facts);
    boolean holds = (past(in, now) > past(out, now)) == inside;
    return Turn.of(holds, Math.min(next(in, now), next(out, now)));
  }

  private static long past(Series series, long now) {
    return series.count(0, series.firstFrom(now + 1));
  }

  private static long next(Series series, long now) {
    int index = series.firstFrom(now + 1);
    return index < series.size() ? series.time(index) : Turn.ALWAYS;
  }

  @Override
  Explained explain(Facts facts, long now) {
    Series in = entered.of(facts);
    int past = in.firstFrom(now + 1);
    return new Explained(
        condition,
        Turn.holds(judge(facts, now)),
        BigDecimal.valueOf(past(in, now)),
        past == 0 ? null : Instant.ofEpochMilli(in.time(past - 1)),
        null,
        List.of());
  }
}
