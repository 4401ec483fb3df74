package io.kundig.segments;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Adds to packed occurrences. In which order they come makes no difference. An occurrence is added
/// as often as it is given: whoever reads events twice must know.
///
/// Of a stream with more than [Series#MOST_EXACT] occurrences the newest are kept as they are, the
/// others as count and sum by quarter-hour; where these are more than [Series#MOST_SUMMED], the
/// oldest by day (of UTC) or longer. What is lost: within these spans the exact time (they count
/// from the beginning of theirs) and which values there were (`distinct` does not see them).
final class FactsWriter {

  /// In quarter-hours.
  private static final long LONGEST_SPAN = 1L << 24;

  private final Map<Integer, Block> streams = new TreeMap<>();

  FactsWriter() {
    this(new byte[0]);
  }

  FactsWriter(byte[] events) {
    var in = new Packed.Reader(events, 0);
    while (in.hasMore()) {
      int stream = in.count();
      int length = in.count();
      streams.put(stream, new Block(events, in.at(), in.at() + length));
      in.skip(length);
    }
  }

  /// @param at milliseconds since 1970
  /// @param value what the occurrence carries, 0 if the stream carries nothing
  void add(int stream, long at, long value) {
    streams.computeIfAbsent(stream, _ -> new Block()).add(at, value);
  }

  void clear(int stream) {
    streams.remove(stream);
  }

  /// Adds all that others have, such as those of a profile that was merged into this one.
  void addAll(byte[] events) {
    for (Map.Entry<Integer, Block> other : new FactsWriter(events).streams.entrySet()) {
      streams.computeIfAbsent(other.getKey(), _ -> new Block()).addAll(other.getValue());
    }
  }

  byte[] toBytes() {
    var out = new Packed.Writer(256);
    streams.forEach((stream, block) -> block.write(out.number(stream)));
    return out.toBytes();
  }

  /// One stream: as it was packed, until something is added.
  private static final class Block {

    private byte[] packed;
    private int from;
    private int to;
    private boolean open;

    private int summed;
    private long[] quarters = {};
    private long[] counts = {};
    private long[] sums = {};
    private int size;
    private long[] times = new long[4];
    private long[] values = new long[4];

    Block() {
      this(new byte[0], 0, 0);
      open = true;
    }

    Block(byte[] packed, int from, int to) {
      this.packed = packed;
      this.from = from;
      this.to = to;
    }

    void add(long at, long value) {
      unpack();
      if (size == Series.MOST_EXACT) {
        if (isBefore(at, value, 0)) {
          sumUp(Math.floorDiv(at, Series.QUARTER), 1, value);
          return;
        }
        sumUp(Math.floorDiv(times[0], Series.QUARTER), 1, values[0]);
        System.arraycopy(times, 1, times, 0, --size);
        System.arraycopy(values, 1, values, 0, size);
      }
      insert(at, value);
    }

    private void insert(long at, long value) {
      if (size == times.length) {
        times = Arrays.copyOf(times, 2 * size);
        values = Arrays.copyOf(values, 2 * size);
      }
      int place = size;
      while (place > 0 && isBefore(at, value, place - 1)) {
        place--;
      }
      System.arraycopy(times, place, times, place + 1, size - place);
      System.arraycopy(values, place, values, place + 1, size - place);
      times[place] = at;
      values[place] = value;
      size++;
    }

    private boolean isBefore(long at, long value, int index) {
      return at < times[index] || (at == times[index] && value < values[index]);
    }

    private void sumUp(long quarter, long count, long sum) {
      int place = Arrays.binarySearch(quarters, 0, summed, quarter);
      if (place < 0) {
        place = -place - 1;
        quarters = withRoomAt(quarters, place);
        counts = withRoomAt(counts, place);
        sums = withRoomAt(sums, place);
        quarters[place] = quarter;
        counts[place] = 0;
        sums[place] = 0;
        summed++;
      }
      counts[place] += count;
      sums[place] += sum;
      for (long span = Series.DAY; summed > Series.MOST_SUMMED && span < LONGEST_SPAN; span *= 4) {
        joinOldest(span);
      }
    }

    /// All but the newest quarter-hours by longer spans.
    private void joinOldest(long span) {
      int joined = 0;
      int fine = summed - Series.FINE_SUMMED;
      for (int i = 0; i < summed; i++) {
        long quarter = i < fine ? quarters[i] - Math.floorMod(quarters[i], span) : quarters[i];
        if (joined > 0 && quarters[joined - 1] >= quarter) {
          counts[joined - 1] += counts[i];
          sums[joined - 1] += sums[i];
        } else {
          quarters[joined] = quarter;
          counts[joined] = counts[i];
          sums[joined++] = sums[i];
        }
      }
      summed = joined;
    }

    private long[] withRoomAt(long[] array, int place) {
      long[] larger = summed < array.length ? array : Arrays.copyOf(array, summed + 8 + summed / 2);
      System.arraycopy(array, place, larger, place + 1, summed - place);
      return larger;
    }

    void addAll(Block other) {
      other.unpack();
      for (int i = 0; i < other.size; i++) {
        add(other.times[i], other.values[i]);
      }
      for (int i = 0; i < other.summed; i++) {
        sumUp(other.quarters[i], other.counts[i], other.sums[i]);
      }
    }

    private void unpack() {
      if (open) {
        return;
      }
      open = true;
      var in = new Packed.Reader(packed, from);
      summed = in.count();
      quarters = new long[summed];
      counts = new long[summed];
      sums = new long[summed];
      for (int i = 0; i < summed; i++) {
        quarters[i] = i == 0 ? in.signed() : quarters[i - 1] + in.number();
        counts[i] = in.number();
        sums[i] = in.signed();
      }
      long head = in.number();
      size = (int) (head >>> 1);
      times = new long[size];
      values = new long[size];
      Series.readTimes(in, times, 0);
      if ((head & 1) == 1) {
        Series.readValues(in, values, 0);
      }
      times = Arrays.copyOf(times, Math.max(size + 1, 4));
      values = Arrays.copyOf(values, Math.max(size + 1, 4));
    }

    void write(Packed.Writer out) {
      if (open) {
        out.block(pack());
      } else {
        out.number(to - from).bytes(packed, from, to);
      }
    }

    private Packed.Writer pack() {
      var out = new Packed.Writer(8 + 10 * summed + 8 * size);
      out.number(summed);
      for (int i = 0; i < summed; i++) {
        if (i == 0) {
          out.signed(quarters[0]);
        } else {
          out.number(quarters[i] - quarters[i - 1]);
        }
        out.number(counts[i]).signed(sums[i]);
      }
      boolean carries = carries();
      out.number(2L * size + (carries ? 1 : 0));
      for (int i = 0; i < size; i++) {
        if (i == 0) {
          out.signed(times[0] - Series.EPOCH);
        } else {
          out.number(times[i] - times[i - 1]);
        }
      }
      for (int i = 0; carries && i < size; i++) {
        out.signed(values[i]);
      }
      return out;
    }

    private boolean carries() {
      for (int i = 0; i < size; i++) {
        if (values[i] != 0) {
          return true;
        }
      }
      return false;
    }
  }
}
