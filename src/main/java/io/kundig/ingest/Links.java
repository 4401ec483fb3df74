package io.kundig.ingest;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which addresses of pages are kept for carts and products, from where they get into mails. The
/// public key is known to everybody: what comes by it may only lead to the shop itself, so that
/// nobody has the shop send a stranger's link to its customers.
///
/// @param host of the shop, without `www.`; null: everything is kept
record Links(@Nullable String host) {

  /// Neither user names nor backslashes, which browsers read differently.
  private static final Pattern WEB_ADDRESS =
      Pattern.compile("(?i)https?://([^/?#\\\\@:\\s]+)(:\\d{1,5})?([/?#][^\\\\\\s]*)?");

  static final Links ANYWHERE = new Links(null);

  /// Only to a shop at this address.
  static Links to(String shopUrl) {
    String host = host(shopUrl);
    return new Links(host == null || !host.startsWith("www.") ? host : host.substring(4));
  }

  @Nullable String allowed(@Nullable String url) {
    if (host == null || url == null) {
      return url;
    }
    String there = host(url);
    return there != null && (there.equals(host) || there.endsWith("." + host)) ? url : null;
  }

  private static @Nullable String host(String url) {
    Matcher address = WEB_ADDRESS.matcher(url.strip());
    try {
      return address.matches() ? IDN.toASCII(address.group(1)).toLowerCase(Locale.ROOT) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
