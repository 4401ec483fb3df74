package io.kundig.sources.shops.shopify;

import io.kundig.sources.shops.Descriptions;
import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopProduct;
import io.kundig.sources.shops.ShopProduct.Variant;
import io.kundig.sources.shops.Unreadable;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Products of Shopify with their variants.
final class ShopifyProducts {

  /// What Shopify calls the only variant of a product without any.
  private static final String ONLY = "Default Title";

  private ShopifyProducts() {}

  /// @param shop the address under which its pages are found too
  static ShopProduct read(JsonFields product, URI shop) throws Unreadable {
    SortedMap<String, String> urls = new TreeMap<>();
    String handle = product.textOrNull("handle");
    if (handle != null) {
      urls.put("", shop + "/products/" + handle);
    }
    List<Variant> variants = new ArrayList<>();
    for (JsonFields variant : product.list("variants")) {
      variants.add(variant(product, variant));
    }
    Instant updatedAt = product.timeOrNull("updated_at");
    String type = product.textOrNull("product_type");
    return new ShopProduct(
        product.id("id"),
        updatedAt == null ? product.time("created_at") : updatedAt,
        product.text("title"),
        "active".equals(product.textOrNull("status")) && product.has("published_at"),
        Descriptions.words(product.textOrNull("body_html")),
        product.textOrNull("vendor"),
        type == null ? List.of() : List.of(type),
        product.object("image").textOrNull("src"),
        urls,
        List.copyOf(variants));
  }

  private static Variant variant(JsonFields product, JsonFields one) throws Unreadable {
    BigDecimal price = one.amountOrNull("price");
    BigDecimal before = one.amountOrNull("compare_at_price");
    boolean sale = price != null && before != null && before.compareTo(price) > 0;
    boolean counted = "shopify".equals(one.textOrNull("inventory_management"));
    BigDecimal stock = counted ? one.amountOrZero("inventory_quantity") : null;
    String title = one.textOrNull("title");
    return new Variant(
        one.id("id"),
        one.textOrNull("sku"),
        ONLY.equals(title) ? null : title,
        sale ? before : price,
        sale ? price : null,
        stock,
        stock == null
            || stock.signum() > 0
            || "continue".equals(one.textOrNull("inventory_policy")),
        null,
        image(product, one));
  }

  private static @Nullable String image(JsonFields product, JsonFields variant) {
    String own = variant.textOrNull("image_src");
    if (own != null) {
      return own;
    }
    String id = variant.idOrNull("image_id");
    return product.list("images").stream()
        .filter(image -> id != null && id.equals(image.idOrNull("id")))
        .map(image -> image.textOrNull("src"))
        .findFirst()
        .orElse(null);
  }
}
