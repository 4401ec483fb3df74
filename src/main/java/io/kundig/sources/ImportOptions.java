package io.kundig.sources;

import io.kundig.accounts.Shop;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/// How a file's values are to be understood; what is null is as the file or the shop suggests.
///
/// @param dateFormat `dmy` or `mdy`, for dates with slashes
/// @param zone of times that name none
/// @param currency of amounts that name none
/// @param consent `none`, or `column`: the column says who allows the newsletter
/// @param decimal `comma` or `point`
/// @param consentWording the sentence people agreed to, for rows that hold none of their own
/// @param consentSource where they did, for rows that hold none of their own
record ImportOptions(
    @Nullable String dateFormat,
    @Nullable String zone,
    @Nullable String currency,
    @Nullable String consent,
    @Nullable String decimal,
    @Nullable String consentWording,
    @Nullable String consentSource) {

  static ImportOptions suggested(FileShape shape, Shop shop) {
    return new ImportOptions(
        Dates.guess(shape.samples()),
        shop.timeZone().getId(),
        shop.currency(),
        "none",
        Numbers.guess(shape.samples()).code(),
        null,
        null);
  }

  ImportOptions orElse(ImportOptions other) {
    return new ImportOptions(
        first(dateFormat, other.dateFormat),
        first(zone, other.zone),
        first(currency, other.currency),
        first(consent, other.consent),
        first(decimal, other.decimal),
        first(consentWording, other.consentWording),
        first(consentSource, other.consentSource));
  }

  private static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one == null ? other : one.strip();
  }

  Dates dates() {
    return new Dates(
        ZoneId.of(zone == null ? "Europe/Berlin" : zone),
        Dates.named(dateFormat == null ? "dmy" : dateFormat));
  }

  Numbers numbers() {
    return Numbers.named(decimal == null ? "point" : decimal);
  }

  boolean takesConsent() {
    return "column".equals(consent);
  }

  /// The name of the first option that makes no sense, or null.
  @Nullable String firstInvalid() {
    try {
      if (zone != null) {
        ZoneId.of(zone);
      }
    } catch (DateTimeException e) {
      return "zone";
    }
    if (currency != null && !isCurrency(currency)) {
      return "currency";
    }
    if (dateFormat != null && !dateFormat.equals("dmy") && !dateFormat.equals("mdy")) {
      return "dateFormat";
    }
    if (decimal != null && !decimal.equals("comma") && !decimal.equals("point")) {
      return "decimal";
    }
    return consent == null || consent.equals("none") || consent.equals("column") ? null : "consent";
  }

  static boolean isCurrency(String code) {
    try {
      return code.length() == 3 && Currency.getInstance(code).getDefaultFractionDigits() >= 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
