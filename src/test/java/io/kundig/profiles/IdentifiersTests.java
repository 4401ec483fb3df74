package io.kundig.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTests {

  @ParameterizedTest
  @CsvSource({
    "mara@shop.example, mara@shop.example",
    "'  Mara.Lindqvist@Shop.EXAMPLE ', mara.lindqvist@shop.example",
    "mailto:mara@shop.example, mara@shop.example",
    "mara+kaffee@shop.example, mara+kaffee@shop.example",
    "m.a.r.a@shop.example., m.a.r.a@shop.example",
    "jürgen@röst.de, jürgen@xn--rst-sna.de",
    "mara@straße.de, mara@xn--strae-oqa.de",
    "mara@münchen.example, mara@xn--mnchen-3ya.example",
    "mara@例え.テスト, mara@xn--r8jz45g.xn--zckzah",
    "\u200Bmara@shop.example\uFEFF, mara@shop.example",
    "mara@xn--rst-sna.de, mara@xn--rst-sna.de"
  })
  void anAddressHasOneSpelling(String raw, String expected) {
    assertThat(Identifiers.email(raw)).contains(new Identifier.Email(expected));
  }

  @Test
  void aDecomposedUmlautIsTheSameLetter() {
    assertThat(Identifiers.email("ju\u0308rgen@ro\u0308st.de"))
        .isEqualTo(Identifiers.email("jürgen@röst.de"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "mara",
        "mara@",
        "@shop.example",
        "mara@localhost",
        "mara@127.0.0.1",
        "mara@shop..example",
        "mara@-shop.example",
        "mara..l@shop.example",
        ".mara@shop.example",
        "mara @shop.example",
        "mara@shop.example, jonas@shop.example",
        "\"mara l\"@shop.example",
        "mara@shop.example\r\nBcc: jonas@shop.example",
        "mara\0@shop.example",
        "mara@shop\u2024example",
        "Mara <mara@shop.example>"
      })
  void whatIsNoAddressIsNone(String raw) {
    assertThat(Identifiers.email(raw)).isEmpty();
  }

  @Test
  void endlessAddressesAreRefusedAtOnce() {
    assertThat(Identifiers.email("a".repeat(65) + "@shop.example")).isEmpty();
    assertThat(Identifiers.email("a@" + "b.".repeat(130) + "example")).isEmpty();
    assertThat(Identifiers.email("a".repeat(10_000_000))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0170 1234567, DE, +491701234567",
    "+49 (0)170/1234567, DE, +491701234567",
    "0049 170 1234567, DE, +491701234567",
    "0664 1234567, AT, +436641234567",
    "079 123 45 67, CH, +41791234567",
    "+44 20 7946 0958, DE, +442079460958"
  })
  void aNumberIsReadAsOneOfTheShopsCountry(String raw, String country, String expected) {
    assertThat(Identifiers.phone(raw, country)).contains(new Identifier.Phone(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "call me", "+49", "0000000000000000000000000", "\0"})
  void whatIsNoNumberIsNone(String raw) {
    assertThat(Identifiers.phone(raw, "DE")).isEmpty();
  }

  @Test
  void aNationalNumberWithoutACountryIsNone() {
    assertThat(Identifiers.phone("0170 1234567", null)).isEmpty();
  }

  @Test
  void idsOfTheShopKeepTheirCase() {
    assertThat(Identifiers.userId(1, " Mara ")).contains(new Identifier.UserId(1, "Mara"));
    assertThat(Identifiers.userId(1, "☕")).contains(new Identifier.UserId(1, "☕"));
    assertThat(Identifiers.userId(1, "a\0b")).isEmpty();
    assertThat(Identifiers.userId(1, "\ud800")).isEmpty();
    assertThat(Identifiers.userId(1, "x".repeat(256))).isEmpty();
  }

  @Test
  void aKeyIsReadBack() {
    for (Identifier identifier :
        java.util.List.of(
            new Identifier.Email("mara@shop.example"),
            new Identifier.Phone("+491701234567"),
            new Identifier.UserId(1, "a:b:c"),
            new Identifier.AnonymousId(2, ":"),
            new Identifier.ExternalId(3, "shopify", "77:31"))) {
      assertThat(Identifier.ofKey(identifier.key())).contains(identifier);
    }
  }
}
