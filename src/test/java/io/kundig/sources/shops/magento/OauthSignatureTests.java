package io.kundig.sources.shops.magento;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

/// The expected value was computed with another language's libraries.
class OauthSignatureTests {

  private static final OauthSignature SIGNATURE =
      new OauthSignature(
          "dpf43f3p2l4k3l03", "kd94hf93k423kf44", "nnch734d00sl2jdk", "pfkkdhi9sl3r+4s/0");

  private static final String QUERY =
      "?"
          + new Search()
              .where(new Search.Condition("updated_at", "gteq", "2026-03-02 09:00:00"))
              .toString()
              .replaceAll("&[^&]*condition_type%5D=gteq", "")
              .replaceAll("&[^&]*currentPage%5D=1", "");

  @Test
  void namesAndValuesAreEncodedTwiceAndSorted() {
    assertThat(header("https://shop.example/de/rest/V1/orders" + QUERY))
        .startsWith("OAuth oauth_consumer_key=\"dpf43f3p2l4k3l03\", oauth_nonce=")
        .contains(
            "oauth_signature=\"%2FpJhSUTZH%2B6GvKo5qdc4DoUG4jqXS1sCwTxDJvGvoS8%3D\"",
            "oauth_signature_method=\"HMAC-SHA256\"");
  }

  @Test
  void theOrderOfTheQueryDoesNotMatter() {
    assertThat(header("https://shop.example/rest/V1/orders?z=1&fields=items%5Bid%5D&a=%C3%A4"))
        .isEqualTo(header("https://shop.example/rest/V1/orders?a=%C3%A4&z=1&fields=items%5Bid%5D"));
  }

  @Test
  void theUsualPortIsNoPartOfTheAddress() {
    assertThat(header("https://SHOP.example:443/de/rest/V1/orders" + QUERY))
        .isEqualTo(header("https://shop.example/de/rest/V1/orders" + QUERY))
        .isNotEqualTo(header("https://shop.example:8443/de/rest/V1/orders" + QUERY));
  }

  private static String header(String uri) {
    return SIGNATURE.header("GET", URI.create(uri), "kllo9940pd9333jh", 1_191_242_096L);
  }
}
