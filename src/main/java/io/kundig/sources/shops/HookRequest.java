package io.kundig.sources.shops;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What somebody sent to a connection's address.
///
/// @param headers by names in lower case
public record HookRequest(Map<String, String> headers, byte[] body) {

  public @Nullable String header(String name) {
    return headers.get(name);
  }
}
