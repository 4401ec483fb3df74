package io.kundig.orders;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/// An order's name across the installation: the shop and the shop's own number.
///
/// @param key the primary key of `orders.order_owner`
/// @param id the key as a UUID
record OrderRef(int shopId, String orderId, String key, UUID id) implements Comparable<OrderRef> {

  /// Longer numbers are hashed: an index row has no room for them.
  private static final int LONGEST_NUMBER = 200;

  static OrderRef of(OrderChange change) {
    return of(change.shopId(), change.orderId());
  }

  static OrderRef of(int shopId, String orderId) {
    String number =
        orderId.length() <= LONGEST_NUMBER
            ? orderId
            : "#" + HexFormat.of().formatHex(sha256(orderId));
    String key = shopId + ":" + number;
    ByteBuffer hash = ByteBuffer.wrap(sha256(key));
    long high = (hash.getLong() & ~0xF000L) | 0x8000L;
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new OrderRef(shopId, orderId, key, new UUID(high, low));
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int compareTo(OrderRef other) {
    return key.compareTo(other.key);
  }
}
