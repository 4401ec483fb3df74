package io.kundig.reporting;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.function.Function;

/// People of one day, by the numbers that `reporting.person` gives them: ascending, each as the
/// distance from the one before in groups of seven bits, the lowest first.
final class People {

  static final People NOBODY = new People(new byte[0]);

  private static final int SEVEN_BITS = 0x7f;
  private static final int MORE = 0x80;

  private final byte[] bytes;

  private People(byte[] bytes) {
    this.bytes = bytes;
  }

  /// As [#bytes()] returned it.
  static People stored(byte[] bytes) {
    return new People(bytes);
  }

  /// @param numbers from 1, in any order, each as often as you like
  static People of(int... numbers) {
    int[] sorted = numbers.clone();
    Arrays.sort(sorted);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(sorted.length * 2);
    int before = 0;
    for (int number : sorted) {
      if (number > before) {
        write(number - before, bytes);
        before = number;
      }
    }
    return new People(bytes.toByteArray());
  }

  private static void write(int distance, ByteArrayOutputStream bytes) {
    int rest = distance;
    while (rest > SEVEN_BITS) {
      bytes.write(rest & SEVEN_BITS | MORE);
      rest >>>= 7;
    }
    bytes.write(rest);
  }

  byte[] bytes() {
    return bytes;
  }

  /// Adds them to a set.
  ///
  /// @param again gets those who were in it already
  void addTo(BitSet set, BitSet again) {
    int number = 0;
    for (int at = 0; at < bytes.length; at++) {
      int shift = 0;
      while (bytes[at] < 0) {
        number += (bytes[at++] & SEVEN_BITS) << shift;
        shift += 7;
      }
      number += bytes[at] << shift;
      if (set.get(number)) {
        again.set(number);
      } else {
        set.set(number);
      }
    }
  }

  void addTo(BitSet set) {
    addTo(set, set);
  }

  /// How many there are of all days together, each counted once.
  static <T> int count(Collection<T> days, Function<T, People> people) {
    BitSet set = new BitSet();
    days.forEach(day -> people.apply(day).addTo(set));
    return set.cardinality();
  }
}
