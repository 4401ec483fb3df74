package io.kundig.templates;

import io.kundig.catalog.Catalog.ProductPage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Leads the products of a cart to their pages in the language of the mail, where the catalogue
/// knows them.
final class LocalPages {

  private LocalPages() {}

  /// Where pages are looked up.
  interface Source {
    Map<String, ProductPage> of(int shopId, Collection<String> productIds, Locale locale);
  }

  /// @param plain data that went through [PlainData]
  static Map<String, Object> in(
      Map<String, Object> plain, int shopId, Locale locale, Source source) {
    if (!(plain.get("cart") instanceof Map<?, ?> cart)
        || !(cart.get("items") instanceof List<?> items)) {
      return plain;
    }
    List<String> ids = new ArrayList<>();
    for (Object item : items) {
      if (item instanceof Map<?, ?> fields && fields.get("productId") instanceof String id) {
        ids.add(id);
      }
    }
    if (ids.isEmpty()) {
      return plain;
    }
    Map<String, ProductPage> pages = source.of(shopId, ids, locale);
    Map<Object, Object> local = new HashMap<>(cart);
    local.put("items", items.stream().map(item -> led(item, pages)).toList());
    Map<String, Object> all = new HashMap<>(plain);
    all.put("cart", local);
    return all;
  }

  private static Object led(Object item, Map<String, ProductPage> pages) {
    if (item instanceof Map<?, ?> fields && fields.get("productId") instanceof String id) {
      ProductPage page = pages.get(id);
      String url = page == null || !page.local() ? null : page.url();
      if (url != null) {
        Map<Object, Object> led = new HashMap<>(fields);
        led.put("url", url);
        return led;
      }
    }
    return item;
  }
}
