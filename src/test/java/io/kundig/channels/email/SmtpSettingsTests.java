package io.kundig.channels.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.channels.email.SmtpSettings.Credentials;
import io.kundig.channels.email.SmtpSettings.Pipelining;
import io.kundig.channels.email.SmtpSettings.Security;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpSettingsTests {

  @Test
  void readsAddresses() {
    var plain = SmtpSettings.parse("smtp://mail.shop.de");
    assertThat(plain.host()).isEqualTo("mail.shop.de");
    assertThat(plain.port()).isEqualTo(25);
    assertThat(plain.security()).isEqualTo(Security.STARTTLS_OPTIONAL);
    assertThat(plain.credentials()).isNull();

    var full =
        SmtpSettings.parse(
            "smtp://me%40shop.de:s%2Fe+c%25@mail.shop.de:2525?starttls=required&pipelining=off&ehlo=crm.shop.de&mails-per-connection=100");
    assertThat(full.port()).isEqualTo(2525);
    assertThat(full.security()).isEqualTo(Security.STARTTLS_REQUIRED);
    assertThat(full.credentials()).isEqualTo(new Credentials("me@shop.de", "s/e+c%"));
    assertThat(full.pipelining()).isEqualTo(Pipelining.OFF);
    assertThat(full.ehloName()).isEqualTo("crm.shop.de");
    assertThat(full.mailsPerConnection()).isEqualTo(100);

    assertThat(SmtpSettings.parse("smtps://u:p@mail.shop.de").port()).isEqualTo(465);
    assertThat(SmtpSettings.parse("smtp://u:p@mail.shop.de").port()).isEqualTo(587);
    assertThat(SmtpSettings.parse("smtp://[::1]:25/").host()).isEqualTo("::1");
    assertThat(SmtpSettings.parse("smtp://u@x.de:p@ss@mail.shop.de").credentials())
        .isEqualTo(new Credentials("u@x.de", "p@ss"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mail.shop.de",
        "http://u:secret@x.de",
        "smtp://u:secret@",
        "smtp://u:secret@x.de:0",
        "smtp://u:secret@x.de:99999",
        "smtp://u:sec%ret@x.de",
        "smtp://u:secret@x.de?starttls=insecure",
        "smtp://u:secret@x.de?secret=1&verify=no",
        "smtps://u:secret@x.de?starttls=required",
        "smtp://u:secret@x.de?ehlo=a%0d%0aQUIT",
        "smtp://secret@x.de",
        "smtp://u:secret%00@x.de"
      })
  void refusesOthersWithoutRepeatingThePassword(String url) {
    assertThatThrownBy(() -> SmtpSettings.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("u:", "sec%ret");
  }

  @Test
  void neverShowsThePassword() {
    assertThat(SmtpSettings.parse("smtp://user:hush@x.de").toString())
        .doesNotContain("hush", "user");
  }
}
