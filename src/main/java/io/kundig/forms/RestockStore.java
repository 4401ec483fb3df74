package io.kundig.forms;

import io.kundig.catalog.Catalog;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads and writes which products are back, and who is still to be told.
@Repository
class RestockStore {

  private final JdbcClient jdbc;

  RestockStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Where to go on in the facts of the catalogue.
  record Place(String place, long factId) {
    static final Place BEGINNING = new Place("0", 0);
  }

  /// @param told people told since it is back
  record Restock(int shopId, String productId, String variantId, int told) {}

  /// @param language in which they wished
  record Wish(UUID id, String email, String language) {}

  /// Locked until the end of the transaction, so that a fact is read once.
  Place lockPlace() {
    jdbc.sql(
            """
            insert into forms.restock_cursor (place, fact_id) values ('0', 0) on conflict do nothing
            """)
        .update();
    return jdbc.sql("select place, fact_id from forms.restock_cursor for update")
        .query(Place.class)
        .single();
  }

  Place place() {
    return jdbc.sql("select place, fact_id from forms.restock_cursor")
        .query(Place.class)
        .optional()
        .orElse(Place.BEGINNING);
  }

  void reached(Catalog.Told last) {
    jdbc.sql("update forms.restock_cursor set place = :place, fact_id = :id")
        .param("place", last.place())
        .param("id", last.fact().id())
        .update();
  }

  /// It is back once more: its pieces are counted anew.
  void open(int shopId, String productId, String variantId, Instant now) {
    jdbc.sql(
            """
            insert into forms.restock (shop_id, product_id, variant_id, next_at)
            values (:shop, :product, :variant, :now)
            on conflict (shop_id, product_id, variant_id) do update set told = 0, next_at = :now
            """)
        .param("shop", shopId)
        .param("product", productId)
        .param("variant", variantId)
        .param("now", utc(now))
        .update();
  }

  /// Somebody wishes for what is there: they wait for no fact.
  void openIfMissing(int shopId, String productId, String variantId, Instant now) {
    jdbc.sql(
            """
            insert into forms.restock as r (shop_id, product_id, variant_id, next_at)
            values (:shop, :product, :variant, :now)
            on conflict (shop_id, product_id, variant_id)
            do update set next_at = least(r.next_at, excluded.next_at)
            """)
        .param("shop", shopId)
        .param("product", productId)
        .param("variant", variantId)
        .param("now", utc(now))
        .update();
  }

  Optional<Instant> nextDue() {
    return jdbc.sql("select min(next_at) as at from forms.restock")
        .query((row, n) -> Optional.ofNullable(row.getObject("at", OffsetDateTime.class)))
        .single()
        .map(OffsetDateTime::toInstant);
  }

  Optional<Restock> lockDue(Instant now) {
    return jdbc.sql(
            """
            select shop_id, product_id, variant_id, told from forms.restock
            where next_at <= :now order by next_at limit 1 for update skip locked
            """)
        .param("now", utc(now))
        .query(Restock.class)
        .optional();
  }

  /// Confirmed wishes in the order they were confirmed.
  List<Wish> waiting(Restock restock, int most) {
    return jdbc.sql(
            """
            select id, email, language from forms.signup
            where shop_id = :shop and wanted ->> 'productId' = :product
              and confirmed_at is not null and told_at is null
              and (:variant = '' or coalesce(wanted ->> 'variantId', '') in ('', :variant))
            order by confirmed_at, id limit :most
            for update skip locked
            """)
        .param("shop", restock.shopId())
        .param("product", restock.productId())
        .param("variant", restock.variantId())
        .param("most", most)
        .query(Wish.class)
        .list();
  }

  void told(Restock restock, Collection<UUID> wishes, Instant now, Instant next) {
    jdbc.sql("update forms.signup set told_at = :now where id = any(cast(:ids as uuid[]))")
        .param("now", utc(now))
        .param("ids", wishes.stream().map(UUID::toString).toArray(String[]::new))
        .update();
    jdbc.sql(
            """
            update forms.restock set told = told + :told, next_at = :next
            where shop_id = :shop and product_id = :product and variant_id = :variant
            """)
        .param("told", wishes.size())
        .param("next", utc(next))
        .param("shop", restock.shopId())
        .param("product", restock.productId())
        .param("variant", restock.variantId())
        .update();
  }

  /// Nobody is left, or nothing.
  void close(Restock restock) {
    jdbc.sql(
            """
            delete from forms.restock
            where shop_id = :shop and product_id = :product and variant_id = :variant
            """)
        .param("shop", restock.shopId())
        .param("product", restock.productId())
        .param("variant", restock.variantId())
        .update();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
