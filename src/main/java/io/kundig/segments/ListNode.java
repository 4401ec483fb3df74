package io.kundig.segments;

import java.time.Instant;

/// Is on a list since a moment in a stretch of time, or is not on it.
final class ListNode extends Node {

  private final int list;
  private final boolean in;
  private final Window window;

  ListNode(Condition.OnList condition, int list, Window window) {
    super(condition);
    this.list = list;
    this.in = condition.in();
    this.window = window;
  }

  @Override
  long judge(Facts facts, long now) {
    Series since = facts.onList(list);
    window.at(now);
    long answer = since.size() == 0 ? Turn.NEVER : window.judge(since.time(0));
    return in ? answer : Turn.opposite(answer);
  }

  @Override
  Explained explain(Facts facts, long now) {
    Series since = facts.onList(list);
    return explained(
        facts, now, since.size() == 0 ? null : Instant.ofEpochMilli(since.time(0)), null);
  }
}
