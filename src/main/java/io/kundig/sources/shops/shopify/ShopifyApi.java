package io.kundig.sources.shops.shopify;

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

/// Requests to `/admin/api/{version}`. An app of the Dev Dashboard trades its client ID and secret
/// for a token of a day; one made in a shop's admin before 2026 has a token for good.
@Component
class ShopifyApi {

  /// The client ID, or the access token (`shpat_…`) of an app that has one.
  static final String APP = "clientId";

  static final String SECRET = "clientSecret";

  /// Supported by Shopify until July 2027. A version that is not supported any more is answered in
  /// the oldest that is.
  static final String VERSION = "2026-07";

  private static final String BASE = "/admin/api/" + VERSION + "/";
  private static final Duration EARLY = Duration.ofMinutes(10);

  /// Of a shop's bucket of calls; two leave it each second.
  private static final double FULL = 0.8;

  private static final Duration BREATH = Duration.ofMillis(500);

  private final ShopHttp http;
  private final Clock clock;
  private final Map<Holder, Token> tokens = new ConcurrentHashMap<>();

  ShopifyApi(ShopHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  private record Holder(URI address, String app, String secret) {}

  private record Token(String text, Instant until) {}

  /// @param path below the version, such as `orders.json?limit=1`
  Reply get(ShopAccess shop, String path) throws ShopRefusal {
    return read(shop, BASE + path);
  }

  /// @param path below the shop's address
  Reply read(ShopAccess shop, String path) throws ShopRefusal {
    Reply reply = withToken(shop, headers -> http.get(shop, path, headers));
    breathe(reply.headers().get("x-shopify-shop-api-call-limit"));
    return reply;
  }

  Reply send(ShopAccess shop, String method, String path, @Nullable JsonNode body)
      throws ShopRefusal {
    return withToken(shop, headers -> http.once(shop, method, BASE + path, headers, body));
  }

  @FunctionalInterface
  private interface Question {
    Reply put(Map<String, String> headers) throws ShopRefusal;
  }

  /// A token may end before its time, as when the app's permissions change.
  private Reply withToken(ShopAccess shop, Question question) throws ShopRefusal {
    Holder holder = new Holder(shop.address(), key(shop, APP), key(shop, SECRET));
    boolean remembered = tokens.containsKey(holder);
    try {
      return question.put(headers(shop, holder));
    } catch (ShopRefusal e) {
      if (e.reason() != Reason.KEYS_REFUSED || !remembered) {
        throw e;
      }
      tokens.remove(holder);
      return question.put(headers(shop, holder));
    }
  }

  private Map<String, String> headers(ShopAccess shop, Holder holder) throws ShopRefusal {
    return Map.of("X-Shopify-Access-Token", token(shop, holder));
  }

  private String token(ShopAccess shop, Holder holder) throws ShopRefusal {
    if (holder.app().startsWith("shp")) {
      return holder.app();
    }
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
    body.put("client_id", holder.app());
    body.put("client_secret", holder.secret());
    body.put("grant_type", "client_credentials");
    Reply reply = traded(shop, body);
    String text = reply.body().path("access_token").asString("");
    if (text.isEmpty()) {
      throw new ShopRefusal(Reason.NO_SHOP, "no Shopify answers there");
    }
    Duration good = Duration.ofSeconds(reply.body().path("expires_in").asLong(86_399));
    return new Token(text, clock.instant().plus(good).minus(EARLY));
  }

  /// Wrong keys are answered with 400.
  private Reply traded(ShopAccess shop, JsonNode body) throws ShopRefusal {
    try {
      return http.once(shop, "POST", "/admin/oauth/access_token", Map.of(), body);
    } catch (ShopRefusal e) {
      throw e.reason() == Reason.NO_SHOP && e.getMessage().contains("status 400")
          ? new ShopRefusal(Reason.KEYS_REFUSED, e.getMessage())
          : e;
    }
  }

  static String key(ShopAccess shop, String name) {
    return shop.keys().getOrDefault(name, "").strip();
  }

  /// @param limit such as `32/40`: calls in the bucket, and how many it holds
  private static void breathe(@Nullable String limit) throws ShopRefusal {
    if (limit == null || !limit.matches("\\d{1,6}/\\d{1,6}")) {
      return;
    }
    String[] parts = limit.split("/");
    if (Integer.parseInt(parts[0]) < FULL * Integer.parseInt(parts[1])) {
      return;
    }
    try {
      Thread.sleep(BREATH);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ShopRefusal(Reason.UNREACHABLE, "the server stops");
    }
  }
}
