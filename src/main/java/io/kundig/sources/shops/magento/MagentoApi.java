package io.kundig.sources.shops.magento;

import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopHttp;
import io.kundig.sources.shops.ShopHttp.Reply;
import io.kundig.sources.shops.ShopRefusal;
import io.kundig.sources.shops.ShopRefusal.Reason;
import java.net.URI;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Requests to `/rest/…/V1`. With all four values of an integration they are signed, as Magento
/// from 2.4.4 on wants it; with the access token alone, or where a signature is not taken (a proxy
/// changes the address that is signed), the token goes as it is.
@Component
class MagentoApi {

  static final String TOKEN = "accessToken";
  static final String TOKEN_SECRET = "accessTokenSecret";
  static final String CONSUMER_KEY = "consumerKey";
  static final String CONSUMER_SECRET = "consumerSecret";

  /// In the place of a store view's code: values as they hold for all of them.
  static final String ALL_STORES = "all";

  private static final int NONCE_BYTES = 16;

  private final ShopHttp http;

  /// Shops that take the token only as it is.
  private final Set<String> unsigned = ConcurrentHashMap.newKeySet();

  MagentoApi(ShopHttp http) {
    this.http = http;
  }

  /// As the default store view has it.
  ///
  /// @param path below the version, such as `orders?…`
  Reply get(ShopAccess shop, String path) throws ShopRefusal {
    return read(shop, "/rest/V1/" + path);
  }

  /// @param store code of a store view, or [#ALL_STORES]
  Reply get(ShopAccess shop, String store, String path) throws ShopRefusal {
    return read(shop, "/rest/" + OauthSignature.encoded(store) + "/V1/" + path);
  }

  private Reply read(ShopAccess shop, String path) throws ShopRefusal {
    return inEitherWay(shop, "GET", path, headers -> http.get(shop, path, headers));
  }

  Reply send(ShopAccess shop, String method, String path, @Nullable JsonNode body)
      throws ShopRefusal {
    String whole = "/rest/V1/" + path;
    return inEitherWay(
        shop, method, whole, headers -> http.once(shop, method, whole, headers.get(), body));
  }

  @FunctionalInterface
  private interface Question {
    Reply put(Supplier<Map<String, String>> headers) throws ShopRefusal;
  }

  private Reply inEitherWay(ShopAccess shop, String method, String path, Question question)
      throws ShopRefusal {
    String address = shop.address().toString();
    OauthSignature signature = signature(shop);
    Supplier<Map<String, String>> token =
        () -> Map.of("Authorization", "Bearer " + key(shop, TOKEN));
    if (signature == null || unsigned.contains(address)) {
      return question.put(token);
    }
    URI uri = URI.create(address + path);
    try {
      return question.put(
          () ->
              Map.of(
                  "Authorization",
                  signature.header(method, uri, nonce(), System.currentTimeMillis() / 1000)));
    } catch (ShopRefusal e) {
      if (e.reason() != Reason.KEYS_REFUSED) {
        throw e;
      }
      return unsigned(question, token, address, e);
    }
  }

  /// A right that is missing is missing in both ways.
  private Reply unsigned(
      Question question, Supplier<Map<String, String>> token, String address, ShopRefusal refusal)
      throws ShopRefusal {
    try {
      Reply reply = question.put(token);
      unsigned.add(address);
      return reply;
    } catch (ShopRefusal again) {
      throw refusal;
    }
  }

  private static @Nullable OauthSignature signature(ShopAccess shop) {
    OauthSignature signature =
        new OauthSignature(
            key(shop, CONSUMER_KEY),
            key(shop, CONSUMER_SECRET),
            key(shop, TOKEN),
            key(shop, TOKEN_SECRET));
    boolean whole =
        !signature.consumerKey().isEmpty()
            && !signature.consumerSecret().isEmpty()
            && !signature.accessTokenSecret().isEmpty();
    return whole ? signature : null;
  }

  private static String nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    ThreadLocalRandom.current().nextBytes(nonce);
    return HexFormat.of().formatHex(nonce);
  }

  private static String key(ShopAccess shop, String name) {
    return shop.keys().getOrDefault(name, "").strip();
  }
}
