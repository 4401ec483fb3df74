package io.kundig.sources.shops;

import java.util.Base64;
import java.util.Map;
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
    return Hmac.same(Base64.getEncoder().encode(Hmac.of(secret, body)), signature);
  }
}
