package io.kundig.segments;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.springframework.stereotype.Component;

/// How long segments take to be judged, and whether that is too long. A segment is too slow when it
/// needs more than [#MOST_EACH] on the average for one event or person and, of late, more than
/// [#MOST] in all: it would hold up the others. What was longer ago counts less and less.
@Component
class Effort {

  static final Duration MOST = Duration.ofMillis(1_500);
  static final Duration MOST_EACH = Duration.ofMillis(1);
  private static final long HALF_LIFE = Duration.ofSeconds(5).toNanos();

  private final LongSupplier nanoTime;
  private final Map<Integer, Spent> bySegment = new HashMap<>();

  Effort() {
    this(System::nanoTime);
  }

  Effort(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private static final class Spent {
    private double nanos;
    private double times;
    private long at;

    private void decay(long now) {
      double factor = Math.pow(0.5, (double) (now - at) / HALF_LIFE);
      nanos *= factor;
      times *= factor;
      at = now;
    }
  }

  /// @param nanos what a segment took
  /// @param times for how many events or people
  /// @throws TooSlow if it is
  synchronized void spent(int segment, long nanos, long times) {
    if (nanos == 0) {
      return;
    }
    Spent spent = bySegment.computeIfAbsent(segment, no -> new Spent());
    spent.decay(nanoTime.getAsLong());
    spent.nanos += nanos;
    spent.times += Math.max(times, 1);
    double each = spent.nanos / spent.times;
    if (spent.nanos > MOST.toNanos() && each > MOST_EACH.toNanos()) {
      bySegment.remove(segment);
      throw new TooSlow(segment, each / 1e6);
    }
  }

  /// A segment is to be judged no more.
  static final class TooSlow extends RuntimeException {

    private final int segment;

    TooSlow(int segment, double millis) {
      super(
          String.format(
              Locale.ROOT,
              "It is too slow: %.1f ms on the average for one event or person, where %d ms are the"
                  + " limit. Use fewer filters, patterns and long lists, or divide it into several"
                  + " segments.",
              millis,
              MOST_EACH.toMillis()));
      this.segment = segment;
    }

    int segment() {
      return segment;
    }
  }
}
