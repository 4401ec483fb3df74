package io.kundig.sources.shops.woocommerce;

import io.kundig.sources.shops.Descriptions;
import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopProduct;
import io.kundig.sources.shops.ShopProduct.Variant;
import io.kundig.sources.shops.Unreadable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Products of `/wc/v3/products` with their variations.
final class WooProducts {

  private WooProducts() {}

  static boolean isVariation(JsonFields product) {
    return "variation".equals(product.textOrNull("type"));
  }

  /// Its variants are listed elsewhere.
  static boolean hasVariations(JsonFields product) {
    return product.node().path("variations").size() > 0;
  }

  static ShopProduct read(JsonFields product, List<JsonFields> variations) throws Unreadable {
    Instant createdAt = product.timeOrNull("date_created_gmt");
    Instant modifiedAt = product.timeOrNull("date_modified_gmt");
    SortedMap<String, String> urls = new TreeMap<>();
    String url = product.textOrNull("permalink");
    if (url != null) {
      String language = product.textOrNull("lang");
      urls.put(language == null ? "" : language, url);
    }
    String visibility = product.textOrNull("catalog_visibility");
    List<Variant> variants = new ArrayList<>();
    for (JsonFields variation : variations) {
      variants.add(variant(variation, attributes(variation)));
    }
    if (variants.isEmpty()) {
      variants.add(variant(product, null));
    }
    return new ShopProduct(
        product.id("id"),
        modifiedAt != null
            ? modifiedAt
            : createdAt != null ? createdAt : product.time("date_modified_gmt"),
        WooOrders.plain(product.text("name")),
        "publish".equals(product.textOrNull("status")) && !"hidden".equals(visibility),
        Descriptions.words(product.textOrNull("short_description")),
        first(product.list("brands")),
        names(product.list("categories")),
        product.list("images").isEmpty()
            ? null
            : product.list("images").getFirst().textOrNull("src"),
        urls,
        List.copyOf(variants));
  }

  private static Variant variant(JsonFields one, @Nullable String title) throws Unreadable {
    BigDecimal regular = one.amountOrNull("regular_price");
    BigDecimal price = one.amountOrNull("price");
    boolean sale = one.isTrue("on_sale");
    return new Variant(
        one.id("id"),
        one.textOrNull("sku"),
        title,
        regular == null ? price : regular,
        sale ? price : null,
        one.isTrue("manage_stock") ? one.amountOrNull("stock_quantity") : null,
        !"outofstock".equals(one.textOrNull("stock_status")),
        one.textOrNull("permalink"),
        one.object("image").textOrNull("src"));
  }

  private static @Nullable String attributes(JsonFields variation) {
    String chosen = String.join(", ", options(variation.list("attributes")));
    return chosen.isEmpty() ? null : chosen;
  }

  private static List<String> options(List<JsonFields> attributes) {
    List<String> options = new ArrayList<>();
    for (JsonFields attribute : attributes) {
      String option = attribute.textOrNull("option");
      if (option != null) {
        options.add(WooOrders.plain(option));
      }
    }
    return options;
  }

  private static List<String> names(List<JsonFields> terms) {
    return terms.stream()
        .map(term -> term.textOrNull("name"))
        .filter(name -> name != null)
        .map(WooOrders::plain)
        .collect(Collectors.toUnmodifiableList());
  }

  private static @Nullable String first(List<JsonFields> terms) {
    List<String> names = names(terms);
    return names.isEmpty() ? null : names.getFirst();
  }
}
