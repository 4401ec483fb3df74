package io.kundig.sources.feeds;

import io.kundig.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes feeds, what they hold, and what they are being read into.
@Repository
class FeedStore {

  private static final String PURPOSE = "sources.feed";

  private final JdbcClient jdbc;
  private final Secret secret;
  private final JsonMapper json = JsonMapper.builder().build();

  FeedStore(JdbcClient jdbc, Secret secret) {
    this.jdbc = jdbc;
    this.secret = secret;
  }

  /// @return false: there is one of this address already
  boolean add(Feed feed, @Nullable String login, Instant now) {
    return jdbc.sql(
                """
                insert into sources.feed (
                  feed_id, shop_id, name, url, market, login, inside_network, next_at, created_at)
                values (:id, :shop, :name, :url, :market, :login, :inside, :now, :now)
                on conflict (shop_id, url, market) do nothing
                """)
            .param("id", feed.id())
            .param("shop", feed.shopId())
            .param("name", feed.name())
            .param("url", feed.url())
            .param("market", feed.market())
            .param("login", encrypted(login))
            .param("inside", feed.insideNetwork())
            .param("now", utc(now))
            .update()
        > 0;
  }

  private byte @Nullable [] encrypted(@Nullable String login) {
    return login == null ? null : secret.encrypt(PURPOSE, login.getBytes(StandardCharsets.UTF_8));
  }

  Optional<String> login(UUID id) {
    return jdbc.sql("select login from sources.feed where feed_id = :id and login is not null")
        .param("id", id)
        .query(byte[].class)
        .optional()
        .map(login -> new String(secret.decrypt(PURPOSE, login), StandardCharsets.UTF_8));
  }

  void change(UUID id, String name, @Nullable String login, boolean withoutLogin) {
    jdbc.sql(
            """
            update sources.feed set name = :name,
              login = case when :without then null else coalesce(:login, login) end
            where feed_id = :id
            """)
        .param("id", id)
        .param("name", name)
        .param("without", withoutLogin)
        .param("login", encrypted(login), java.sql.Types.BINARY)
        .update();
  }

  void remove(UUID id) {
    for (String table : List.of("feed_item", "feed_product", "feed")) {
      jdbc.sql("delete from sources.%s where feed_id = :id".formatted(table))
          .param("id", id)
          .update();
    }
  }

  List<Feed> all() {
    return jdbc.sql("select * from sources.feed order by shop_id, market, created_at")
        .query((row, n) -> read(row))
        .list();
  }

  Optional<Feed> find(UUID id) {
    return jdbc.sql("select * from sources.feed where feed_id = :id")
        .param("id", id)
        .query((row, n) -> read(row))
        .optional();
  }

  void due(UUID id, Instant at, boolean acceptFewer) {
    jdbc.sql(
            """
            update sources.feed set next_at = :at, accept_fewer = accept_fewer or :fewer
            where feed_id = :id
            """)
        .param("id", id)
        .param("at", utc(at))
        .param("fewer", acceptFewer)
        .update();
  }

  Optional<Instant> nextDue() {
    return jdbc.sql("select min(next_at) as at from sources.feed")
        .query((row, n) -> Optional.ofNullable(instant(row, "at")))
        .single();
  }

  /// Takes one that is due, for a while: a process that dies leaves it to others.
  Optional<Feed> claim(Instant now, Instant until) {
    return jdbc.sql(
            """
            update sources.feed set claimed_until = :until, read = 0
            where feed_id = (
              select feed_id from sources.feed
              where next_at <= :now and (claimed_until is null or claimed_until < :now)
              order by next_at limit 1 for update skip locked)
            returning *
            """)
        .param("now", utc(now))
        .param("until", utc(until))
        .query((row, n) -> read(row))
        .optional();
  }

  void progress(UUID id, int read) {
    jdbc.sql("update sources.feed set read = :read where feed_id = :id")
        .param("id", id)
        .param("read", read)
        .update();
  }

  void ended(UUID id, Feed.Result result, boolean failed, Instant next) {
    jdbc.sql(
            """
            update sources.feed set result = :result::jsonb, next_at = :next, claimed_until = null,
              read = null, failures = case when :failed then failures + 1 else 0 end
            where feed_id = :id
            """)
        .param("id", id)
        .param("result", json.writeValueAsString(result))
        .param("failed", failed)
        .param("next", utc(next))
        .update();
  }

  void applied(
      UUID id,
      int items,
      @Nullable String etag,
      @Nullable String modified,
      boolean timed,
      Instant at) {
    jdbc.sql(
            """
            update sources.feed set items = :items, etag = :etag, modified = :modified,
              timed = :timed, applied_at = :at, accept_fewer = false
            where feed_id = :id
            """)
        .param("id", id)
        .param("items", items)
        .param("etag", etag)
        .param("modified", modified)
        .param("timed", timed)
        .param("at", utc(at))
        .update();
  }

  /// The server says that all is as it was.
  void confirmed(UUID id, Instant at) {
    jdbc.sql("update sources.feed set applied_at = :at where feed_id = :id")
        .param("id", id)
        .param("at", utc(at))
        .update();
  }

