package io.kundig.catalog;

import io.kundig.shared.Invalid;
import io.kundig.shared.Money;
import io.kundig.shared.Page;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Products as people look at them.
@Repository
class ProductList {

  private static final TypeReference<Map<String, String>> URLS = new TypeReference<>() {};
  private static final TypeReference<List<String>> CATEGORIES = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json = JsonMapper.builder().build();

  ProductList(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @param source `shop`, `feed:` and its id, or null: seen in events alone
  /// @param price of the cheapest variant without any sale
  /// @param salePrice what it costs now, if that is less
  /// @param available null: nobody says
  /// @param pieces null: not counted
  record ProductRow(
      int shopId,
      String id,
      String title,
      @Nullable String imageUrl,
      @Nullable String url,
      @Nullable Money price,
      @Nullable Money salePrice,
      @Nullable Boolean available,
      @Nullable BigDecimal pieces,
      int variants,
      int markets,
      @Nullable String source,
      Instant seenAt) {}

  record Words(
      @Nullable String description,
      @Nullable String brand,
      List<String> categories,
      Map<String, String> urls) {}

  record VariantView(
      String id,
      @Nullable String sku,
      @Nullable String title,
      @Nullable Money price,
      @Nullable Money salePrice,
      @Nullable BigDecimal pieces,
      boolean available,
      @Nullable String url) {}

  record OfferView(
      String variantId,
      String market,
      @Nullable String title,
      @Nullable String url,
      @Nullable Money price,
      @Nullable Money salePrice) {}

  enum Filter {
    ALL("true"),
    AVAILABLE("v.can_be_had"),
    SOLD_OUT("v.variants > 0 and not v.can_be_had"),
    LOW("v.can_be_had and v.pieces <= :low"),
    REDUCED("v.sale_price is not null");

    private final String sql;

    Filter(String sql) {
      this.sql = sql;
    }

    static Filter of(String name) {
      for (Filter filter : values()) {
        if (filter.name().toLowerCase(Locale.ROOT).equals(name.isEmpty() ? "all" : name)) {
          return filter;
        }
      }
      throw new Invalid(
          "filter", "There is no such filter.", "Use available, sold_out, low or reduced.");
    }
  }

  private static final String ROW =
      """
      select p.shop_id, p.product_id, p.title, p.image_url, p.url, p.currency, p.price as asked,
        p.source, p.seen_at, p.recorded_at, v.*,
        (select count(distinct o.market) from catalog.offer o
         where o.shop_id = p.shop_id and o.product_id = p.product_id) as markets
      from catalog.product p
      cross join lateral (
        select count(*)::int as variants,
          coalesce(bool_or(v.available and coalesce(v.stock, 1) > 0), false) and coalesce(p.published, true)
            as can_be_had,
          case when bool_or(v.stock is null) then null else sum(greatest(v.stock, 0)) end as pieces,
          (array_agg(v.price order by coalesce(v.sale_price, v.price)))[1] as price,
          (array_agg(v.sale_price order by coalesce(v.sale_price, v.price)))[1] as sale_price
        from catalog.variant v
        where v.shop_id = p.shop_id and v.product_id = p.product_id) v
      """;

  Page<ProductRow> page(
      int shopId, String search, Filter filter, int low, @Nullable String cursor, int limit) {
    String[] after = cursor == null ? null : place(cursor);
    String pattern =
        "%"
            + search
                .toLowerCase(Locale.ROOT)
                .replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_")
            + "%";
    List<ProductRow> found =
        jdbc.sql(
                ROW
                    + """
                    where p.shop_id = :shop and %s
                      and (:search = '' or lower(p.title) like :pattern or p.product_id = :search or exists (
                        select 1 from catalog.variant s where s.shop_id = p.shop_id
                          and s.product_id = p.product_id and (s.sku = :search or s.variant_id = :search)))
                      and (cast(:title as text) is null
                        or (lower(p.title) collate "C", p.product_id) > (cast(:title as text) collate "C", :id))
                      and :low >= 0
                    order by lower(p.title) collate "C", p.product_id
                    limit :most
                    """
                        .formatted(filter.sql))
            .param("shop", shopId)
            .param("search", search)
            .param("pattern", pattern)
            .param("low", low)
            .param("title", after == null ? null : after[0])
            .param("id", after == null ? "" : after[1])
            .param("most", limit + 1)
            .query((row, n) -> row(row))
            .list();
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    ProductRow last = found.get(limit - 1);
    return new Page<>(found.subList(0, limit), cursor(last));
  }

  private static String cursor(ProductRow last) {
    String place = last.title().toLowerCase(Locale.ROOT) + "\n" + last.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  private static String[] place(String cursor) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      String[] place = text.split("\n", 2);
      if (place.length == 2 && text.indexOf('\0') < 0) {
        return place;
      }
    } catch (IllegalArgumentException e) {
      // Answered below.
    }
    throw new Invalid(
        "cursor", "The cursor is not one of ours.", "Send `next` of the page before.");
  }

