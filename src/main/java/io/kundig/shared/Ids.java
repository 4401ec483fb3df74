package io.kundig.shared;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/// Makes UUIDs of version 7 (RFC 9562): 48 bits of Unix milliseconds, then 74 bits of chance or of
/// a hash. Ids of the same millisecond are in no order.
public final class Ids {

  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  public static UUID random(Instant time) {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return version7(time, bytes);
  }

  /// The same time and key always make the same id.
  public static UUID hashed(Instant time, byte[] key) {
    return version7(time, sha256(key));
  }

  /// The moment inside an id made here, to the millisecond.
  public static Instant timeOf(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  private static UUID version7(Instant time, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long high = (time.toEpochMilli() << 16) | 0x7000L | (buffer.getLong() & 0x0FFFL);
    long low = (buffer.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  private static byte[] sha256(byte[] key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
