package io.kundig.catalog;

import io.kundig.catalog.CatalogFact.Kind;
import io.kundig.catalog.Offers.Change;
import io.kundig.catalog.Offers.Id;
import io.kundig.catalog.Offers.Offer;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Keeps what changed about variants, and what of it is a fact.
@Repository
class ChangeStore {

  static final int LOW_STOCK = 5;

  private final JdbcClient jdbc;

  ChangeStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @param products their rows are locked, so that nobody changes the variants meanwhile
  Map<Id, Offer> variants(Collection<SeenProduct.Key> products) {
    Map<Id, Offer> found = new HashMap<>();
    jdbc.sql(
            """
            select v.* from catalog.variant v
            join unnest(:shop::int[], :product) as k (shop_id, product_id) using (shop_id, product_id)
            """)
        .param("shop", column(products, SeenProduct.Key::shopId))
        .param("product", column(products, SeenProduct.Key::productId))
        .query(
            row -> {
              Offer offer =
                  new Offer(
                      key(row),
                      row.getString("variant_id"),
                      "",
                      asked(row),
                      row.getString("currency"),
                      row.getBigDecimal("stock"),
                      row.getBoolean("available"));
              found.put(offer.id(), offer);
            });
    return found;
  }

  Map<Id, Offer> offers(Collection<SeenProduct.Key> products, String market) {
    Map<Id, Offer> found = new HashMap<>();
    jdbc.sql(
            """
            select o.* from catalog.offer o
            join unnest(:shop::int[], :product) as k (shop_id, product_id) using (shop_id, product_id)
            where o.market = :market
            order by o.shop_id, o.product_id, o.variant_id
            for update of o
            """)
        .param("shop", column(products, SeenProduct.Key::shopId))
        .param("product", column(products, SeenProduct.Key::productId))
        .param("market", market)
        .query(
            row -> {
              Offer offer =
                  new Offer(
                      key(row),
                      row.getString("variant_id"),
                      market,
                      asked(row),
                      row.getString("currency"),
                      null,
                      true);
              found.put(offer.id(), offer);
            });
    return found;
  }

  private static SeenProduct.Key key(ResultSet row) throws SQLException {
    return new SeenProduct.Key(row.getInt("shop_id"), row.getString("product_id"));
  }

  private static @Nullable BigDecimal asked(ResultSet row) throws SQLException {
    BigDecimal sale = row.getBigDecimal("sale_price");
    return sale == null ? row.getBigDecimal("price") : sale;
  }

  /// What each of these cost at the least since then, as far as it changed: the prices that a
  /// change ended.
  Map<Id, BigDecimal> lowestSince(Collection<Id> ids, String currencyOfAll, Instant since) {
    Map<Id, BigDecimal> found = new HashMap<>();
    jdbc.sql(
            """
            select c.shop_id, c.product_id, c.variant_id, c.market, min(c.was) as lowest
            from catalog.change c
            join unnest(:shop::int[], :product, :variant, :market)
              as k (shop_id, product_id, variant_id, market)
              using (shop_id, product_id, variant_id, market)
            where c.kind = 'price' and c.at > :since and c.currency = :currency
            group by c.shop_id, c.product_id, c.variant_id, c.market
            """)
        .param("shop", column(ids, id -> id.product().shopId()))
        .param("product", column(ids, id -> id.product().productId()))
        .param("variant", column(ids, Id::variantId))
        .param("market", column(ids, Id::market))
        .param("since", utc(since))
        .param("currency", currencyOfAll)
        .query(
            row -> {
              found.put(
                  new Id(key(row), row.getString("variant_id"), row.getString("market")),
                  row.getBigDecimal("lowest"));
            });
    return found;
  }

