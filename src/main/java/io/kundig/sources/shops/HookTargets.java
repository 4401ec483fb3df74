package io.kundig.sources.shops;

import io.kundig.platform.BaseUrl;
import java.net.URI;
import org.springframework.stereotype.Component;

/// The addresses that shops send to.
@Component
class HookTargets {

  private final BaseUrl baseUrl;

  HookTargets(BaseUrl baseUrl) {
    this.baseUrl = baseUrl;
  }

  URI of(ShopConnection connection) {
    return URI.create(baseUrl.get() + "/hooks/" + connection.kind() + "/" + connection.id());
  }

  /// Shops send over TLS to a public address; one in the same network may reach us otherwise.
  boolean areReachable(ShopConnection connection) {
    return baseUrl.isHttps() || connection.settings().insideNetwork();
  }
}
