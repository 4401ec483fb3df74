package io.kundig.channels.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTests {

  @ParameterizedTest
  @CsvSource({
    "Jana.Mueller+shop@Example.ORG, Jana.Mueller+shop@example.org",
    "o'neil@x.co.uk, o'neil@x.co.uk",
    "a@straße.de, a@xn--strae-oqa.de",
    "a@bücher.example, a@xn--bcher-kva.example",
    "a@BÜCHER.example, a@xn--bcher-kva.example",
    "a@bu\u0308cher.example, a@xn--bcher-kva.example",
    "a@例え.テスト, a@xn--r8jz45g.xn--zckzah",
    "a@例え。テスト, a@xn--r8jz45g.xn--zckzah",
    "a@пример.испытание, a@xn--e1afmkfd.xn--80akhbyknj4f",
    "a@مثال.إختبار, a@xn--mgbh0fb.xn--kgbechtv",
    "jörg@x.org, jörg@x.org",
  })
  void readsAddresses(String written, String address) {
    assertThat(EmailAddress.parse(written)).hasToString(address);
  }

  @Test
  void readsQuotedNames() {
    assertThat(EmailAddress.parse("\"a b@c\\\"\"@x.org")).hasToString("\"a b@c\\\"\"@x.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "@x.org",
        "a@",
        "a b@x.org",
        "a@x..org",
        "a@-x.org",
        "a@x-.org",
        ".a@x.org",
        "a.@x.org",
        "a..b@x.org",
        "<a@x.org>",
        "a@x.org>",
        "a>b@x.org",
        "a@x.org SIZE=1",
        "a,b@x.org",
        "\"a@x.org",
        "\"a\"b\"@x.org",
        "\"a\\\"@x.org",
        "a\u200bb@x.org",
        "a@x\u200b.org",
        "a\u00a0b@x.org",
        "a@[127.0.0.1]",
        "a@x.org\u0000",
        "a@\u202e.org",
        "a@x/y.org",
        "a@xn--" + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.de",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@x.org"
      })
  void refusesWhatIsNone(String written) {
    assertThatThrownBy(() -> EmailAddress.parse(written))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void staysBelowTheLimitOfAPath() {
    String domain = "abcdefghi.".repeat(24) + "org";

    assertThat(EmailAddress.parse("abcdefghij@" + domain).toString()).hasSize(254);
    assertThatThrownBy(() -> EmailAddress.parse("abcdefghijk@" + domain))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
