package io.kundig.sources;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a row tells about the person, by the names that profiles know.
final class Traits {

  private static final Map<String, String> COUNTRIES = countries();

  private Traits() {}

  static Map<String, Object> ofOrder(OrderDraft order) {
    return of(order::first);
  }

  static Map<String, Object> of(Function<String, @Nullable String> cells) {
    Map<String, Object> traits = new HashMap<>();
    put(traits, "email", cells.apply("email"));
    put(traits, "phone", cells.apply("phone"));
    put(traits, "firstName", cells.apply("firstName"));
    put(traits, "lastName", cells.apply("lastName"));
    if (cells.apply("firstName") == null && cells.apply("lastName") == null) {
      put(traits, "name", cells.apply("name"));
    }
    put(traits, "company", cells.apply("company"));
    put(traits, "city", cells.apply("city"));
    put(traits, "postalCode", cells.apply("zip"));
    put(traits, "country", country(cells.apply("country")));
    put(traits, "locale", cells.apply("language"));
    put(traits, "tags", cells.apply("tags"));
    return traits;
  }

  private static void put(Map<String, Object> traits, String name, @Nullable String value) {
    if (value != null) {
      traits.put(name, value);
    }
  }

  /// The ISO code of a country by its code or its German or English name; what is none stays as it
  /// is written.
  static @Nullable String country(@Nullable String text) {
    return text == null
        ? null
        : Objects.requireNonNullElse(COUNTRIES.get(text.toLowerCase(Locale.ROOT)), text);
  }

  private static Map<String, String> countries() {
    Map<String, String> codes = new HashMap<>();
    for (String code : Locale.getISOCountries()) {
      Locale country = Locale.of("", code);
      codes.put(code.toLowerCase(Locale.ROOT), code);
      codes.put(country.getDisplayCountry(Locale.GERMAN).toLowerCase(Locale.ROOT), code);
      codes.put(country.getDisplayCountry(Locale.ENGLISH).toLowerCase(Locale.ROOT), code);
    }
    codes.put("eire", "IE");
    codes.put("usa", "US");
    codes.put("uk", "GB");
    codes.put("great britain", "GB");
    codes.put("großbritannien", "GB");
    codes.put("rsa", "ZA");
    codes.put("czech republic", "CZ");
    return Map.copyOf(codes);
  }
}
