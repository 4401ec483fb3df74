package io.kundig.messaging;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;

/// Writes a text as its difference from one that is known to both sides: what is copied from there,
/// or from what was written before, and what is new (as in RFC 3284, without its framing).
///
/// An instruction is the length of what is new, these bytes, the length of the copy, and its
/// distance from the place where the copy before ended; lengths are varints. The end is a checksum.
final class Delta {

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// Every so many bytes of the known text a copy may be found to begin.
  private static final int STRIDE = 4;

  /// Shorter ones cost as much as they save.
  private static final int SHORTEST_COPY = Long.BYTES;

  /// How many places that begin alike are compared.
  private static final int CANDIDATES = 16;

  private final byte[] base;
  private final Places places;

  /// @param base what both sides know
  Delta(byte[] base) {
    this.base = base;
    this.places = new Places(base.length / STRIDE + 1);
    for (int at = base.length / STRIDE * STRIDE; at >= 0; at -= STRIDE) {
      if (at + Long.BYTES <= base.length) {
        places.add(key(base, at), at);
      }
    }
  }

  byte[] encode(byte[] text) {
    return new Encoder(text).encode();
  }

  /// @throws IllegalStateException if it was damaged, or made against another text
  byte[] decode(byte[] encoded) {
    try {
      return decode(ByteBuffer.wrap(encoded));
    } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalStateException e) {
      throw new IllegalStateException("a content is damaged, or its dictionary is gone", e);
    }
  }

  private static long key(byte[] bytes, int at) {
    return (long) EIGHT_BYTES.get(bytes, at);
  }

  private static int checksum(byte[] bytes, int from, int to) {
    var crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  /// Where eight bytes were seen, the place added last first.
  private static final class Places {
    private final int[] first;
    private final int[] next;
    private final int[] at;
    private int size;

    Places(int most) {
      first = new int[Integer.highestOneBit(Math.max(most, 8)) * 2];
      next = new int[most + 1];
      at = new int[most + 1];
    }

    void add(long key, int place) {
      int bucket = bucket(key);
      size++;
      at[size] = place;
      next[size] = first[bucket];
      first[bucket] = size;
    }

    boolean isFull() {
      return size + 1 == at.length;
    }

    private int bucket(long key) {
      return (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & (first.length - 1);
    }
  }

  /// Works on the known text with the new one behind it, so that a place is one number.
  private final class Encoder {
    private final byte[] all;
    private final Places seen;
    private final Bytes out;
    private int copyFrom;
    private int copyLength;
    private int expected;

    Encoder(byte[] text) {
      all = Arrays.copyOf(base, base.length + text.length);
      System.arraycopy(text, 0, all, base.length, text.length);
      seen = new Places(Math.min(text.length, 4_096));
      out = new Bytes(256 + text.length / 8);
    }

    byte[] encode() {
      int start = base.length;
      int at = start;
      while (at + SHORTEST_COPY <= all.length) {
        find(at);
        if (copyLength == 0) {
          at++;
          continue;
        }
        int back = backwards(at, start);
        write(start, at - back, copyFrom - back, copyLength + back);
        remember(start, at - back);
        at += copyLength;
        start = at;
      }
      write(start, all.length, expected, 0);
      out.bigEndian(checksum(all, base.length, all.length));
      return out.toArray();
    }

    /// The longest copy for a place, preferring to go on where the one before ended.
    private void find(int at) {
      copyLength = 0;
      long key = key(all, at);
      if (expected + Long.BYTES <= at && key(all, expected) == key) {
        consider(at, expected);
      }
      if (copyLength < 4 * SHORTEST_COPY) {
        consider(at, key, places);
        consider(at, key, seen);
      }
    }

    private void consider(int at, long key, Places known) {
      int place = known.first[known.bucket(key)];
      for (int i = 0; i < CANDIDATES && place != 0; i++) {
        if (key(all, known.at[place]) == key) {
          consider(at, known.at[place]);
        }
        place = known.next[place];
      }
    }

    private void consider(int at, int from) {
      int end = from < base.length ? Math.min(base.length, all.length) : at;
      int most = Math.min(end - from, all.length - at);
      int differs = Arrays.mismatch(all, from, from + most, all, at, at + most);
      int length = differs < 0 ? most : differs;
      if (length >= SHORTEST_COPY && length > copyLength) {
        copyLength = length;
        copyFrom = from;
      }
    }

    private int backwards(int at, int start) {
      int floor = copyFrom < base.length ? 0 : base.length;
      int back = 0;
      while (at - back > start
          && copyFrom - back > floor
          && all[copyFrom - back - 1] == all[at - back - 1]) {
        back++;
      }
      return back;
    }

    /// What is new may come again.
    private void remember(int from, int to) {
      for (int at = from; at < to && at + Long.BYTES <= all.length && !seen.isFull(); at++) {
        seen.add(key(all, at), at);
      }
    }

    private void write(int from, int to, int copy, int length) {
      out.number(to - from);
      out.bytes(all, from, to);
      out.number(length);
      if (length > 0) {
        int distance = copy - expected;
        out.number((distance << 1) ^ (distance >> 31));
        expected = copy + length;
      }
    }
  }

  private byte[] decode(ByteBuffer encoded) {
    var all = new Bytes(base.length * 2 + encoded.remaining());
    all.bytes(base, 0, base.length);
    int expected = 0;
    while (true) {
      int fresh = Objects.checkIndex(Bytes.number(encoded), encoded.remaining() + 1);
      all.bytes(encoded.array(), encoded.position(), encoded.position() + fresh);
      encoded.position(encoded.position() + fresh);
      int length = Bytes.number(encoded);
      if (length == 0) {
        break;
      }
      int distance = Bytes.number(encoded);
      int from = expected + ((distance >>> 1) ^ -(distance & 1));
      all.again(from, length);
      expected = from + length;
    }
    if (encoded.getInt() != checksum(all.array(), base.length, all.size())) {
      throw new IllegalStateException("the checksum differs");
    }
    return Arrays.copyOfRange(all.array(), base.length, all.size());
  }
}
