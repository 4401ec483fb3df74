package io.kundig.accounts;

import io.kundig.shared.Invalid;
import io.kundig.shared.Invalid.Violation;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks fields one by one and collects what is wrong. Empty text counts as not given.
final class ShopChecks {

  private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

  /// Letters of any language: `URI` finds no host in `https://rösterei.example`.
  private static final Pattern HOST =
      Pattern.compile("[\\p{L}\\p{N}]([\\p{L}\\p{N}.-]*[\\p{L}\\p{N}])?(:\\d{1,5})?");

  private final List<Violation> violations = new ArrayList<>();

  void done() {
    if (!violations.isEmpty()) {
      throw new Invalid(violations);
    }
  }

  String name(String path, String text, int longest) {
    String name = line(path, text, longest);
    if (name == null) {
      found(path, "required", "This must not be empty.", Map.of());
      return "";
    }
    return name;
  }

  @Nullable String line(String path, @Nullable String text, int longest) {
    String line = given(text);
    if (line == null) {
      return null;
    }
    if (line.length() > longest) {
      found(
          path,
          "too_long",
          "At most " + longest + " characters; this has " + line.length() + ".",
          Map.of("longest", longest, "length", line.length()));
    }
    if (Text.hasControls(line)) {
      found(
          path,
          "control_characters",
          "Line breaks and control characters cannot stand here.",
          Map.of());
    }
    return line;
  }

  String currency(String path, String text) {
    String code = text.strip().toUpperCase(Locale.ROOT);
    try {
      return Currency.getInstance(code).getCurrencyCode();
    } catch (IllegalArgumentException e) {
      found(
          path,
          "unknown_currency",
          "“" + text.strip() + "” is no currency code of ISO 4217, such as EUR or CHF.",
          Map.of("value", text.strip()));
      return code;
    }
  }

  ZoneId zone(String path, String text) {
    try {
      if (ZoneId.getAvailableZoneIds().contains(text.strip())) {
        return ZoneId.of(text.strip());
      }
    } catch (DateTimeException e) {
      // said below
    }
    found(
        path,
        "unknown_time_zone",
        "“" + text.strip() + "” is no time zone, such as Europe/Berlin.",
        Map.of("value", text.strip()));
    return ShopForm.BLANK.timeZone();
  }

  Locale locale(String path, String text) {
    try {
      Locale locale = new Locale.Builder().setLanguageTag(text.strip()).build();
      if (LANGUAGES.contains(locale.getLanguage())) {
        return locale;
      }
    } catch (IllformedLocaleException e) {
      // said below
    }
    found(
        path,
        "unknown_language",
        "“" + text.strip() + "” is no language, such as de or en.",
        Map.of("value", text.strip()));
    return ShopForm.BLANK.locale();
  }

  @Nullable String url(String path, @Nullable String text) {
    String url = line(path, text, 500);
    if (url == null) {
      return null;
    }
    String full = url.contains("://") ? url : "https://" + url;
    try {
      URI uri = new URI(full);
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (web && uri.getAuthority() != null && HOST.matcher(uri.getAuthority()).matches()) {
        return full;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    found(
        path,
        "url_malformed",
        "This is no web address, such as https://shop.example.",
        Map.of("value", url));
    return url;
  }

  @Nullable String email(String path, @Nullable String text) {
    String email = given(text);
    if (email != null) {
      EmailCheck.problem(email)
          .ifPresent(
              problem -> found(path, problem.code(), problem.message(), Map.of("value", email)));
    }
    return email;
  }

  @Nullable String vatId(String path, @Nullable String text) {
    String given = line(path, text, 40);
    if (given == null) {
      return null;
    }
    return switch (VatId.read(given)) {
      case VatId.Good(String id) -> id;
      case VatId.Bad(String code, String message, Map<String, Object> facts) -> {
        found(path, code, message, facts);
        yield given;
      }
    };
  }

  int range(String path, @Nullable Integer value, int before, int least, int most) {
    if (value == null) {
      return before;
    }
    if (value < least || value > most) {
      found(
          path,
          "out_of_range",
          "This is between " + least + " and " + most + ".",
          Map.of("least", least, "most", most, "value", value));
    }
    return value;
  }

  private void found(String path, String code, String message, Map<String, Object> facts) {
    violations.add(new Violation(path, code, message, facts));
  }

  private static @Nullable String given(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
