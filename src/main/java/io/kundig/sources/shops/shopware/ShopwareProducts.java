package io.kundig.sources.shops.shopware;

import io.kundig.sources.shops.Descriptions;
import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopProduct;
import io.kundig.sources.shops.ShopProduct.Variant;
import io.kundig.sources.shops.Unreadable;
import io.kundig.sources.shops.shopware.Domains.Domain;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Products of Shopware. What a variant does not say itself is as its product says.
final class ShopwareProducts {

  /// Of every shop: its own currency.
  static final String CURRENCY = "b7d2554b0ce847cd82f3ac9bd1c0dfca";

  private final JsonFields product;
  private final List<Domain> domains;

  private ShopwareProducts(JsonFields product, List<Domain> domains) {
    this.product = product;
    this.domains = domains;
  }

  /// @param domains of the shop, the preferred ones first
  static ShopProduct read(JsonFields product, List<Domain> domains) throws Unreadable {
    return new ShopwareProducts(product, domains).read();
  }

  private ShopProduct read() throws Unreadable {
    List<JsonFields> children =
        product.list("children").stream()
            .filter(child -> child.idOrNull("id") != null)
            .sorted(Comparator.comparing((JsonFields child) -> child.textOrNull("id")))
            .toList();
    List<Variant> variants = new ArrayList<>();
    for (JsonFields child : children) {
      if (!child.has("active") || child.isTrue("active")) {
        variants.add(variant(child, options(child)));
      }
    }
    if (children.isEmpty()) {
      variants.add(variant(product, null));
    }
    String name = text(product, "name");
    return new ShopProduct(
        product.id("id"),
        Times.of(product),
        name == null ? product.text("productNumber") : name,
        product.isTrue("active") && !product.list("visibilities").isEmpty(),
        Descriptions.words(text(product, "description")),
        text(product.object("manufacturer"), "name"),
        categories(),
        cover(product),
        urls(product),
        List.copyOf(variants));
  }

  /// In the shop's first language, as the shop resolves it.
  private static @Nullable String text(JsonFields of, String name) {
    String translated = of.object("translated").textOrNull(name);
    return translated == null ? of.textOrNull(name) : translated;
  }

  private List<String> categories() {
    List<String> names = new ArrayList<>();
    for (JsonFields category : product.list("categories")) {
      String name = text(category, "name");
      if (name != null) {
        names.add(name);
      }
    }
    names.sort(Comparator.naturalOrder());
    return List.copyOf(names);
  }

  private static @Nullable String cover(JsonFields one) {
    return one.object("cover").object("media").textOrNull("url");
  }

  private Variant variant(JsonFields one, @Nullable String title) throws Unreadable {
    JsonFields price = price(one.has("price") ? one : product);
    BigDecimal asked = price == null ? null : price.amountOrNull("gross");
    BigDecimal before = price == null ? null : price.object("listPrice").amountOrNull("gross");
    boolean sale = asked != null && before != null && before.compareTo(asked) > 0;
    BigDecimal stock = one.amountOrNull(one.has("availableStock") ? "availableStock" : "stock");
    boolean closeout = (one.has("isCloseout") ? one : product).isTrue("isCloseout");
    String image = cover(one);
    SortedMap<String, String> urls = urls(one);
    return new Variant(
        one.id("id"),
        one.textOrNull("productNumber"),
        title,
        sale ? before : asked,
        sale ? asked : null,
        stock,
        !closeout || (stock != null && stock.signum() > 0),
        urls.isEmpty() ? null : urls.firstEntry().getValue(),
        image == null ? cover(product) : image);
  }

  private static @Nullable JsonFields price(JsonFields of) {
    List<JsonFields> prices = of.list("price");
    return prices.stream()
        .filter(price -> CURRENCY.equals(price.textOrNull("currencyId")))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String options(JsonFields variant) {
    List<JsonFields> options =
        variant.list("options").stream()
            .sorted(Comparator.comparing(option -> String.valueOf(option.idOrNull("groupId"))))
            .toList();
    List<String> names = new ArrayList<>();
    for (JsonFields option : options) {
      String name = text(option, "name");
      if (name != null) {
        names.add(name);
      }
    }
    return names.isEmpty() ? null : String.join(", ", names);
  }

  /// By language; where sales channels share one, under the preferred of their addresses.
  private SortedMap<String, String> urls(JsonFields one) {
    SortedMap<String, String> urls = new TreeMap<>();
    for (Domain domain : domains) {
      for (JsonFields page : one.list("seoUrls")) {
        String path = page.textOrNull("seoPathInfo");
        if (path != null
            && page.isTrue("isCanonical")
            && !page.isTrue("isDeleted")
            && domain.serves(page.idOrNull("salesChannelId"), page.idOrNull("languageId"))) {
          urls.putIfAbsent(domain.language(), domain.url() + "/" + path.replaceAll("^/+", ""));
        }
      }
    }
    if (urls.size() == 1) {
      urls.put("", urls.remove(urls.firstKey()));
    }
    return urls;
  }
}