  void clear(UUID id) {
    jdbc.sql("delete from sources.feed_item where feed_id = :id").param("id", id).update();
  }

  /// @param position in the feed
  record Staged(int position, FeedItem item) {}

  /// @return how many were not there yet
  int stage(UUID id, Collection<Staged> items) {
    return jdbc.sql(
            """
            insert into sources.feed_item (feed_id, product_id, variant_id, position, item)
            select :feed, product_id, variant_id, position, item
            from unnest(:product, :variant, :position::int[], :item::jsonb[])
              as n (product_id, variant_id, position, item)
            on conflict do nothing
            """)
        .param("feed", id)
        .param("product", items.stream().map(it -> it.item().productId()).toArray(String[]::new))
        .param("variant", items.stream().map(it -> it.item().variantId()).toArray(String[]::new))
        .param("position", items.stream().map(it -> it.position() + "").toArray(String[]::new))
        .param(
            "item",
            items.stream().map(it -> json.writeValueAsString(it.item())).toArray(String[]::new))
        .update();
  }

  /// @param hash of all that the feed says of the product
  record Said(String productId, long hash, boolean known) {}

  /// The next products of the feed as it was read, by their ids.
  List<Said> next(UUID id, String after, int most) {
    return jdbc.sql(
            """
            with said as (
              select product_id, hashtextextended(string_agg(item::text, ' ' order by position), 0) as hash
              from sources.feed_item where feed_id = :feed and product_id > :after
              group by product_id order by product_id limit :most)
            select said.product_id, said.hash, coalesce(p.hash = said.hash and not p.gone, false) as known
            from said
            left join sources.feed_product p on p.feed_id = :feed and p.product_id = said.product_id
            order by said.product_id
            """)
        .param("feed", id)
        .param("after", after)
        .param("most", most)
        .query(Said.class)
        .list();
  }

  /// Of each product its items, in the order of the feed.
  Map<String, List<FeedItem>> items(UUID id, Collection<String> products) {
    Map<String, List<FeedItem>> found = new LinkedHashMap<>();
    jdbc.sql(
            """
            select product_id, item from sources.feed_item
            where feed_id = :feed and product_id = any(:products)
            order by product_id, position
            """)
        .param("feed", id)
        .param("products", products.toArray(String[]::new))
        .query(
            row -> {
              found
                  .computeIfAbsent(row.getString("product_id"), _ -> new ArrayList<>())
                  .add(json.readValue(row.getString("item"), FeedItem.class));
            });
    return found;
  }

  void took(UUID id, Collection<Said> products) {
    jdbc.sql(
            """
            insert into sources.feed_product (feed_id, product_id, hash, gone)
            select :feed, product_id, hash, false
            from unnest(:product, :hash::bigint[]) as n (product_id, hash)
            on conflict (feed_id, product_id) do update set hash = excluded.hash, gone = false
            """)
        .param("feed", id)
        .param("product", products.stream().map(Said::productId).toArray(String[]::new))
        .param("hash", products.stream().map(said -> said.hash() + "").toArray(String[]::new))
        .update();
  }

  /// Products that the feed had, and has no more.
  List<String> gone(UUID id, int most) {
    return jdbc.sql(
            """
            select p.product_id from sources.feed_product p
            where p.feed_id = :feed and not p.gone and not exists (
              select 1 from sources.feed_item i
              where i.feed_id = p.feed_id and i.product_id = p.product_id)
            order by p.product_id limit :most
            """)
        .param("feed", id)
        .param("most", most)
        .query(String.class)
        .list();
  }

  List<String> held(UUID id, int most) {
    return jdbc.sql(
            """
            select product_id from sources.feed_product
            where feed_id = :feed and not gone order by product_id limit :most
            """)
        .param("feed", id)
        .param("most", most)
        .query(String.class)
        .list();
  }

  void markGone(UUID id, Collection<String> products) {
    jdbc.sql(
            """
            update sources.feed_product set gone = true
            where feed_id = :feed and product_id = any(:products)
            """)
        .param("feed", id)
        .param("products", products.toArray(String[]::new))
        .update();
  }

  private Feed read(ResultSet row) throws SQLException {
    String result = row.getString("result");
    int reading = row.getInt("read");
    Integer progress = row.wasNull() ? null : reading;
    return new Feed(
        row.getObject("feed_id", UUID.class),
        row.getInt("shop_id"),
        row.getString("name"),
        row.getString("url"),
        row.getString("market"),
        row.getBytes("login") != null,
        row.getBoolean("inside_network"),
        row.getString("etag"),
        row.getString("modified"),
        row.getBoolean("timed"),
        row.getBoolean("accept_fewer"),
        row.getInt("items"),
        instant(row, "applied_at"),
        row.getInt("failures"),
        row.getObject("next_at", OffsetDateTime.class).toInstant(),
        progress,
        result == null ? null : json.readValue(result, Feed.Result.class));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
