package io.kundig.sources.shops.woocommerce;

import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopHttp;
import io.kundig.sources.shops.ShopHttp.Reply;
import io.kundig.sources.shops.ShopRefusal;
import io.kundig.sources.shops.ShopRefusal.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Requests to `/wp-json/wc/v3`. Key and secret go by Basic authentication; some web servers keep
/// that header from WordPress, there they go in the query, as WooCommerce's documentation says.
@Component
class WooApi {

  static final String KEY = "consumerKey";
  static final String SECRET = "consumerSecret";

  private static final String BASE = "/wp-json/wc/v3/";

  private final ShopHttp http;

  /// Shops that need their keys in the query.
  private final Set<String> byQuery = ConcurrentHashMap.newKeySet();

  WooApi(ShopHttp http) {
    this.http = http;
  }

  Reply get(ShopAccess shop, String path) throws ShopRefusal {
    if (byQuery.contains(shop.address().toString())) {
      return http.get(shop, withKeys(shop, path), Map.of());
    }
    try {
      return http.get(shop, BASE + path, basic(shop));
    } catch (ShopRefusal e) {
      return afterRefusal(shop, path, e);
    }
  }

  private Reply afterRefusal(ShopAccess shop, String path, ShopRefusal refusal) throws ShopRefusal {
    boolean tls = "https".equalsIgnoreCase(shop.address().getScheme());
    if (refusal.reason() != Reason.KEYS_REFUSED || !tls) {
      throw refusal;
    }
    try {
      Reply reply = http.get(shop, withKeys(shop, path), Map.of());
      byQuery.add(shop.address().toString());
      return reply;
    } catch (ShopRefusal again) {
      throw refusal;
    }
  }

  Reply send(ShopAccess shop, String method, String path, @Nullable JsonNode body)
      throws ShopRefusal {
    return byQuery.contains(shop.address().toString())
        ? http.once(shop, method, withKeys(shop, path), Map.of(), body)
        : http.once(shop, method, BASE + path, basic(shop), body);
  }

  private static Map<String, String> basic(ShopAccess shop) {
    String keys = key(shop, KEY) + ":" + key(shop, SECRET);
    return Map.of(
        "Authorization",
        "Basic " + Base64.getEncoder().encodeToString(keys.getBytes(StandardCharsets.UTF_8)));
  }

  private static String withKeys(ShopAccess shop, String path) {
    return BASE
        + path
        + (path.contains("?") ? "&" : "?")
        + "consumer_key="
        + encoded(key(shop, KEY))
        + "&consumer_secret="
        + encoded(key(shop, SECRET));
  }

  private static String key(ShopAccess shop, String name) {
    return shop.keys().getOrDefault(name, "").strip();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
