package io.kundig.segments;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The occurrences of one stream, ascending by time. The oldest may stand for several of the same
/// quarter-hour, at its beginning.
final class Series {

  /// How many of the newest occurrences are kept as they are; those before are summed up.
  static final int MOST_EXACT = 2_000;

  /// How many quarter-hours are kept as such.
  static final int MOST_SUMMED = 20_000;

  /// How many remain quarter-hours when the others are joined.
  static final int FINE_SUMMED = 10_000;

  static final long QUARTER = 900_000L;

  /// In quarter-hours.
  static final long DAY = 96;

  /// The packed times are counted from 2000-01-01T00:00Z.
  static final long EPOCH = 946_684_800_000L;

  static final Series EMPTY = new Series(0, new long[0], null, new long[] {0});

  private final int summed;
  private final long[] times;
  private final long @Nullable [] values;

  /// How many occurrences there are before each index; `null` if each stands for itself.
  private final long @Nullable [] counts;

  private Series(int summed, long[] times, long @Nullable [] values, long @Nullable [] counts) {
    this.summed = summed;
    this.times = times;
    this.values = values;
    this.counts = counts;
  }

  static Series read(Packed.Reader in) {
    int summed = in.count();
    return summed == 0 ? readExact(in) : readSummed(in, summed);
  }

  private static Series readExact(Packed.Reader in) {
    long head = in.number();
    int n = (int) (head >>> 1);
    long[] times = new long[n];
    readTimes(in, times, 0);
    return new Series(0, times, (head & 1) == 0 ? null : readValues(in, new long[n], 0), null);
  }

  private static Series readSummed(Packed.Reader in, int summed) {
    long[] quarters = new long[summed];
    long[] counts = new long[summed];
    long[] sums = new long[summed];
    for (int i = 0; i < summed; i++) {
      quarters[i] = i == 0 ? in.signed() : quarters[i - 1] + in.number();
      counts[i] = in.number();
      sums[i] = in.signed();
    }
    long head = in.number();
    int n = summed + (int) (head >>> 1);
    long[] times = new long[n];
    long[] before = new long[n + 1];
    for (int i = 0; i < n; i++) {
      times[i] = i < summed ? quarters[i] * QUARTER : 0;
      before[i + 1] = before[i] + (i < summed ? counts[i] : 1);
    }
    readTimes(in, times, summed);
    long[] values = Arrays.copyOf(sums, n);
    if ((head & 1) == 1) {
      readValues(in, values, summed);
    }
    return new Series(summed, times, values, before);
  }

  static void readTimes(Packed.Reader in, long[] times, int from) {
    for (int i = from; i < times.length; i++) {
      times[i] = i == from ? EPOCH + in.signed() : times[i - 1] + in.number();
    }
  }

  static long[] readValues(Packed.Reader in, long[] values, int from) {
    for (int i = from; i < values.length; i++) {
      values[i] = in.signed();
    }
    return values;
  }

  int size() {
    return times.length;
  }

  /// How many of the first entries stand for several.
  int summed() {
    return summed;
  }

  long time(int index) {
    return times[index];
  }

  long value(int index) {
    return values == null ? 0 : values[index];
  }

  /// The first index whose time is not before.
  int firstFrom(long moment) {
    int n = times.length;
    if (n == 0 || moment <= times[0]) {
      return 0;
    }
    if (moment > times[n - 1]) {
      return n;
    }
    int low = 0;
    int high = n;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] < moment) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// How many occurrences there are from an index to before another.
  long count(int from, int to) {
    return counts == null ? to - from : counts[to] - counts[from];
  }

  /// The sum of their values.
  long sum(int from, int to) {
    long sum = 0;
    for (int i = from; values != null && i < to; i++) {
      sum += values[i];
    }
    return sum;
  }

  /// How many different values there are, of the entries that stand for themselves.
  long distinct(int from, int to) {
    int start = Math.max(from, summed);
    if (to - start < 2 || values == null) {
      return Math.max(to - start, 0) < 2 ? Math.max(to - start, 0) : 1;
    }
    long[] sorted = Arrays.copyOfRange(values, start, to);
    Arrays.sort(sorted);
    int distinct = 1;
    for (int i = 1; i < sorted.length; i++) {
      distinct += sorted[i] == sorted[i - 1] ? 0 : 1;
    }
    return distinct;
  }

  /// Whether the value of an entry is that of none after it; entries that stand for several have
  /// none.
  boolean isLastOfItsValue(int index, int to) {
    if (index < summed) {
      return false;
    }
    for (int i = index + 1; i < to; i++) {
      if (value(i) == value(index)) {
        return false;
      }
    }
    return true;
  }

  /// The index at which, when all up to it have gone, fewer than `limit` are left before `end`.
  int lastOf(long limit, int end) {
    if (counts == null) {
      return (int) (end - limit);
    }
    return lowerBound(counts[end] - limit + 1) - 1;
  }

  /// The first index with which there are at least `limit` from `start` on; [#size] if never.
  int reaching(long limit, int start) {
    if (counts == null) {
      return limit > times.length - start ? times.length : (int) (start + limit - 1);
    }
    return Math.min(lowerBound(counts[start] + limit) - 1, times.length);
  }

  /// The first index whose count before it is not below.
  private int lowerBound(long count) {
    long[] before = java.util.Objects.requireNonNull(counts);
    int low = 0;
    int high = before.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (before[middle] < count) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
