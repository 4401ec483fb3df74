package io.kundig.sources.shops.magento;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopHttp.Reply;
import io.kundig.sources.shops.ShopProduct;
import io.kundig.sources.shops.ShopRefusal;
import io.kundig.sources.shops.Unreadable;
import io.kundig.sources.shops.magento.MagentoProducts.Stock;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Gathers for a page of products what stands elsewhere: the simple products of configurable ones,
/// stock, and addresses in further languages.
@Component
class MagentoCatalog {

  /// In one address, which may be some thousand characters long.
  private static final int SKUS_AT_ONCE = 40;

  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final MagentoApi api;
  private final MagentoStores stores;
  private final Clock clock;

  /// By shop and simple product, the configurable products that link to it.
  private final Cache<String, Map<String, Set<String>>> parents =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(100).build();

  MagentoCatalog(MagentoApi api, MagentoStores stores, Clock clock) {
    this.api = api;
    this.stores = stores;
    this.clock = clock;
  }

  /// One product read, or why it could not be.
  @FunctionalInterface
  interface Reader {
    ShopProduct read() throws Unreadable;
  }

  /// @return for each product how it is read
  Map<JsonFields, Reader> readers(ShopAccess shop, List<JsonFields> products) throws ShopRefusal {
    Stores known = stores.of(shop);
    Map<JsonFields, List<JsonFields>> children = children(shop, products);
    List<JsonFields> all = new ArrayList<>(products);
    children.values().forEach(all::addAll);
    Map<String, Map<String, String>> keys = keys(shop, known, products);
    MagentoProducts reading =
        new MagentoProducts(
            known, stock(shop, all), LocalDate.ofInstant(clock.instant(), known.zone()));
    Map<JsonFields, Reader> readers = new IdentityHashMap<>();
    for (JsonFields product : products) {
      List<JsonFields> own = children.getOrDefault(product, List.of());
      Map<String, String> addresses =
          keys.getOrDefault(String.valueOf(product.idOrNull("id")), Map.of());
      readers.put(product, () -> reading.read(product, own, addresses));
    }
    return readers;
  }

  private Map<JsonFields, List<JsonFields>> children(ShopAccess shop, List<JsonFields> products)
      throws ShopRefusal {
    Set<String> wanted = new TreeSet<>();
    for (JsonFields product : products) {
      wanted.addAll(MagentoProducts.links(product));
    }
    Map<String, JsonFields> found = byId(shop, wanted);
    Map<JsonFields, List<JsonFields>> children = new IdentityHashMap<>();
    for (JsonFields product : products) {
      if (MagentoProducts.isConfigurable(product)) {
        List<String> links = MagentoProducts.links(product);
        children.put(
            product,
            links.isEmpty()
                ? listedChildren(shop, product)
                : links.stream().sorted().filter(found::containsKey).map(found::get).toList());
      }
    }
    return children;
  }

  private Map<String, JsonFields> byId(ShopAccess shop, Set<String> ids) throws ShopRefusal {
    Map<String, JsonFields> found = new HashMap<>();
    for (List<String> some : pieces(ids, Search.PER_PAGE)) {
      Reply reply =
          api.get(
              shop,
              "products?" + new Search().where(Search.oneOf("entity_id", some)).by("entity_id"));
      for (JsonFields product : MagentoPages.items(reply, "product")) {
        String id = product.idOrNull("id");
        if (id != null) {
          found.put(id, product);
        }
      }
    }
    return found;
  }

  /// Lists of versions before 2.2 name no links.
  private List<JsonFields> listedChildren(ShopAccess shop, JsonFields product) throws ShopRefusal {
    String sku = product.textOrNull("sku");
    if (sku == null) {
      return List.of();
    }
    JsonNode listed =
        api.get(shop, "configurable-products/" + OauthSignature.encoded(sku) + "/children").body();
    return listed
        .valueStream()
        .filter(child -> child.path("id").asLong(0) > 0)
        .map(child -> new JsonFields(child, "product.child"))
        .toList();
  }

  static <T> List<List<T>> pieces(Collection<T> all, int size) {
    List<T> listed = List.copyOf(all);
    List<List<T>> pieces = new ArrayList<>();
    for (int from = 0; from < listed.size(); from += size) {
      pieces.add(listed.subList(from, Math.min(listed.size(), from + size)));
    }
    return pieces;
  }

