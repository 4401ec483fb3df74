package io.kundig.segments;

import io.kundig.profiles.ProfileId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A share of all profiles that chance has drawn. One thread at a time.
final class Draw {

  private static final BigDecimal ALL = BigDecimal.valueOf(1L << 32);

  private final MessageDigest md5;
  private final byte[] suffix;
  private final long limit;

  Draw(BigDecimal percent, String key) {
    this.suffix = (":" + key).getBytes(StandardCharsets.UTF_8);
    this.limit =
        percent.movePointLeft(2).multiply(ALL).setScale(0, RoundingMode.CEILING).longValueExact();
    try {
      this.md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean takes(ProfileId id) {
    md5.update(id.toString().getBytes(StandardCharsets.US_ASCII));
    md5.update(suffix);
    return (ByteBuffer.wrap(md5.digest()).getInt() & 0xFFFF_FFFFL) < limit;
  }
}
