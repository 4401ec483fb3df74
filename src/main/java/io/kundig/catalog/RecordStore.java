package io.kundig.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// Writes what shops' own systems say of their products and coupons.
@Repository
class RecordStore {

  private final JdbcClient jdbc;
  private final JsonMapper json = JsonMapper.builder().build();

  RecordStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Writes the products, but not their variants, and locks them. What the shop's own system
  /// describes is not changed by anybody else.
  ///
  /// @param products sorted, each once
  /// @return those that were written
  Set<SeenProduct.Key> write(Collection<RecordedProduct> products, String source) {
    return jdbc.sql(
            """
            insert into catalog.product as p (
              shop_id, product_id, title, url, image_url, price, currency, category, seen_at,
              recorded_at, published, brand, description, categories, urls, source)
            select shop_id, product_id, title, url, image_url, price, currency, category, at, at,
              published, brand, description, categories, urls, :source
            from unnest(
              :shop::int[], :product, :title, :url, :image, :price::numeric[], :currency, :category,
              :at::timestamptz[], :published::boolean[], :brand, :description, :categories::jsonb[],
              :urls::jsonb[])
              as n (shop_id, product_id, title, url, image_url, price, currency, category, at,
                published, brand, description, categories, urls)
            on conflict (shop_id, product_id) do update set
              title = excluded.title, url = excluded.url, image_url = excluded.image_url,
              price = excluded.price, currency = excluded.currency, category = excluded.category,
              seen_at = greatest(p.seen_at, excluded.seen_at), recorded_at = excluded.recorded_at,
              published = excluded.published, brand = excluded.brand,
              description = excluded.description, categories = excluded.categories,
              urls = excluded.urls, source = excluded.source
            where excluded.source = 'shop' or p.source is distinct from 'shop'
            returning shop_id, product_id
            """)
        .param("source", source)
        .param("shop", column(products, RecordedProduct::shopId))
        .param("product", column(products, RecordedProduct::productId))
        .param("title", column(products, RecordedProduct::title))
        .param(
            "url",
            column(products, it -> it.urls().isEmpty() ? null : it.urls().firstEntry().getValue()))
        .param("image", column(products, RecordedProduct::imageUrl))
        .param("price", column(products, RecordedProduct::price))
        .param("currency", column(products, it -> it.price() == null ? null : it.currency()))
        .param(
            "category",
            column(products, it -> it.categories().isEmpty() ? null : it.categories().getFirst()))
        .param("at", column(products, RecordedProduct::at))
        .param("published", column(products, RecordedProduct::published))
        .param("brand", column(products, RecordedProduct::brand))
        .param("description", column(products, RecordedProduct::description))
        .param("categories", column(products, it -> json.writeValueAsString(it.categories())))
        .param("urls", column(products, it -> json.writeValueAsString(it.urls())))
        .query((row, n) -> new SeenProduct.Key(row.getInt("shop_id"), row.getString("product_id")))
        .set();
  }

  void writeVariants(Collection<RecordedProduct> products) {
    jdbc.sql(
            """
            delete from catalog.variant v using unnest(:shop::int[], :product) as n (shop_id, product_id)
            where v.shop_id = n.shop_id and v.product_id = n.product_id
            """)
        .param("shop", column(products, RecordedProduct::shopId))
        .param("product", column(products, RecordedProduct::productId))
        .update();
    List<Row> rows = new ArrayList<>();
    for (RecordedProduct product : products) {
      int number = 0;
      for (RecordedProduct.Variant variant : product.variants()) {
        rows.add(new Row(product, ++number, variant));
      }
    }
    jdbc.sql(
            """
            insert into catalog.variant (
              shop_id, product_id, variant_id, position, sku, title, price, sale_price, currency, stock,
              available, url, image_url)
            select * from unnest(
              :shop::int[], :product, :variant, :position::int[], :sku, :title, :price::numeric[],
              :sale::numeric[], :currency, :stock::numeric[], :available::boolean[], :url, :image)
            on conflict do nothing
            """)
        .param("shop", column(rows, row -> row.product.shopId()))
        .param("product", column(rows, row -> row.product.productId()))
        .param("variant", column(rows, row -> row.variant.variantId()))
        .param("position", column(rows, Row::position))
        .param("sku", column(rows, row -> row.variant.sku()))
        .param("title", column(rows, row -> row.variant.title()))
        .param("price", column(rows, row -> row.variant.price()))
        .param("sale", column(rows, row -> row.variant.salePrice()))
        .param("currency", column(rows, row -> row.product.currency()))
        .param("stock", column(rows, row -> row.variant.stock()))
        .param("available", column(rows, row -> row.variant.available()))
        .param("url", column(rows, row -> row.variant.url()))
        .param("image", column(rows, row -> row.variant.imageUrl()))
        .update();
  }

