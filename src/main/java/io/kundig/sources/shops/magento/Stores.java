package io.kundig.sources.shops.magento;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a shop says of itself that its records only name by numbers.
///
/// @param views its store views, the default one first
/// @param groups names of customer groups
/// @param categories names of categories below the roots
record Stores(List<View> views, Map<String, String> groups, Map<String, String> categories) {

  /// @param locale as Magento has it, such as `de_DE`
  /// @param link begins the addresses of its pages, with a slash at its end
  /// @param media begins the addresses of images
  record View(String id, String code, String locale, ZoneId zone, String link, String media) {

    /// BCP 47.
    String language() {
      return locale.replace('_', '-');
    }
  }

  @Nullable String language(@Nullable String storeId) {
    return views.stream()
        .filter(view -> view.id().equals(storeId))
        .map(View::language)
        .findFirst()
        .orElse(null);
  }

  ZoneId zone() {
    return views.isEmpty() ? ZoneOffset.UTC : views.getFirst().zone();
  }

  /// The first store view of each language; a single one stands under the empty text.
  SortedMap<String, View> byLanguage() {
    SortedMap<String, View> found = new TreeMap<>();
    views.forEach(view -> found.putIfAbsent(view.language(), view));
    if (found.size() == 1) {
      return new TreeMap<>(Map.of("", views.getFirst()));
    }
    return found;
  }
}
