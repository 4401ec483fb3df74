package io.kundig.sources;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Suggests what each column holds, by its heading.
final class Headings {

  private Headings() {}

  /// @return every column, with null where nothing fits; no field twice
  static Map<String, @Nullable String> suggest(ImportKind kind, List<String> columns) {
    Map<String, @Nullable String> suggested = new LinkedHashMap<>();
    Set<String> plain = new HashSet<>();
    columns.forEach(column -> plain.add(plain(column)));
    Set<String> taken = new HashSet<>();
    columns.forEach(column -> suggested.put(column, null));
    if (isShopifyOrders(kind, plain)) {
      claim(suggested, taken, columns, "name", "orderId");
    }
    for (ImportField field : kind.fields()) {
      for (String heading : field.headings()) {
        claim(suggested, taken, columns, heading, field.key());
      }
    }
    return suggested;
  }

  private static void claim(
      Map<String, @Nullable String> suggested,
      Set<String> taken,
      List<String> columns,
      String heading,
      String field) {
    if (taken.contains(field)) {
      return;
    }
    for (String column : columns) {
      if (suggested.get(column) == null && plain(column).equals(heading)) {
        suggested.put(column, field);
        taken.add(field);
        return;
      }
    }
  }

  /// Shopify heads the order's number "Name".
  private static boolean isShopifyOrders(ImportKind kind, Set<String> columns) {
    return kind == ImportKind.ORDERS
        && columns.contains("lineitemname")
        && columns.contains("name");
  }

  /// Letters and digits only, in lower case: `E-Mail Adresse` and `e_mail_adresse` are one.
  static String plain(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replace("ä", "ae")
        .replace("ö", "oe")
        .replace("ü", "ue")
        .replace("ß", "ss")
        .replaceAll("[^a-z0-9]", "");
  }
}
