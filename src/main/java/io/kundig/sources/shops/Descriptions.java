package io.kundig.sources.shops;

import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;

/// Reads what shops write of their products.
public final class Descriptions {

  private static final int LONGEST = 1_000;

  private Descriptions() {}

  /// The words of a piece of HTML, cut; null if there are none.
  public static @Nullable String words(@Nullable String html) {
    if (html == null) {
      return null;
    }
    String text = Jsoup.parse(html).text().strip();
    if (text.isEmpty()) {
      return null;
    }
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }
}
