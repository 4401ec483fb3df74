package io.kundig.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTests {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POINT|2.55|2.55",
        "POINT|-6|-6",
        "POINT|1,234.50|1234.50",
        "POINT|1,234|1234",
        "POINT|12,5|12.5",
        "POINT|1.234,50|1234.50",
        "COMMA|1.234,50 €|1234.50",
        "COMMA|1.234|1234",
        "COMMA|12,5|12.5",
        "COMMA|12.5|12.5",
        "POINT|CHF 1'234.50|1234.50",
        "POINT|(12.00)|-12.00",
        "POINT|12.00-|-12.00",
        "POINT|$1,234,567.00|1234567.00"
      })
  void numbersAreReadAsTheyAreWritten(Numbers style, String text, BigDecimal expected) {
    assertThat(style.parse(text))
        .hasValueSatisfying(n -> assertThat(n).isEqualByComparingTo(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"zehn", "", "1.2.3", "--1", "1e999", "NaN", "0x10", "99999999999999999999", "."})
  void whatIsNoNumberIsNone(String text) {
    assertThat(Numbers.POINT.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2010-12-01 08:26:00|2010-12-01T07:26:00Z",
        "2026-01-03 10:00:00 +0100|2026-01-03T09:00:00Z",
        "2026-01-03T10:00:00Z|2026-01-03T10:00:00Z",
        "2026-01-03T10:00:00.123456+01:00|2026-01-03T09:00:00.123456Z",
        "3.4.1988|1988-04-02T22:00:00Z",
        "02.03.26, 09:00 Uhr|2026-03-02T08:00:00Z",
        "02/03/2026 9:00 PM|2026-03-02T20:00:00Z",
        "2026-01-03 10:00 UTC|2026-01-03T10:00:00Z",
        "1772442000|2026-03-02T09:00:00Z"
      })
  void datesAreReadAsTheyAreWritten(String text, Instant expected) {
    assertThat(new Dates(BERLIN, Dates.Order.DAY_FIRST).parse(text)).contains(expected);
  }

  @Test
  void slashesAreReadInTheOrderOfTheFile() {
    Dates american = new Dates(BERLIN, Dates.named(Dates.guess(List.of(List.of("12/31/2025")))));
    assertThat(american.parse("02/03/2026")).contains(Instant.parse("2026-02-02T23:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "31.02.2025",
        "never",
        "2026-13-01",
        "",
        "12",
        "2026-01-03 25:00",
        "1.1",
        "99999999999"
      })
  void whatIsNoDateIsNone(String text) {
    assertThat(new Dates(BERLIN, Dates.Order.DAY_FIRST).parse(text)).isEqualTo(Optional.empty());
  }

  @Test
  void headingsOfKnownExportsAreUnderstood() {
    assertThat(
            Headings.suggest(
                ImportKind.ORDERS,
                List.of(
                    "InvoiceNo",
                    "StockCode",
                    "Description",
                    "Quantity",
                    "InvoiceDate",
                    "UnitPrice",
                    "CustomerID",
                    "Country")))
        .containsEntry("InvoiceNo", "orderId")
        .containsEntry("StockCode", "productId")
        .containsEntry("Description", "title")
        .containsEntry("InvoiceDate", "placedAt")
        .containsEntry("UnitPrice", "unitPrice")
        .containsEntry("CustomerID", "customerId");
    assertThat(
            Headings.suggest(
                ImportKind.ORDERS,
                List.of("Bestellnummer", "Bestelldatum", "E-Mail Adresse", "Währung", "Summe")))
        .containsEntry("Währung", "currency")
        .containsEntry("E-Mail Adresse", "email")
        .containsEntry("Summe", "total");
  }
}
