package io.kundig.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VatIdTests {

  @ParameterizedTest
  @CsvSource({
    "DE123456789, DE123456789",
    "de 123 456 789, DE123456789",
    "ATU12345678, ATU12345678",
    "atu 1234 5678, ATU12345678",
    "CHE-123.456.789 MWST, CHE-123.456.789 MWST",
    "che123456789, CHE-123.456.789",
    "NL123456789B01, NL123456789B01",
    "FRXX999999999, FRXX999999999"
  })
  void howeverItIsTypedItIsPrintedTheSame(String typed, String printed) {
    assertThat(VatId.read(typed)).isEqualTo(new VatId.Good(printed));
  }

  @Test
  void missingDigitsAreCounted() {
    assertThat(VatId.read("DE12345"))
        .isEqualTo(missing("DE", 4, 9, "After DE 4 digits are missing."));
    assertThat(VatId.read("DE12345678"))
        .isEqualTo(missing("DE", 1, 9, "After DE one digit is missing."));
    assertThat(VatId.read("CHE 123 456"))
        .isEqualTo(missing("CHE", 3, 9, "After CHE 3 digits are missing."));
  }

  @ParameterizedTest
  @CsvSource({
    "DE1234567890, vat_digits_too_many",
    "DE12345678O, vat_not_a_digit",
    "AT12345678, vat_austrian_u",
    "123456789, vat_unknown_country",
    "US123456789, vat_unknown_country",
    "X, vat_unknown_country",
    "NL1, vat_malformed",
    "CHE123456789X, vat_malformed"
  })
  void whatIsWrongIsNamed(String typed, String code) {
    assertThat(VatId.read(typed))
        .isInstanceOfSatisfying(VatId.Bad.class, bad -> assertThat(bad.code()).isEqualTo(code));
  }

  private static VatId.Bad missing(String prefix, int missing, int expected, String message) {
    return new VatId.Bad(
        "vat_digits_missing",
        message,
        Map.of("prefix", prefix, "missing", missing, "expected", expected));
  }
}