  /// Of the same moment the first beginning and the last end.
  void addChanges(Collection<Change> changes, Instant at) {
    if (changes.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into catalog.change as c (
              shop_id, product_id, variant_id, market, kind, at, was, now, currency)
            select shop_id, product_id, variant_id, market, kind, :at, was, now, currency
            from unnest(
              :shop::int[], :product, :variant, :market, :kind, :was::numeric[], :now::numeric[],
              :currency)
              as n (shop_id, product_id, variant_id, market, kind, was, now, currency)
            on conflict (shop_id, product_id, variant_id, market, kind, at)
            do update set now = excluded.now
            """)
        .param("at", utc(at))
        .param("shop", column(changes, change -> change.id().product().shopId()))
        .param("product", column(changes, change -> change.id().product().productId()))
        .param("variant", column(changes, change -> change.id().variantId()))
        .param("market", column(changes, change -> change.id().market()))
        .param("kind", column(changes, Change::kind))
        .param("was", column(changes, change -> change.was().toPlainString()))
        .param("now", column(changes, change -> change.now().toPlainString()))
        .param("currency", column(changes, Change::currency))
        .update();
  }

  /// A fact that has no number yet.
  record Fresh(
      Id id,
      Kind kind,
      @Nullable BigDecimal was,
      @Nullable BigDecimal now,
      @Nullable String currency,
      @Nullable BigDecimal lowest) {}

  void addFacts(Collection<Fresh> facts, Instant at) {
    if (facts.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into catalog.fact (
              shop_id, product_id, variant_id, market, kind, at, was, now, currency, lowest)
            select shop_id, product_id, variant_id, market, kind, :at, was, now, currency, lowest
            from unnest(
              :shop::int[], :product, :variant, :market, :kind, :was::numeric[], :now::numeric[],
              :currency, :lowest::numeric[])
              as n (shop_id, product_id, variant_id, market, kind, was, now, currency, lowest)
            """)
        .param("at", utc(at))
        .param("shop", column(facts, fact -> fact.id().product().shopId()))
        .param("product", column(facts, fact -> fact.id().product().productId()))
        .param("variant", column(facts, fact -> fact.id().variantId()))
        .param("market", column(facts, fact -> fact.id().market()))
        .param("kind", column(facts, fact -> fact.kind().name().toLowerCase(Locale.ROOT)))
        .param("was", column(facts, fact -> plain(fact.was())))
        .param("now", column(facts, fact -> plain(fact.now())))
        .param("currency", column(facts, Fresh::currency))
        .param("lowest", column(facts, fact -> plain(fact.lowest())))
        .update();
  }

  private static @Nullable String plain(@Nullable BigDecimal number) {
    return number == null ? null : number.toPlainString();
  }

  /// Facts that were committed after the place, in the order to read them.
  List<Catalog.Told> after(String txid, long id, int most) {
    return jdbc.sql(
            """
            select txid::text as place, f.* from catalog.fact f
            where (f.txid, f.fact_id) > (cast(:txid as xid8), :id)
              and f.txid < pg_snapshot_xmin(pg_current_snapshot())
            order by f.txid, f.fact_id limit :most
            """)
        .param("txid", txid)
        .param("id", id)
        .param("most", most)
        .query((row, n) -> new Catalog.Told(row.getString("place"), fact(row)))
        .list();
  }

  List<CatalogFact> ofProduct(int shopId, String productId, int most) {
    return jdbc.sql(
            """
            select * from catalog.fact where shop_id = :shop and product_id = :product
            order by at desc, fact_id desc limit :most
            """)
        .param("shop", shopId)
        .param("product", productId)
        .param("most", most)
        .query((row, n) -> fact(row))
        .list();
  }

  record KeptChange(
      String variantId,
      String market,
      String kind,
      Instant at,
      BigDecimal was,
      BigDecimal now,
      @Nullable String currency) {}

  List<KeptChange> changes(int shopId, String productId, int most) {
    return jdbc.sql(
            """
            select * from catalog.change where shop_id = :shop and product_id = :product
            order by at desc limit :most
            """)
        .param("shop", shopId)
        .param("product", productId)
        .param("most", most)
        .query(
            (row, n) ->
                new KeptChange(
                    row.getString("variant_id"),
                    row.getString("market"),
                    row.getString("kind"),
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getBigDecimal("was"),
                    row.getBigDecimal("now"),
                    row.getString("currency")))
        .list();
  }

  private static CatalogFact fact(ResultSet row) throws SQLException {
    return new CatalogFact(
        row.getLong("fact_id"),
        row.getInt("shop_id"),
        row.getString("product_id"),
        row.getString("variant_id"),
        row.getString("market"),
        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getBigDecimal("was"),
        row.getBigDecimal("now"),
        row.getString("currency"),
        row.getBigDecimal("lowest"));
  }

  int forget(Instant changesBefore, Instant stockBefore, Instant factsBefore) {
    int changes =
        jdbc.sql(
                """
                delete from catalog.change
                where at < :changes or (kind = 'stock' and at < :stock)
                """)
            .param("changes", utc(changesBefore))
            .param("stock", utc(stockBefore))
            .update();
    return changes
        + jdbc.sql("delete from catalog.fact where at < :facts")
            .param("facts", utc(factsBefore))
            .update();
  }

  int lowStock(int shopId) {
    return jdbc.sql("select low_stock from catalog.rule where shop_id = :shop")
        .param("shop", shopId)
        .query(Integer.class)
        .optional()
        .orElse(LOW_STOCK);
  }

  void lowStock(int shopId, int pieces) {
    jdbc.sql(
            """
            insert into catalog.rule (shop_id, low_stock) values (:shop, :pieces)
            on conflict (shop_id) do update set low_stock = excluded.low_stock
            """)
        .param("shop", shopId)
        .param("pieces", pieces)
        .update();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static <T> @Nullable String[] column(
      Collection<T> rows, Function<? super T, ? extends @Nullable Object> value) {
    return rows.stream()
        .map(row -> Objects.toString(value.apply(row), null))
        .toArray(String[]::new);
  }
}
