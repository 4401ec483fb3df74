package io.kundig.ingest;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Recognises programs that read pages by what they call themselves. Whoever lies is not caught
/// here.
final class Crawlers {

  private static final int ENOUGH = 500;

  /// `Cubot` is a make of telephones.
  private static final Pattern CRAWLER =
      Pattern.compile(
          "(?<!cu)bot\\b|crawl|spider|slurp|archiver|scrap(er|y)|lighthouse|pagespeed|pingdom"
              + "|facebookexternalhit|facebookcatalog|mediapartners|feedfetcher|google-read-aloud"
              + "|whatsapp/|skypeuripreview|embedly|bingpreview|yandex(?!search|browser)|baidu(?!browser|boxapp)"
              + "|ahrefs|semrush|petalbot|bytespider|gptbot|claudebot|uptimerobot|statuscake|phantomjs",
          Pattern.CASE_INSENSITIVE);

  private Crawlers() {}

  static boolean wrote(@Nullable String userAgent) {
    if (userAgent == null) {
      return false;
    }
    String text = userAgent.length() <= ENOUGH ? userAgent : userAgent.substring(0, ENOUGH);
    return CRAWLER.matcher(text).find();
  }
}
