package io.kundig.accounts;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The country whose way of writing telephone numbers a shop's customers use.
public final class Countries {

  private static final Set<String> CODES =
      Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

  private static final Map<String, String> NAMES =
      Map.of(
          "deutschland", "DE",
          "germany", "DE",
          "österreich", "AT",
          "austria", "AT",
          "schweiz", "CH",
          "switzerland", "CH",
          "liechtenstein", "LI",
          "luxemburg", "LU");

  private static final Map<String, String> ZONES =
      Map.of(
          "Europe/Berlin", "DE",
          "Europe/Vienna", "AT",
          "Europe/Zurich", "CH",
          "Europe/Vaduz", "LI",
          "Europe/Luxembourg", "LU",
          "Europe/Amsterdam", "NL",
          "Europe/Paris", "FR",
          "Europe/London", "GB");

  private Countries() {}

  /// By the Impressum, else by language and region, else by time zone; null: unknown.
  public static @Nullable String of(Shop shop) {
    String written = shop.impressum().country();
    if (written != null) {
      String code = written.strip().toUpperCase(Locale.ROOT);
      if (CODES.contains(code)) {
        return code;
      }
      String named = NAMES.get(written.strip().toLowerCase(Locale.ROOT));
      if (named != null) {
        return named;
      }
    }
    String region = shop.locale().getCountry();
    return CODES.contains(region) ? region : ZONES.get(shop.timeZone().getId());
  }
}
