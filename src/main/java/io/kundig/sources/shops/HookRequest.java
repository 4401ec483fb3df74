package io.kundig.sources.shops;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// What somebody sent to a connection's address.
///
/// @param headers by names in lower case
public record HookRequest(Map<String, String> headers, byte[] body) {

  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /// Whether a signature is that of the raw body, as base64 of HMAC-SHA256 (RFC 2104); takes the
  /// same time wherever they differ.
  public boolean isSigned(String secret, String signature) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] expected = Base64.getEncoder().encode(mac.doFinal(body));
      return MessageDigest.isEqual(expected, signature.strip().getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
