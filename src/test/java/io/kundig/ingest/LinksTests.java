package io.kundig.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Anybody can put something into the cart of an address they know; the mail about it comes from
/// the shop.
class LinksTests {

  private final Links strangers = Links.to("https://www.nordlicht.example/");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://nordlicht.example",
        "https://nordlicht.example/espresso?size=500&utm=a#top",
        "http://www.nordlicht.example:8080/espresso",
        "HTTPS://Shop.Nordlicht.example/checkout/1"
      })
  void pagesOfTheShopAreKept(String url) {
    assertThat(strangers.allowed(url)).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "https://nordlicht.example.evil.example/",
        "https://evil-nordlicht.example/",
        "https://nordlicht.example@evil.example/",
        "https://nordlicht.example:x@evil.example/",
        "https://evil.example\\@nordlicht.example/",
        "https://nordlicht.example\\.evil.example/",
        "https://evil.example#@nordlicht.example/",
        "https://evil.example/?https://nordlicht.example",
        "https:evil.example",
        "https:///evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)//nordlicht.example",
        "https://nordlicht\u3002evil.example/",
        "https://evil.example\u2044.nordlicht.example.evil.example/"
      })
  void pagesOfOthersAreNot(String url) {
    assertThat(strangers.allowed(url)).isNull();
  }

  @Test
  void theShopsOwnServerMayNameAnyPage() {
    String checkout = "https://checkout.example/1";

    assertThat(Links.ANYWHERE.allowed(checkout)).isEqualTo(checkout);
  }
}
