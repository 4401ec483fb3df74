package io.kundig.sources.shops.magento;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs a request by OAuth 1.0a (RFC 5849) with HMAC-SHA256, the one method that all versions of
/// Magento know.
///
/// @param consumerKey and the others: the four values that Magento shows of an integration
record OauthSignature(
    String consumerKey, String consumerSecret, String accessToken, String accessTokenSecret) {

  private static final String ALGORITHM = "HmacSHA256";

  /// The value of the header `Authorization`.
  ///
  /// @param nonce never used before
  /// @param timestamp seconds since 1970
  String header(String method, URI uri, String nonce, long timestamp) {
    SortedMap<String, String> own = new TreeMap<>();
    own.put("oauth_consumer_key", consumerKey);
    own.put("oauth_nonce", nonce);
    own.put("oauth_signature_method", "HMAC-SHA256");
    own.put("oauth_timestamp", String.valueOf(timestamp));
    own.put("oauth_token", accessToken);
    own.put("oauth_version", "1.0");
    own.put("oauth_signature", sign(baseString(method, uri, own)));
    return own.entrySet().stream()
        .map(field -> field.getKey() + "=\"" + encoded(field.getValue()) + "\"")
        .collect(Collectors.joining(", ", "OAuth ", ""));
  }

  private static String baseString(String method, URI uri, SortedMap<String, String> own) {
    List<String> pairs = new ArrayList<>();
    own.forEach((name, value) -> pairs.add(encoded(name) + "=" + encoded(value)));
    String query = uri.getRawQuery();
    for (String part : query == null ? new String[0] : query.split("&")) {
      String[] pair = part.split("=", 2);
      pairs.add(
          encoded(decoded(pair[0])) + "=" + (pair.length < 2 ? "" : encoded(decoded(pair[1]))));
    }
    pairs.sort(null);
    return method + "&" + encoded(withoutQuery(uri)) + "&" + encoded(String.join("&", pairs));
  }

  private static String withoutQuery(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    boolean usual = uri.getPort() < 0 || uri.getPort() == ("https".equals(scheme) ? 443 : 80);
    return scheme
        + "://"
        + uri.getHost().toLowerCase(Locale.ROOT)
        + (usual ? "" : ":" + uri.getPort())
        + uri.getRawPath();
  }

  private String sign(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      String key = encoded(consumerSecret) + "&" + encoded(accessTokenSecret);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// As RFC 3986 has it.
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
