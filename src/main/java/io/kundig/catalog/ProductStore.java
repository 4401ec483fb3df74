package io.kundig.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads and writes products.
@Repository
class ProductStore {

  private final JdbcClient jdbc;

  ProductStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void upsert(Collection<SeenProduct> products) {
    jdbc.sql(
            """
            insert into catalog.product as p (
              shop_id, product_id, title, url, image_url, price, currency, category, seen_at)
            select shop_id, product_id, coalesce(title, product_id), url, image_url, price, currency,
              category, seen_at
            from unnest(
              :shop::int[], :product, :title, :url, :image, :price::numeric[], :currency, :category,
              :seen::timestamptz[])
              as n (shop_id, product_id, title, url, image_url, price, currency, category, seen_at)
            on conflict (shop_id, product_id) do update set
              title = case when excluded.title = excluded.product_id
                or excluded.seen_at < p.seen_at and p.title <> p.product_id
                then p.title else excluded.title end,
              url = case when excluded.seen_at < p.seen_at
                then coalesce(p.url, excluded.url) else coalesce(excluded.url, p.url) end,
              image_url = case when excluded.seen_at < p.seen_at
                then coalesce(p.image_url, excluded.image_url)
                else coalesce(excluded.image_url, p.image_url) end,
              price = case when excluded.seen_at < p.seen_at
                then coalesce(p.price, excluded.price) else coalesce(excluded.price, p.price) end,
              currency = case when excluded.seen_at < p.seen_at or excluded.price is null
                then coalesce(p.currency, excluded.currency)
                else coalesce(excluded.currency, p.currency) end,
              category = case when excluded.seen_at < p.seen_at
                then coalesce(p.category, excluded.category)
                else coalesce(excluded.category, p.category) end,
              seen_at = greatest(p.seen_at, excluded.seen_at)
            where p.recorded_at is null and (excluded.seen_at > p.seen_at + interval '1 day'
              or (excluded.title <> excluded.product_id and excluded.title <> p.title
                and (excluded.seen_at >= p.seen_at or p.title = p.product_id))
              or (excluded.url <> p.url and excluded.seen_at >= p.seen_at)
              or (excluded.image_url <> p.image_url and excluded.seen_at >= p.seen_at)
              or (excluded.price <> p.price and excluded.seen_at >= p.seen_at)
              or (excluded.category <> p.category and excluded.seen_at >= p.seen_at)
              or (p.url is null and excluded.url is not null)
              or (p.image_url is null and excluded.image_url is not null)
              or (p.price is null and excluded.price is not null)
              or (p.currency is null and excluded.currency is not null)
              or (p.category is null and excluded.category is not null))
            """)
        .param("shop", column(products, SeenProduct::shopId))
        .param("product", column(products, SeenProduct::productId))
        .param("title", column(products, SeenProduct::title))
        .param("url", column(products, SeenProduct::url))
        .param("image", column(products, SeenProduct::imageUrl))
        .param("price", column(products, SeenProduct::price))
        .param("currency", column(products, SeenProduct::currency))
        .param("category", column(products, SeenProduct::category))
        .param("seen", column(products, SeenProduct::at))
        .update();
  }

  private static @Nullable String[] column(
      Collection<SeenProduct> products, Function<SeenProduct, ? extends @Nullable Object> value) {
    return products.stream()
        .map(product -> Objects.toString(value.apply(product), null))
        .toArray(String[]::new);
  }

  Map<String, Catalog.ProductPage> pages(int shopId, Collection<String> productIds, Locale locale) {
    Map<String, Catalog.ProductPage> found = new HashMap<>();
    jdbc.sql(
            """
            select p.product_id, coalesce(o.title, p.title) as title, p.image_url,
              coalesce(o.url, p.urls ->> :tag, p.urls ->> :language) as local_url, p.url, o.market
            from catalog.product p
            left join lateral (
              select * from catalog.offer o
              where o.shop_id = p.shop_id and o.product_id = p.product_id and o.market in (:tag, :language)
              order by length(o.market) desc, o.variant_id limit 1) o on true
            where p.shop_id = :shop and p.product_id = any(:products)
            """)
        .param("shop", shopId)
        .param("products", productIds.toArray(String[]::new))
        .param("tag", locale.toLanguageTag())
        .param("language", locale.getLanguage())
        .query(
            row -> {
              String local = row.getString("local_url");
              found.put(
                  row.getString("product_id"),
                  new Catalog.ProductPage(
                      row.getString("title"),
                      local == null ? row.getString("url") : local,
                      row.getString("image_url"),
                      local != null || row.getString("market") != null));
            });
    return found;
  }

  Optional<Catalog.Stock> stock(int shopId, String productId, @Nullable String variantId) {
    return jdbc.sql(
            """
            select count(*) as variants,
              bool_or(v.available and p.published and coalesce(v.stock, 1) > 0) as available,
              bool_or(v.stock is null and v.available) as uncounted,
              coalesce(sum(greatest(v.stock, 0)) filter (where v.available), 0) as pieces
            from catalog.product p
            join catalog.variant v using (shop_id, product_id)
            where p.shop_id = :shop and p.product_id = :product and (v.variant_id = :variant or not exists (
              select 1 from catalog.variant w
              where w.shop_id = p.shop_id and w.product_id = p.product_id and w.variant_id = :variant))
            """)
        .param("shop", shopId)
        .param("product", productId)
        .param("variant", variantId == null ? "" : variantId)
        .query(
            (row, n) ->
                row.getInt("variants") == 0
                    ? Optional.<Catalog.Stock>empty()
                    : Optional.of(
                        new Catalog.Stock(
                            row.getBoolean("available"),
                            row.getBoolean("uncounted") ? null : row.getBigDecimal("pieces"))))
        .single();
  }

  Map<String, Product> find(int shopId, Collection<String> productIds) {
    Map<String, Product> found = new HashMap<>();
    jdbc.sql(
            """
            select * from catalog.product where shop_id = :shop and product_id = any(:products)
            """)
        .param("shop", shopId)
        .param("products", productIds.toArray(String[]::new))
        .query(
            row -> {
              Product product =
                  new Product(
                      row.getInt("shop_id"),
                      row.getString("product_id"),
                      row.getString("title"),
                      row.getString("url"),
                      row.getString("image_url"),
                      row.getBigDecimal("price"),
                      row.getString("currency"),
                      row.getString("category"),
                      row.getObject("seen_at", java.time.OffsetDateTime.class).toInstant());
              found.put(product.id(), product);
            });
    return found;
  }
}
