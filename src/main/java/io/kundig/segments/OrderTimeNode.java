package io.kundig.segments;

import java.time.Instant;

/// The first or the last order lies in a stretch of time.
final class OrderTimeNode extends Node {

  private final Source source;
  private final boolean first;
  private final Window window;

  OrderTimeNode(Condition condition, Source source, boolean first, Window window) {
    super(condition);
    this.source = source;
    this.first = first;
    this.window = window;
  }

  @Override
  long judge(Facts facts, long now) {
    Series orders = source.of(facts);
    if (orders.size() == 0) {
      return Turn.NEVER;
    }
    window.at(now);
    int index = first ? 0 : Math.max(orders.firstFrom(now + 1) - 1, 0);
    long answer = window.judge(orders.time(index));
    if (first || index + 1 == orders.size()) {
      return answer;
    }
    return Turn.of(Turn.holds(answer), Math.min(Turn.moment(answer), orders.time(index + 1)));
  }

  @Override
  Explained explain(Facts facts, long now) {
    Series orders = source.of(facts);
    int past = orders.firstFrom(now + 1);
    Instant at = past == 0 ? null : Instant.ofEpochMilli(orders.time(first ? 0 : past - 1));
    return explained(facts, now, at, null);
  }
}
