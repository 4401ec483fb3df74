package io.kundig.accounts;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a VAT id, forgiving about spaces, dots and small letters, and says what is missing.
///
/// Germany, Austria and Switzerland are known exactly (§ 27a UStG, BMF, UIDG); of the other
/// countries of the EU the length of 2 to 12 characters after the country.
final class VatId {

  private static final Set<String> EU =
      Set.of(
          "BE", "BG", "CY", "CZ", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT",
          "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI");
  private static final Pattern SWISS = Pattern.compile("CHE(\\d*)(MWST|TVA|IVA)?");
  private static final Pattern OTHERS = Pattern.compile("[0-9A-Z+*]{2,12}");

  private VatId() {}

  static Result read(String text) {
    String id = text.toUpperCase(Locale.ROOT).replaceAll("[\\s.\\-/]", "");
    if (id.startsWith("CHE")) {
      return swiss(id);
    }
    if (id.startsWith("DE")) {
      return digits(id, "DE", 9);
    }
    if (id.startsWith("ATU")) {
      return digits(id, "ATU", 8);
    }
    if (id.startsWith("AT")) {
      return new Bad(
          "vat_austrian_u", "An Austrian VAT id begins with ATU.", Map.of("prefix", "ATU"));
    }
    String country = id.length() < 2 ? id : id.substring(0, 2);
    if (!EU.contains(country)) {
      return new Bad(
          "vat_unknown_country",
          "A VAT id begins with its country, such as DE, ATU or CHE.",
          Map.of("value", text.strip()));
    }
    return OTHERS.matcher(id.substring(2)).matches()
        ? new Good(id)
        : new Bad(
            "vat_malformed",
            "After " + country + " come 2 to 12 letters or digits.",
            Map.of("prefix", country));
  }

  private static Result swiss(String id) {
    Matcher matcher = SWISS.matcher(id);
    if (!matcher.matches()) {
      return new Bad(
          "vat_malformed",
          "A Swiss VAT id looks like CHE-123.456.789 MWST.",
          Map.of("prefix", "CHE"));
    }
    String digits = matcher.group(1);
    Result result = digits("CHE" + digits, "CHE", 9);
    if (result instanceof Bad) {
      return result;
    }
    String suffix = matcher.group(2) == null ? "" : " " + matcher.group(2);
    return new Good(
        "CHE-"
            + digits.substring(0, 3)
            + "."
            + digits.substring(3, 6)
            + "."
            + digits.substring(6)
            + suffix);
  }

  private static Result digits(String id, String prefix, int expected) {
    String rest = id.substring(prefix.length());
    int wrong = firstNonDigit(rest);
    if (wrong >= 0) {
      String character = rest.substring(wrong, wrong + 1);
      return new Bad(
          "vat_not_a_digit",
          "After " + prefix + " come digits only, not “" + character + "”.",
          Map.of("prefix", prefix, "character", character, "expected", expected));
    }
    int missing = expected - rest.length();
    if (missing > 0) {
      return new Bad(
          "vat_digits_missing",
          "After "
              + prefix
              + (missing == 1 ? " one digit is missing." : " " + missing + " digits are missing."),
          Map.of("prefix", prefix, "missing", missing, "expected", expected));
    }
    if (missing < 0) {
      return new Bad(
          "vat_digits_too_many",
          "After " + prefix + " come " + expected + " digits; " + -missing + " are too many.",
          Map.of("prefix", prefix, "tooMany", -missing, "expected", expected));
    }
    return new Good(id);
  }

  private static int firstNonDigit(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return i;
      }
    }
    return -1;
  }

  sealed interface Result {}

  /// @param id as it is printed
  record Good(String id) implements Result {}

  record Bad(String code, String message, Map<String, Object> facts) implements Result {}
}
