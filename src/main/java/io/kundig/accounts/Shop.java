package io.kundig.accounts;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One shop (brand) of the installation, with everything a message or a report needs to know of it.
///
/// @param currency ISO 4217, upper case
/// @param writeKey public: identifies the shop at the tracking API, proves nothing
public record Shop(
    int id,
    String name,
    String currency,
    ZoneId timeZone,
    Locale locale,
    @Nullable String url,
    Sender sender,
    Impressum impressum,
    String writeKey,
    Rules rules) {

  Shop withWriteKey(String key) {
    return new Shop(id, name, currency, timeZone, locale, url, sender, impressum, key, rules);
  }

  /// Who mails come from. Any part may still be missing while the shop is being set up.
  public record Sender(@Nullable String name, @Nullable String email, @Nullable String replyTo) {

    /// Names of the mandatory parts that are still empty.
    public List<String> missing() {
      var missing = new ArrayList<String>();
      if (isBlank(name)) missing.add("name");
      if (isBlank(email)) missing.add("email");
      return missing;
    }
  }

  /// The provider identification of § 5 DDG that stands under every mail.
  public record Impressum(
      @Nullable String company,
      @Nullable String street,
      @Nullable String city,
      @Nullable String country,
      @Nullable String representative,
      @Nullable String email,
      @Nullable String phone,
      @Nullable String register,
      @Nullable String vatId) {

    /// Names of the mandatory parts that are still empty.
    public List<String> missing() {
      var missing = new ArrayList<String>();
      if (isBlank(company)) missing.add("company");
      if (isBlank(street)) missing.add("street");
      if (isBlank(city)) missing.add("city");
      if (isBlank(country)) missing.add("country");
      if (isBlank(email)) missing.add("email");
      return missing;
    }
  }

  /// The shop's own numbers for decisions and attribution.
  ///
  /// @param marketingGapHours least hours between two marketing mails to one person
  public record Rules(int marketingGapHours, int attributionClickDays, int attributionOpenDays) {
    public static final Rules DEFAULT = new Rules(16, 5, 5);
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }
}
