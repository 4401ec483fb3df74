package io.kundig.sources.shops.shopware;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopHttp;
import io.kundig.sources.shops.ShopHttp.Reply;
import io.kundig.sources.shops.ShopRefusal;
import io.kundig.sources.shops.ShopRefusal.Reason;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Questions to the Admin API (`/api`), in plain JSON, by the keys of an integration: an app has
/// one of its own. Its tokens are good for ten minutes.
@Component
class ShopwareApi {

  static final String KEY = "accessKey";
  static final String SECRET = "secretKey";

  /// The shop's id of itself, among the keys that an app was given; absent where staff typed keys.
  static final String SHOP_ID = "shopId";

  private static final Duration EARLY = Duration.ofSeconds(60);
  private static final Duration VERSION_REMEMBERED = Duration.ofHours(1);
  private static final long MOST_SHOPS = 1_000;

  private final ShopHttp http;
  private final Clock clock;
  private final Map<Holder, Token> tokens = new ConcurrentHashMap<>();
  private final Cache<URI, String> versions =
      Caffeine.newBuilder().expireAfterWrite(VERSION_REMEMBERED).maximumSize(MOST_SHOPS).build();

  ShopwareApi(ShopHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  private record Holder(URI address, String key, String secret) {}

  private record Token(String text, Instant until) {}

  /// @param entity as in addresses, such as `newsletter-recipient`
  JsonNode search(ShopAccess shop, String entity, ObjectNode criteria) throws ShopRefusal {
    Reply reply =
        withToken(shop, headers -> http.search(shop, "/api/search/" + entity, headers, criteria));
    if (!reply.body().path("data").isArray()) {
      throw new ShopRefusal(Reason.NO_SHOP, "it does not answer with a list");
    }
    return reply.body();
  }

  void patch(ShopAccess shop, String path, JsonNode body) throws ShopRefusal {
    withToken(shop, headers -> http.once(shop, "PATCH", "/api/" + path, headers, body));
  }

  /// Such as `6.6.10.0`; remembered for a while.
  String version(ShopAccess shop) throws ShopRefusal {
    String known = versions.getIfPresent(shop.address());
    if (known != null) {
      return known;
    }
    Reply reply = withToken(shop, headers -> http.get(shop, "/api/_info/version", headers));
    String version = reply.body().path("version").asString("");
    if (version.isEmpty()) {
      throw new ShopRefusal(Reason.NO_SHOP, "no Shopware 6 answers there");
    }
    versions.put(shop.address(), version);
    return version;
  }

  @FunctionalInterface
  private interface Question {
    Reply put(Map<String, String> headers) throws ShopRefusal;
  }

  /// A token may end before its time, as when the app is put in anew.
  private Reply withToken(ShopAccess shop, Question question) throws ShopRefusal {
    Holder holder = new Holder(shop.address(), key(shop, KEY), key(shop, SECRET));
    boolean remembered = tokens.containsKey(holder);
    try {
      return question.put(headers(shop, holder));
    } catch (ShopRefusal e) {
      if (e.reason() != Reason.KEYS_REFUSED || isMissingRight(e) || !remembered) {
        throw isMissingRight(e) ? new ShopRefusal(Reason.READ_ONLY, e.getMessage()) : e;
      }
      tokens.remove(holder);
      return question.put(headers(shop, holder));
    }
  }

  private static boolean isMissingRight(ShopRefusal refusal) {
    return refusal.reason() == Reason.KEYS_REFUSED && refusal.getMessage().contains("PRIVILEGE");
  }

  private Map<String, String> headers(ShopAccess shop, Holder holder) throws ShopRefusal {
    return Map.of("Authorization", "Bearer " + token(shop, holder));
  }

  private String token(ShopAccess shop, Holder holder) throws ShopRefusal {
    Token known = tokens.get(holder);
    if (known != null && clock.instant().isBefore(known.until())) {
      return known.text();
    }
    Token fresh = trade(shop, holder);
    tokens.put(holder, fresh);
    return fresh.text();
  }

  private Token trade(ShopAccess shop, Holder holder) throws ShopRefusal {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.put("grant_type", "client_credentials");
    body.put("client_id", holder.key());
    body.put("client_secret", holder.secret());
    JsonNode said = traded(shop, body).body();
    String text = said.path("access_token").asString("");
    if (text.isEmpty()) {
      throw new ShopRefusal(Reason.NO_SHOP, "no Shopware 6 answers there");
    }
    Duration good = Duration.ofSeconds(said.path("expires_in").asLong(600));
    return new Token(text, clock.instant().plus(good).minus(EARLY));
  }

  /// Keys that are none at all are answered with 400.
  private Reply traded(ShopAccess shop, JsonNode body) throws ShopRefusal {
    try {
      return http.search(shop, "/api/oauth/token", Map.of(), body);
    } catch (ShopRefusal e) {
      throw e.reason() == Reason.NO_SHOP && e.getMessage().contains("status 400")
          ? new ShopRefusal(Reason.KEYS_REFUSED, e.getMessage())
          : e;
    }
  }

  static @Nullable String shopId(ShopAccess shop) {
    return shop.keys().get(SHOP_ID);
  }

  private static String key(ShopAccess shop, String name) {
    return shop.keys().getOrDefault(name, "").strip();
  }
}
