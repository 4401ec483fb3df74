package io.kundig.segments;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes of numbers: seven bits to a byte from the lowest on; signed ones zigzag.
final class Packed {

  private Packed() {}

  static final class Writer {

    private byte[] array;
    private int size;

    Writer(int capacity) {
      array = new byte[Math.max(capacity, 16)];
    }

    /// @param value at least 0
    Writer number(long value) {
      reserve(10);
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        array[size++] = (byte) (rest | 0x80);
        rest >>>= 7;
      }
      array[size++] = (byte) rest;
      return this;
    }

    Writer signed(long value) {
      return number((value << 1) ^ (value >> 63));
    }

    Writer text(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return number(bytes.length).bytes(bytes, 0, bytes.length);
    }

    Writer bytes(byte[] source, int from, int to) {
      reserve(to - from);
      System.arraycopy(source, from, array, size, to - from);
      size += to - from;
      return this;
    }

    /// Bytes behind their length.
    Writer block(Writer inner) {
      return number(inner.size).bytes(inner.array, 0, inner.size);
    }

    byte[] toBytes() {
      return Arrays.copyOf(array, size);
    }

    private void reserve(int more) {
      if (array.length - size < more) {
        array = Arrays.copyOf(array, Math.max(array.length * 2, Math.addExact(size, more)));
      }
    }
  }

  /// @throws ArrayIndexOutOfBoundsException beyond the end
  static final class Reader {

    private final byte[] array;
    private int at;

    Reader(byte[] array, int at) {
      this.array = array;
      this.at = at;
    }

    boolean hasMore() {
      return at < array.length;
    }

    int at() {
      return at;
    }

    void skip(int count) {
      at += count;
    }

    long number() {
      byte next = array[at++];
      if (next >= 0) {
        return next;
      }
      long value = next & 0x7F;
      for (int shift = 7; shift < Long.SIZE; shift += 7) {
        next = array[at++];
        value |= (next & 0x7FL) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw new IllegalStateException("a number does not end");
    }

    int count() {
      return Math.toIntExact(number());
    }

    long signed() {
      long value = number();
      return (value >>> 1) ^ -(value & 1);
    }

    String text() {
      int length = count();
      String text = new String(array, at, length, StandardCharsets.UTF_8);
      at += length;
      return text;
    }
  }
}