  /// What products cost and are called in one language or market, whole.
  void writeOffers(Collection<RecordedProduct> products, String market, String source) {
    jdbc.sql(
            """
            delete from catalog.offer o using unnest(:shop::int[], :product) as n (shop_id, product_id)
            where o.shop_id = n.shop_id and o.product_id = n.product_id and o.market = :market
            """)
        .param("shop", column(products, RecordedProduct::shopId))
        .param("product", column(products, RecordedProduct::productId))
        .param("market", market)
        .update();
    List<Row> rows = new ArrayList<>();
    products.forEach(it -> it.variants().forEach(variant -> rows.add(new Row(it, 0, variant))));
    jdbc.sql(
            """
            insert into catalog.offer (
              shop_id, product_id, variant_id, market, source, title, url, price, sale_price, currency)
            select shop_id, product_id, variant_id, :market, :source, title, url, price, sale_price,
              currency
            from unnest(
              :shop::int[], :product, :variant, :title, :url, :price::numeric[], :sale::numeric[],
              :currency) as n (shop_id, product_id, variant_id, title, url, price, sale_price, currency)
            on conflict do nothing
            """)
        .param("market", market)
        .param("source", source)
        .param("shop", column(rows, row -> row.product.shopId()))
        .param("product", column(rows, row -> row.product.productId()))
        .param("variant", column(rows, row -> row.variant.variantId()))
        .param("title", column(rows, row -> row.product.title()))
        .param(
            "url",
            column(
                rows,
                row ->
                    row.variant.url() != null || row.product.urls().isEmpty()
                        ? row.variant.url()
                        : row.product.urls().firstEntry().getValue()))
        .param("price", column(rows, row -> row.variant.price()))
        .param("sale", column(rows, row -> row.variant.salePrice()))
        .param("currency", column(rows, row -> row.product.currency()))
        .update();
  }

  void withdrawOffers(int shopId, Collection<String> productIds, String market, String source) {
    jdbc.sql(
            """
            delete from catalog.offer
            where shop_id = :shop and product_id = any(:ids) and market = :market and source = :source
            """)
        .param("shop", shopId)
        .param("ids", productIds.toArray(String[]::new))
        .param("market", market)
        .param("source", source)
        .update();
  }

  /// Products that a feed has no more. Their variants stay, as sold out, so that one that comes
  /// back is known to be back.
  void soldOut(int shopId, Collection<String> productIds, String source) {
    for (String sql :
        List.of(
            """
            update catalog.variant v set available = false, stock = case when stock is null then null else 0 end
            from catalog.product p
            where p.shop_id = v.shop_id and p.product_id = v.product_id and p.source = :source
              and v.shop_id = :shop and v.product_id = any(:ids)
            """,
            """
            update catalog.product set published = false
            where shop_id = :shop and product_id = any(:ids) and source = :source
            """)) {
      jdbc.sql(sql)
          .param("shop", shopId)
          .param("ids", productIds.toArray(String[]::new))
          .param("source", source)
          .update();
    }
  }

  private record Row(RecordedProduct product, int position, RecordedProduct.Variant variant) {}

  /// Nobody can buy them any more; what was said of them stays for the orders that name them.
  void withdraw(int shopId, Collection<String> productIds) {
    for (String sql :
        List.of(
            """
            update catalog.product set published = false
            where shop_id = :shop and product_id = any(:ids)
            """,
            "delete from catalog.variant where shop_id = :shop and product_id = any(:ids)")) {
      jdbc.sql(sql).param("shop", shopId).param("ids", productIds.toArray(String[]::new)).update();
    }
  }

  List<String> productsOfVariants(int shopId, Collection<String> variantIds) {
    return jdbc.sql(
            """
            select distinct product_id from catalog.variant
            where shop_id = :shop and variant_id = any(:ids) order by product_id
            """)
        .param("shop", shopId)
        .param("ids", variantIds.toArray(String[]::new))
        .query(String.class)
        .list();
  }

  void writeCoupons(Collection<RecordedCoupon> coupons) {
    jdbc.sql(
            """
            insert into catalog.coupon (
              shop_id, coupon_id, code, percent, amount, currency, expires_at, usage_limit, used)
            select * from unnest(
              :shop::int[], :coupon, :code, :percent::boolean[], :amount::numeric[], :currency,
              :expires::timestamptz[], :limit::int[], :used::int[])
            on conflict (shop_id, coupon_id) do update set
              code = excluded.code, percent = excluded.percent, amount = excluded.amount,
              currency = excluded.currency, expires_at = excluded.expires_at,
              usage_limit = excluded.usage_limit, used = excluded.used
            """)
        .param("shop", column(coupons, RecordedCoupon::shopId))
        .param("coupon", column(coupons, RecordedCoupon::couponId))
        .param("code", column(coupons, RecordedCoupon::code))
        .param("percent", column(coupons, RecordedCoupon::percent))
        .param("amount", column(coupons, RecordedCoupon::amount))
        .param("currency", column(coupons, RecordedCoupon::currency))
        .param("expires", column(coupons, RecordedCoupon::expiresAt))
        .param("limit", column(coupons, RecordedCoupon::usageLimit))
        .param("used", column(coupons, RecordedCoupon::used))
        .update();
  }

  void withdrawCoupons(int shopId, Collection<String> couponIds) {
    jdbc.sql("delete from catalog.coupon where shop_id = :shop and coupon_id = any(:ids)")
        .param("shop", shopId)
        .param("ids", couponIds.toArray(String[]::new))
        .update();
  }

  private static <T> @Nullable String[] column(
      Collection<T> rows, Function<? super T, ? extends @Nullable Object> value) {
    return rows.stream()
        .map(row -> Objects.toString(value.apply(row), null))
        .toArray(String[]::new);
  }
}
