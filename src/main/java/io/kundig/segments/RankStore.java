package io.kundig.segments;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The SQL of the bounds between buyers.
@Repository
class RankStore {

  /// Stands for orders of every shop.
  static final int ANY_SHOP = 0;

  private static final String COLUMNS =
      """
      shop_id, currency, buyers, days, orders, spent, buyers_ever, net
      """;

  private final JdbcClient jdbc;

  RankStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Whose orders, valued in which currency.
  record Base(int shopId, String currency) {}

  /// How all buyers are divided now, for each shop and all together, in one pass over the orders.
  ///
  /// @param since from when on orders count for recency, frequency and monetary value
  Map<Base, Ranks> measure(Instant since, Instant now) {
    Map<Base, Ranks> measured = new HashMap<>();
    jdbc.sql(
            """
            with placed as (
              select shop_id, coalesce(base_currency, currency) as currency, profile_id, placed_at,
                round(base_net * 10000) as net
              from orders.orders
              where placed_at <= :now and cancelled_at is null
                and coalesce(base_currency, currency) is not null),
            buyer as (
              select coalesce(shop_id, 0) as shop_id, currency,
                ceil(extract(epoch from :now - max(placed_at)) / 86400) as days,
                count(*) filter (where placed_at >= :since) as orders,
                sum(net) filter (where placed_at >= :since) as spent,
                sum(net) as net
              from placed
              group by grouping sets ((shop_id, currency, profile_id), (currency, profile_id)))
            select shop_id, currency, count(*) filter (where orders > 0) as buyers,
              percentile_disc(array[0.3333, 0.6667]) within group (order by days)
                filter (where orders > 0) as days,
              percentile_disc(array[0.6667, 0.3333]) within group (order by orders)
                filter (where orders > 0) as orders,
              percentile_disc(array[0.6667, 0.3333]) within group (order by spent)
                filter (where orders > 0) as spent,
              count(*) as buyers_ever,
              percentile_disc(array[0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1])
                within group (order by net) as net
            from buyer group by shop_id, currency
            """)
        .param("since", utc(since))
        .param("now", utc(now))
        .query(
            row -> {
              measured.put(base(row), ranks(row));
            });
    return measured;
  }

  /// Whether at least so many people have ordered.
  boolean hasBuyers(int wanted) {
    return jdbc.sql(
            """
            select count(*) = :wanted from (
              select distinct profile_id from orders.orders
              where placed_at is not null and cancelled_at is null limit :wanted) as buyers
            """)
        .param("wanted", wanted)
        .query(Boolean.class)
        .single();
  }

  /// Those measured last.
  Map<Base, Ranks> newest() {
    Map<Base, Ranks> newest = new HashMap<>();
    jdbc.sql(
            "select distinct on (shop_id, currency) "
                + COLUMNS
                + "from segments.ranking order by shop_id, currency, day desc")
        .query(
            row -> {
              newest.put(base(row), ranks(row));
            });
    return newest;
  }

  Ranks newest(Base base) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + """
                from segments.ranking where shop_id = :shop and currency = :currency
                order by day desc limit 1
                """)
        .param("shop", base.shopId())
        .param("currency", base.currency())
        .query((row, _) -> ranks(row))
        .optional()
        .orElse(Ranks.NONE);
  }

  /// One a day; a second of the same day takes its place.
  void keep(LocalDate day, Instant now, Map<Base, Ranks> measured) {
    measured.forEach(
        (base, ranks) ->
            jdbc.sql(
                    """
                    insert into segments.ranking (shop_id, currency, day, measured_at, buyers, days,
                      orders, spent, buyers_ever, net)
                    values (:shop, :currency, :day, :now, :buyers, :days, :orders, :spent, :ever, :net)
                    on conflict (shop_id, currency, day) do update
                    set measured_at = excluded.measured_at, buyers = excluded.buyers,
                      days = excluded.days, orders = excluded.orders, spent = excluded.spent,
                      buyers_ever = excluded.buyers_ever, net = excluded.net
                    """)
                .param("shop", base.shopId())
                .param("currency", base.currency())
                .param("day", day)
                .param("now", utc(now))
                .param("buyers", ranks.buyers())
                .param("days", pair(ranks.days()))
                .param("orders", pair(ranks.orders()))
                .param("spent", pair(ranks.spent()))
                .param("ever", ranks.buyersEver())
                .param("net", ranks.net().toArray(Long[]::new))
                .update());
  }

  /// When buyers were last measured, and how far everybody was looked at since.
  ///
  /// @param judgedTo in chunks of people; null: everybody
  record Progress(@Nullable Instant measuredAt, @Nullable Integer judgedTo) {}

  Progress progress() {
    return progress("");
  }

  /// Until the end of the transaction nobody else measures or looks.
  Progress locked() {
    return progress(" for update");
  }

  private Progress progress(String suffix) {
    return jdbc.sql("select measured_at, judged_to from segments.ranking_progress" + suffix)
        .query(
            (row, _) -> {
              OffsetDateTime at = row.getObject(1, OffsetDateTime.class);
              return new Progress(
                  at == null ? null : at.toInstant(), row.getObject(2, Integer.class));
            })
        .single();
  }

  void measured(Instant now) {
    jdbc.sql("update segments.ranking_progress set measured_at = :now")
        .param("now", utc(now))
        .update();
  }

  void judgedTo(@Nullable Integer chunk) {
    jdbc.sql("update segments.ranking_progress set judged_to = :chunk")
        .param("chunk", chunk, java.sql.Types.INTEGER)
        .update();
  }

  private static Base base(ResultSet row) throws SQLException {
    return new Base(row.getInt("shop_id"), row.getString("currency"));
  }

  private static Ranks ranks(ResultSet row) throws SQLException {
    return new Ranks(
        row.getInt("buyers"),
        bounds(row, "days"),
        bounds(row, "orders"),
        bounds(row, "spent"),
        row.getInt("buyers_ever"),
        numbers(row, "net"));
  }

  private static Ranks.Bounds bounds(ResultSet row, String column) throws SQLException {
    List<Long> both = numbers(row, column);
    return both.isEmpty() ? new Ranks.Bounds(0, 0) : new Ranks.Bounds(both.get(0), both.get(1));
  }

  private static List<Long> numbers(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null
        ? List.of()
        : Arrays.stream((Object[]) array.getArray()).map(RankStore::number).toList();
  }

  private static long number(Object number) {
    return new BigDecimal(number.toString()).setScale(0, RoundingMode.UNNECESSARY).longValueExact();
  }

  private static Long[] pair(Ranks.Bounds bounds) {
    return new Long[] {bounds.best(), bounds.middle()};
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
