package io.kundig.messaging;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// Bytes that are being written: numbers as varints, seven bits to a byte from the lowest on, texts
/// as UTF-8 behind their length.
final class Bytes {

  /// Longer texts are damage.
  private static final int MOST = 1 << 26;

  private byte[] array;
  private int size;

  Bytes(int capacity) {
    array = new byte[capacity];
  }

  Bytes number(int value) {
    reserve(5);
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      array[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[size++] = (byte) rest;
    return this;
  }

  Bytes text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return number(bytes.length).bytes(bytes, 0, bytes.length);
  }

  Bytes bytes(byte[] source, int from, int to) {
    reserve(to - from);
    System.arraycopy(source, from, array, size, to - from);
    size += to - from;
    return this;
  }

  Bytes bigEndian(int value) {
    reserve(Integer.BYTES);
    ByteBuffer.wrap(array).putInt(size, value);
    size += Integer.BYTES;
    return this;
  }

  /// Writes again what was written before; where that is not enough, what this writes itself (as in
  /// LZ77).
  ///
  /// @throws IndexOutOfBoundsException if nothing was written there, or it would be more than any
  ///   text is long
  Bytes again(int from, int length) {
    Objects.checkIndex(from, size);
    Objects.checkIndex(length, MOST + 1);
    reserve(length);
    for (int left = length, at = from; left > 0; ) {
      int piece = Math.min(left, size - at);
      System.arraycopy(array, at, array, size, piece);
      size += piece;
      at += piece;
      left -= piece;
    }
    return this;
  }

  int size() {
    return size;
  }

  /// The bytes in use, and more behind them.
  byte[] array() {
    return array;
  }

  byte[] toArray() {
    return Arrays.copyOf(array, size);
  }

  private void reserve(int more) {
    if (array.length - size < more) {
      array = Arrays.copyOf(array, Math.max(array.length * 2, Math.addExact(size, more)));
    }
  }

  /// @throws BufferUnderflowException if there is none
  static int number(ByteBuffer source) {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      byte next = source.get();
      value |= (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalStateException("a number does not end");
  }

  /// @throws BufferUnderflowException if it is cut off
  static String text(ByteBuffer source) {
    byte[] bytes = new byte[Objects.checkIndex(number(source), source.remaining() + 1)];
    source.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
