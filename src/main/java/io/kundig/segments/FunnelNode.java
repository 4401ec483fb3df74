package io.kundig.segments;

/// One occurrence that is, or is not, followed by another in time.
final class FunnelNode extends Node {

  private final Source first;
  private final Source then;
  private final Span within;
  private final boolean happens;
  private final Window window;
  private final LocalCalendar calendar;

  FunnelNode(
      Condition.Funnel condition,
      Source first,
      Source then,
      Window window,
      LocalCalendar calendar) {
    super(condition);
    this.first = first;
    this.then = then;
    this.within = condition.within();
    this.happens = condition.happens();
    this.window = window;
    this.calendar = calendar;
  }

  /// It is looked for from the newest on: the one that stays longest.
  @Override
  long judge(Facts facts, long now) {
    Series starts = first.of(facts);
    if (starts.size() == 0) {
      return Turn.NEVER;
    }
    Series ends = then.of(facts);
    window.at(now);
    int from = starts.firstFrom(window.least());
    long next = Turn.ALWAYS;
    int after = ends.size();
    for (int i = starts.size() - 1; i >= from; i--) {
      long start = starts.time(i);
      while (after > 0 && ends.time(after - 1) > start) {
        after--;
      }
      long decided = decided(start, after < ends.size() ? ends.time(after) : Turn.ALWAYS);
      if (decided != Turn.ALWAYS) {
        long begins = start < window.end() ? decided : Math.max(decided, window.enters(start));
        if (begins <= now) {
          return Turn.until(window.leaves(start));
        }
        next = Math.min(next, begins);
      }
    }
    return Turn.notUntil(next);
  }

  /// From when on it is known that this one is, or is not, followed; [Turn#ALWAYS] if it never is.
  ///
  /// @param end the first after it; [Turn#ALWAYS] if there is none
  private long decided(long start, long end) {
    if (happens && end == Turn.ALWAYS) {
      return Turn.ALWAYS;
    }
    long deadline = calendar.minus(start, -within.n(), within.unit());
    boolean followed = end <= deadline;
    if (followed != happens) {
      return Turn.ALWAYS;
    }
    return happens ? end : deadline + 1;
  }
}