  Optional<ProductRow> row(int shopId, String id) {
    return jdbc.sql(ROW + "where p.shop_id = :shop and p.product_id = :id")
        .param("shop", shopId)
        .param("id", id)
        .query((row, n) -> row(row))
        .optional();
  }

  private static ProductRow row(ResultSet row) throws SQLException {
    String currency = row.getString("currency");
    boolean recorded = row.getString("source") != null;
    BigDecimal price = recorded ? row.getBigDecimal("price") : row.getBigDecimal("asked");
    return new ProductRow(
        row.getInt("shop_id"),
        row.getString("product_id"),
        row.getString("title"),
        row.getString("image_url"),
        row.getString("url"),
        money(price, currency),
        money(row.getBigDecimal("sale_price"), currency),
        recorded ? row.getBoolean("can_be_had") : null,
        row.getBigDecimal("pieces"),
        row.getInt("variants"),
        row.getInt("markets"),
        row.getString("source"),
        row.getObject("seen_at", OffsetDateTime.class).toInstant());
  }

  /// What events say may be in no currency that there is.
  private static @Nullable Money money(@Nullable BigDecimal amount, @Nullable String currency) {
    if (amount == null || currency == null) {
      return null;
    }
    try {
      return new Money(amount, Currency.getInstance(currency).getCurrencyCode());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  Words words(int shopId, String id) {
    return jdbc.sql(
            """
            select description, brand, coalesce(categories, '[]')::text as categories,
              coalesce(urls, '{}')::text as urls
            from catalog.product where shop_id = :shop and product_id = :id
            """)
        .param("shop", shopId)
        .param("id", id)
        .query(
            (row, n) ->
                new Words(
                    row.getString("description"),
                    row.getString("brand"),
                    json.readValue(row.getString("categories"), CATEGORIES),
                    json.readValue(row.getString("urls"), URLS)))
        .single();
  }

  List<VariantView> variants(int shopId, String id) {
    return jdbc.sql(
            """
            select * from catalog.variant where shop_id = :shop and product_id = :id
            order by position limit 200
            """)
        .param("shop", shopId)
        .param("id", id)
        .query(
            (row, n) ->
                new VariantView(
                    row.getString("variant_id"),
                    row.getString("sku"),
                    row.getString("title"),
                    money(row.getBigDecimal("price"), row.getString("currency")),
                    money(row.getBigDecimal("sale_price"), row.getString("currency")),
                    row.getBigDecimal("stock"),
                    row.getBoolean("available"),
                    row.getString("url")))
        .list();
  }

  List<OfferView> offers(int shopId, String id) {
    return jdbc.sql(
            """
            select * from catalog.offer where shop_id = :shop and product_id = :id
            order by market, variant_id limit 200
            """)
        .param("shop", shopId)
        .param("id", id)
        .query(
            (row, n) ->
                new OfferView(
                    row.getString("variant_id"),
                    row.getString("market"),
                    row.getString("title"),
                    row.getString("url"),
                    money(row.getBigDecimal("price"), row.getString("currency")),
                    money(row.getBigDecimal("sale_price"), row.getString("currency"))))
        .list();
  }
}
