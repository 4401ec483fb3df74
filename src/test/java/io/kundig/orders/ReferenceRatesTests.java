package io.kundig.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.orders.ExchangeRateStore.ExchangeRate;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceRatesTests {

  @Test
  void theListOfTheCentralBankIsRead() throws Exception {
    assertThat(
            ReferenceRates.read(
                bytes(
                    """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
                      xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
                    <gesmes:subject>Reference rates</gesmes:subject>
                    <Cube><Cube time="2026-02-27"><Cube currency="USD" rate="1.1012"/><Cube currency="JPY" rate="163.5"/></Cube>
                    <Cube time='2026-02-26'><Cube currency='USD' rate='1.0999'/></Cube></Cube></gesmes:Envelope>
                    """)))
        .contains(
            new ExchangeRate("EUR", "USD", LocalDate.of(2026, 2, 26), new BigDecimal("1.0999")))
        .hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><body>Sign in</body></html>",
        "<Cube time='2026-02-27'><Cube currency='USD' rate='much'/></Cube>",
        "<Cube time='2026-02-27'><Cube currency='USD' rate='1e999999999'/></Cube>",
        "<Cube time='yesterday'><Cube currency='USD' rate='1'/></Cube>",
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><Cube time='2026-02-27'><Cube currency='USD' rate='1'>&a;</Cube></Cube>",
        "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><x>&b;</x>"
      })
  void whatIsNoListIsRefused(String text) {
    assertThatThrownBy(() -> ReferenceRates.read(bytes(text)))
        .isInstanceOf(ReferenceRates.NoRates.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
