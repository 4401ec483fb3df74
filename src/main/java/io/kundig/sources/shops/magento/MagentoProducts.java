package io.kundig.sources.shops.magento;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopProduct;
import io.kundig.sources.shops.ShopProduct.Variant;
import io.kundig.sources.shops.Unreadable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Products of `/V1/products`. A configurable product is sold as one of the simple products that it
/// links to, which are products of their own that nobody sees alone.
final class MagentoProducts {

  private static final int LONGEST_DESCRIPTION = 1_000;
  private static final String ENABLED = "1";
  private static final String INVISIBLE = "1";

  /// Of an address; the setting `catalog/seo/product_url_suffix` is not told.
  private static final String SUFFIX = ".html";

  private final Stores stores;
  private final Map<String, Stock> stock;
  private final LocalDate today;

  /// @param stock by SKU
  /// @param today in the shop's zone
  MagentoProducts(Stores stores, Map<String, Stock> stock, LocalDate today) {
    this.stores = stores;
    this.stock = stock;
    this.today = today;
  }

  /// @param quantity null: not counted
  record Stock(@Nullable BigDecimal quantity, boolean available) {}

  static boolean isConfigurable(JsonFields product) {
    return "configurable".equals(product.textOrNull("type_id"));
  }

  /// Only as part of others.
  static boolean isInvisible(JsonFields product) {
    return INVISIBLE.equals(product.textOrNull("visibility"));
  }

  /// Ids of the simple products of a configurable one.
  static List<String> links(JsonFields product) {
    JsonNode links =
        product.object("extension_attributes").node().path("configurable_product_links");
    return links
        .valueStream()
        .map(link -> link.asString(""))
        .filter(id -> id.matches("\\d{1,19}"))
        .toList();
  }

  /// @param children of a configurable product
  /// @param keys its address by language
  ShopProduct read(JsonFields product, List<JsonFields> children, Map<String, String> keys)
      throws Unreadable {
    String title = product.text("name");
    Instant updatedAt = product.timeOrNull("updated_at");
    List<Variant> variants = new ArrayList<>();
    for (JsonFields child : children) {
      if (ENABLED.equals(child.textOrNull("status"))) {
        variants.add(variant(child, MagentoOrders.variant(name(child), title)));
      }
    }
    if (variants.isEmpty() && !isConfigurable(product)) {
      variants.add(variant(product, null));
    }
    return new ShopProduct(
        product.id("id"),
        updatedAt == null ? product.time("created_at") : updatedAt,
        title,
        ENABLED.equals(product.textOrNull("status")) && !isInvisible(product),
        description(product),
        null,
        categories(product),
        image(product),
        urls(product, keys),
        List.copyOf(variants));
  }

  private static String name(JsonFields product) {
    String name = product.textOrNull("name");
    return name == null ? "" : name;
  }

  private Variant variant(JsonFields one, @Nullable String title) throws Unreadable {
    BigDecimal price = aboveZero(one.amountOrNull("price"));
    Stock known = stock.get(name(one, "sku"));
    return new Variant(
        one.id("id"),
        one.textOrNull("sku"),
        title,
        price,
        price == null ? null : special(one, price),
        known == null ? null : known.quantity(),
        known == null || known.available(),
        null,
        image(one));
  }

  private static String name(JsonFields of, String field) {
    String text = of.textOrNull(field);
    return text == null ? "" : text;
  }

  private static @Nullable BigDecimal aboveZero(@Nullable BigDecimal amount) {
    return amount == null || amount.signum() <= 0 ? null : amount;
  }

  /// Within its days, both included.
  private @Nullable BigDecimal special(JsonFields product, BigDecimal price) throws Unreadable {
    JsonFields attributes = attributes(product);
    BigDecimal special = aboveZero(attributes.amountOrNull("special_price"));
    LocalDate from = day(attributes.textOrNull("special_from_date"));
    LocalDate to = day(attributes.textOrNull("special_to_date"));
    boolean now =
        special != null
            && special.compareTo(price) < 0
            && (from == null || !today.isBefore(from))
            && (to == null || !today.isAfter(to));
    return now ? special : null;
  }

  private static @Nullable LocalDate day(@Nullable String date) {
    try {
      return date == null || date.length() < "yyyy-MM-dd".length()
          ? null
          : LocalDate.parse(date.substring(0, "yyyy-MM-dd".length()));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /// What merchants may add to stands in a list of names and values.
  static JsonFields attributes(JsonFields product) {
    var attributes = tools.jackson.databind.json.JsonMapper.shared().createObjectNode();
    for (JsonFields attribute : product.list("custom_attributes")) {
      String code = attribute.textOrNull("attribute_code");
      JsonNode value = attribute.node().path("value");
      if (code != null && value.isValueNode()) {
        attributes.set(code, value);
      }
    }
    return new JsonFields(attributes, product.path() + ".custom_attributes");
  }

  private List<String> categories(JsonFields product) {
    return product.object("extension_attributes").list("category_links").stream()
        .map(link -> stores.categories().get(name(link, "category_id")))
        .flatMap(java.util.stream.Stream::ofNullable)
        .distinct()
        .toList();
  }

  private @Nullable String image(JsonFields product) {
    String file = attributes(product).textOrNull("image");
    if (file == null || file.equals("no_selection")) {
      file =
          product.list("media_gallery_entries").stream()
              .filter(entry -> "image".equals(entry.textOrNull("media_type")))
              .filter(entry -> !entry.isTrue("disabled"))
              .map(entry -> entry.textOrNull("file"))
              .flatMap(java.util.stream.Stream::ofNullable)
              .findFirst()
              .orElse(null);
    }
    if (file == null || stores.views().isEmpty()) {
      return null;
    }
    String path = file.startsWith("/") ? file : "/" + file;
    return stores.views().getFirst().media() + "catalog/product" + path;
  }

  private SortedMap<String, String> urls(JsonFields product, Map<String, String> keys) {
    SortedMap<String, String> urls = new TreeMap<>();
    String usual = attributes(product).textOrNull("url_key");
    Function<String, @Nullable String> key = language -> keys.getOrDefault(language, usual);
    stores
        .byLanguage()
        .forEach(
            (language, view) -> {
              String own = key.apply(language);
              if (own != null) {
                urls.put(language, view.link() + OauthSignature.encoded(own) + SUFFIX);
              }
            });
    return urls;
  }

  private static @Nullable String description(JsonFields product) {
    JsonFields attributes = attributes(product);
    String brief = attributes.textOrNull("short_description");
    String html = brief == null ? attributes.textOrNull("description") : brief;
    String text = html == null ? "" : Jsoup.parse(html).text().strip();
    if (text.isEmpty()) {
      return null;
    }
    return text.length() <= LONGEST_DESCRIPTION ? text : text.substring(0, LONGEST_DESCRIPTION);
  }
}
