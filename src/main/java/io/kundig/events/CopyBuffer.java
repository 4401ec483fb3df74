package io.kundig.events;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/// Rows in the binary format of PostgreSQL's COPY (see "Binary Format" under COPY in its manual).
final class CopyBuffer {

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final byte JSONB_VERSION = 1;
  private static final long EPOCH_2000_SECONDS = 946_684_800L;

  private byte[] bytes;
  private int size;

  CopyBuffer(int capacity) {
    bytes = new byte[capacity];
    raw(SIGNATURE);
    int32(0);
    int32(0);
  }

  void row(int fields) {
    int16(fields);
  }

  void uuid(UUID value) {
    int32(16);
    int64(value.getMostSignificantBits());
    int64(value.getLeastSignificantBits());
  }

  void integer(int value) {
    int32(4);
    int32(value);
  }

  void bigint(long value) {
    int32(8);
    int64(value);
  }

  void timestamp(Instant value) {
    long micros =
        (value.getEpochSecond() - EPOCH_2000_SECONDS) * 1_000_000 + value.getNano() / 1000;
    bigint(micros);
  }

  void jsonb(String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    int32(text.length + 1);
    reserve(1);
    bytes[size++] = JSONB_VERSION;
    raw(text);
  }

  void end() {
    int16(-1);
  }

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  private void int16(int value) {
    reserve(2);
    bytes[size++] = (byte) (value >> 8);
    bytes[size++] = (byte) value;
  }

  private void int32(int value) {
    reserve(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >> shift);
    }
  }

  private void int64(long value) {
    reserve(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >> shift);
    }
  }

  private void raw(byte[] value) {
    reserve(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