  /// Over all sources; where the shop has none (they came with 2.3, and can be taken out) of each
  /// product alone.
  private Map<String, Stock> stock(ShopAccess shop, List<JsonFields> products) throws ShopRefusal {
    Set<String> skus = new TreeSet<>();
    for (JsonFields product : products) {
      String sku = product.textOrNull("sku");
      if (sku != null && sku.indexOf(',') < 0 && !MagentoProducts.isConfigurable(product)) {
        skus.add(sku);
      }
    }
    Map<String, Stock> stock = new HashMap<>();
    for (List<String> some : pieces(skus, SKUS_AT_ONCE)) {
      int read = 0;
      long total;
      int page = 0;
      do {
        page++;
        Reply reply =
            api.get(
                shop,
                "inventory/source-items?"
                    + new Search()
                        .where(Search.oneOf("sku", some))
                        .by("source_item_id")
                        .page(page));
        if (reply.isGone()) {
          return single(shop, skus);
        }
        List<JsonFields> items = MagentoPages.items(reply, "source_item");
        items.forEach(item -> add(stock, item));
        read += items.size();
        total = items.size() < Search.PER_PAGE ? 0 : reply.body().path("total_count").asLong(0);
      } while (read < total);
    }
    return stock;
  }

  private static void add(Map<String, Stock> stock, JsonFields item) {
    String sku = item.textOrNull("sku");
    BigDecimal quantity = amount(item, "quantity");
    if (sku != null && quantity != null) {
      stock.merge(
          sku,
          new Stock(quantity, "1".equals(item.textOrNull("status"))),
          (one, other) ->
              new Stock(
                  one.quantity() == null ? other.quantity() : one.quantity().add(quantity),
                  one.available() || other.available()));
    }
  }

  private static @org.jspecify.annotations.Nullable BigDecimal amount(JsonFields of, String name) {
    try {
      return of.amountOrNull(name);
    } catch (Unreadable e) {
      return null;
    }
  }

  private Map<String, Stock> single(ShopAccess shop, Set<String> skus) throws ShopRefusal {
    Map<String, Stock> stock = new HashMap<>();
    for (String sku : skus) {
      Reply reply = api.get(shop, "stockItems/" + OauthSignature.encoded(sku));
      if (!reply.isGone()) {
        JsonFields item = new JsonFields(reply.body(), "stock_item");
        stock.put(
            sku,
            new Stock(
                item.isTrue("manage_stock") ? amount(item, "qty") : null,
                item.isTrue("is_in_stock")));
      }
    }
    return stock;
  }

  /// By product and language what its address ends in, as each language's store view has it.
  private Map<String, Map<String, String>> keys(
      ShopAccess shop, Stores known, List<JsonFields> products) throws ShopRefusal {
    Map<String, Map<String, String>> keys = new HashMap<>();
    List<String> ids =
        products.stream()
            .map(product -> product.idOrNull("id"))
            .flatMap(java.util.stream.Stream::ofNullable)
            .toList();
    Map<String, Stores.View> views = known.byLanguage();
    if (views.size() < 2 || ids.isEmpty()) {
      return keys;
    }
    for (Map.Entry<String, Stores.View> view : views.entrySet()) {
      Reply reply =
          api.get(
              shop,
              view.getValue().code(),
              "products?"
                  + new Search()
                      .where(Search.oneOf("entity_id", ids))
                      .by("entity_id")
                      .only("id", "custom_attributes"));
      for (JsonFields product : MagentoPages.items(reply, "product")) {
        String key = MagentoProducts.attributes(product).textOrNull("url_key");
        if (key != null) {
          keys.computeIfAbsent(String.valueOf(product.idOrNull("id")), _ -> new HashMap<>())
              .put(view.getKey(), key);
        }
      }
    }
    return keys;
  }

  /// The configurable products that are sold as one of these: when such a one changes, its own time
  /// is written, not theirs.
  Set<String> parentsOf(ShopAccess shop, Collection<String> children) throws ShopRefusal {
    Set<String> found = new HashSet<>();
    if (children.isEmpty()) {
      return found;
    }
    String address = shop.address().toString();
    Map<String, Set<String>> known = parents.getIfPresent(address);
    if (known == null) {
      known = allParents(shop);
      parents.put(address, known);
    }
    for (String child : children) {
      found.addAll(known.getOrDefault(child, Set.of()));
    }
    return found;
  }

  private Map<String, Set<String>> allParents(ShopAccess shop) throws ShopRefusal {
    Map<String, Set<String>> all = new HashMap<>();
    long last = 0;
    List<JsonFields> page;
    do {
      page =
          MagentoPages.items(
              api.get(
                  shop,
                  "products?"
                      + new Search()
                          .where(new Search.Condition("type_id", "eq", "configurable"))
                          .where(Search.above("entity_id", last))
                          .by("entity_id")
                          .only("id", "extension_attributes[configurable_product_links]")),
              "product");
      for (JsonFields parent : page) {
        String id = String.valueOf(parent.idOrNull("id"));
        for (String child : MagentoProducts.links(parent)) {
          all.computeIfAbsent(child, _ -> new HashSet<>()).add(id);
        }
        last = Math.max(last, parent.node().path("id").asLong(0));
      }
    } while (page.size() == Search.PER_PAGE);
    return all;
  }
}
