package io.kundig.segments;

import io.kundig.segments.Judges.Judge;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Sums up what judging takes and hands it on now and then. One thread at a time.
final class Stopwatch {

  private static final long HANDED_ON_EVERY = 100_000_000L;

  /// One person in so many is looked at; and whoever comes after one who took long.
  private static final int SAMPLED = 8;

  private static final long LONG = 5_000_000L;

  /// More is not counted of a single time: the machine stood still, not the segment.
  private static final long MOST_AT_ONCE = 20_000_000L;

  private final Effort effort;
  private final List<Judge> judges;
  private final Map<Integer, Cost> byStream = new HashMap<>();
  private final long[] byPlace;
  private int turn;
  private int people;
  private int measured;
  private long pending;
  private boolean tookLong;

  private static final class Cost {
    private long nanos;
    private long times;
  }

  Stopwatch(Effort effort, List<Judge> judges) {
    this.effort = effort;
    this.judges = judges;
    this.byPlace = new long[judges.size()];
  }

  /// @throws Effort.TooSlow if a segment that looks at the stream is
  void read(int stream, long took) {
    long nanos = Math.min(took, MOST_AT_ONCE);
    Cost cost = byStream.computeIfAbsent(stream, no -> new Cost());
    cost.nanos += nanos;
    cost.times++;
    handOnAfter(nanos);
  }

  /// Whether the next person is to be measured, segment by segment.
  boolean measuresNext() {
    return tookLong || turn++ % SAMPLED == 0;
  }

  void judged(int place, long took) {
    long nanos = Math.min(took, MOST_AT_ONCE);
    byPlace[place] += nanos;
    pending += nanos;
  }

  /// @throws Effort.TooSlow if a segment is
  void judgedPerson(boolean wasMeasured, long nanos) {
    tookLong = nanos > LONG;
    measured += wasMeasured ? 1 : 0;
    people++;
    handOnAfter(0);
  }

  private void handOnAfter(long nanos) {
    pending += nanos;
    if (pending > HANDED_ON_EVERY) {
      handOn();
    }
  }

  private void handOn() {
    try {
      for (int place = 0; place < byPlace.length; place++) {
        Judge judge = judges.get(place);
        effort.spent(judge.segment().no(), byPlace[place] * people / Math.max(measured, 1), people);
        handOnStreams(judge.segment().no(), judge.compiled().streams());
        handOnStreams(judge.segment().no(), judge.compiled().orderStreams());
      }
    } finally {
      byStream.clear();
      Arrays.fill(byPlace, 0);
      measured = 0;
      people = 0;
      pending = 0;
    }
  }

  private void handOnStreams(int segment, Set<Integer> streams) {
    long nanos = 0;
    long times = 0;
    for (int stream : streams) {
      Cost cost = byStream.get(stream);
      if (cost != null) {
        nanos += cost.nanos;
        times = Math.max(times, cost.times);
      }
    }
    effort.spent(segment, nanos, times);
  }
}
