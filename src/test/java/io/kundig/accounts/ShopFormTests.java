package io.kundig.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.shared.Invalid;
import io.kundig.shared.Invalid.Violation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShopFormTests {

  private static final Shop NORDLICHT = TestShops.nordlicht();

  @Test
  void whatIsLeftOutStaysAsItIs() {
    Shop shop = form("Nordlicht Kaffee", null, null).appliedTo(NORDLICHT);

    assertThat(shop.name()).isEqualTo("Nordlicht Kaffee");
    assertThat(shop.impressum()).isEqualTo(NORDLICHT.impressum());
    assertThat(shop.rules()).isEqualTo(NORDLICHT.rules());
    assertThat(shop.locale()).isEqualTo(Locale.GERMAN);
    assertThat(shop.url()).isEqualTo("https://nordlicht.example");
    assertThat(form("Nordlicht Kaffee", "", null).appliedTo(NORDLICHT).url()).isNull();
  }

  @Test
  void theAddressMayBeTypedWithoutHttps() {
    assertThat(form("Nordlicht", "nordlicht.example", null).appliedTo(NORDLICHT).url())
        .isEqualTo("https://nordlicht.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://rösterei-nordlicht.example/kaffee?a=b",
        "http://127.0.0.1:8080",
        "HTTPS://Nordlicht.example"
      })
  void anAddressOfTheWebIsKeptAsTyped(String url) {
    assertThat(form("Nordlicht", url, null).appliedTo(NORDLICHT).url()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://nordlicht.example",
        "https://",
        "https://nord licht.example",
        "https://mara@nordlicht.example",
        "https://nordlicht.example.",
        "hallo@nordlicht.example",
        "data://text/html,x"
      })
  void whatIsNoAddressOfTheWebIsRefused(String url) {
    assertThatThrownBy(() -> form("Nordlicht", url, null).appliedTo(NORDLICHT))
        .isInstanceOfSatisfying(
            Invalid.class,
            e ->
                assertThat(e.violations())
                    .extracting(Violation::code)
                    .containsExactly("url_malformed"));
  }

  @Test
  void everythingWrongIsSaidAtOnce() {
    ShopForm form =
        new ShopForm(
            " ",
            "EURO",
            "Berlin",
            "deutsch!",
            "javascript:alert(1)",
            new Shop.Sender("Mara", "mara", "mara@nordlicht"),
            null,
            new ShopForm.RulesForm(-1, 0, 91));

    assertThatThrownBy(() -> form.appliedTo(NORDLICHT))
        .isInstanceOfSatisfying(
            Invalid.class,
            e ->
                assertThat(e.violations())
                    .extracting(Violation::path, Violation::code)
                    .extracting(Object::toString)
                    .containsExactly(
                        "(\"name\", \"required\")",
                        "(\"currency\", \"unknown_currency\")",
                        "(\"timeZone\", \"unknown_time_zone\")",
                        "(\"locale\", \"unknown_language\")",
                        "(\"url\", \"url_malformed\")",
                        "(\"sender.email\", \"email_without_at\")",
                        "(\"sender.replyTo\", \"email_without_domain\")",
                        "(\"rules.marketingGapHours\", \"out_of_range\")",
                        "(\"rules.attributionClickDays\", \"out_of_range\")",
                        "(\"rules.attributionOpenDays\", \"out_of_range\")"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nordlicht\r\nBcc: alle@x.example",
        "Nord\u0000licht",
        "Nord\u2028licht",
        "\u202Ethcildron"
      })
  void aNameCannotSmuggleALineIntoAMail(String name) {
    Shop.Sender sender = new Shop.Sender(name, "hallo@nordlicht.example", null);

    assertThatThrownBy(() -> form("Nordlicht", null, sender).appliedTo(NORDLICHT))
        .isInstanceOfSatisfying(
            Invalid.class,
            e ->
                assertThat(e.violations())
                    .extracting(Violation::code)
                    .containsExactly("control_characters"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hallo@nordlicht.example\r\nBcc: x@y.example",
        "hallo@nordlicht.example, x@y.example",
        "<hallo@nordlicht.example>",
        "hal lo@nordlicht.example",
        ".hallo@nordlicht.example",
        "hallo@-nordlicht.example",
        "hallo@nordlicht..example"
      })
  void aSenderIsOneAddressAndNothingElse(String address) {
    Shop.Sender sender = new Shop.Sender("Nordlicht", address, null);

    assertThatThrownBy(() -> form("Nordlicht", null, sender).appliedTo(NORDLICHT))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void umlautDomainsAndPlusAddressesAreAddresses() {
    Shop.Sender sender =
        new Shop.Sender("Nordlicht", "hallo+shop@rösterei-nordlicht.example", "a.b@x.example");

    assertThat(form("Nordlicht", null, sender).appliedTo(NORDLICHT).sender()).isEqualTo(sender);
  }

  private static ShopForm form(String name, @Nullable String url, Shop.@Nullable Sender sender) {
    return new ShopForm(name, null, null, null, url, sender, null, null);
  }
}
