package io.kundig.sources.shops;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA256 (RFC 2104), by which shops and we know each other.
public final class Hmac {

  private Hmac() {}

  static byte[] of(String secret, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// In lower-case hexadecimal digits.
  public static String hex(String secret, byte[] message) {
    return HexFormat.of().formatHex(of(secret, message));
  }

  /// Whether a signature is the message's in hexadecimal digits.
  public static boolean isHex(String secret, byte[] message, String signature) {
    return same(hex(secret, message).getBytes(StandardCharsets.UTF_8), signature);
  }

  /// Takes the same time wherever they differ.
  static boolean same(byte[] expected, String signature) {
    return MessageDigest.isEqual(expected, signature.strip().getBytes(StandardCharsets.UTF_8));
  }
}
