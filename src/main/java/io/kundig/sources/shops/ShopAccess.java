package io.kundig.sources.shops;

import io.kundig.platform.OutsideHttp.Reach;
import java.net.URI;
import java.util.Map;

/// How a shop is asked.
///
/// @param address of the shop, without a slash at its end
/// @param keys by the names of [Platform#keys()]
public record ShopAccess(URI address, Map<String, String> keys, Reach reach) {

  /// Without the keys.
  @Override
  public String toString() {
    return "ShopAccess[" + address + "]";
  }
}
