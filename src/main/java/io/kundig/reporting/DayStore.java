package io.kundig.reporting;

import io.kundig.accounts.Shop;
import io.kundig.reporting.DaySums.Placed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Keeps what days came to. A day that is missing had nothing.
@Component
class DayStore {

  /// Before all history.
  static final LocalDate BEGINNING = LocalDate.of(1, 1, 1);

  /// Of all advisory locks the one for days.
  private static final int LOCK = 0x64617973;

  private final JdbcClient jdbc;

  DayStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// What the days of a shop were worked out for.
  ///
  /// @param through every day up to this one was; null: none yet
  record Calendar(String timeZone, String currency, @Nullable LocalDate through) {
    boolean fits(Shop shop) {
      return timeZone.equals(shop.timeZone().getId()) && currency.equals(shop.currency());
    }
  }

  /// Until the end of the transaction; false while another process works on the shop.
  boolean lock(Shop shop) {
    return jdbc.sql("select pg_try_advisory_xact_lock(:key, :shop)")
        .param("key", LOCK)
        .param("shop", shop.id())
        .query(Boolean.class)
        .single();
  }

  Optional<Calendar> calendar(Shop shop) {
    return jdbc.sql(
            """
            select time_zone, currency, through from reporting.calendar where shop_id = :shop
            """)
        .param("shop", shop.id())
        .query(
            (row, n) ->
                new Calendar(
                    row.getString("time_zone"),
                    row.getString("currency"),
                    row.getObject("through", LocalDate.class)))
        .optional();
  }

  /// Forgets all days of a shop and begins anew.
  void begin(Shop shop) {
    jdbc.sql(
            """
            insert into reporting.calendar (shop_id, time_zone, currency, through, rounds)
            values (:shop, :zone, :currency, null, 0)
            """)
        .param("shop", shop.id())
        .param("zone", shop.timeZone().getId())
        .param("currency", shop.currency())
        .update();
    for (String table : List.of("day", "flow_day")) {
      jdbc.sql("delete from reporting.%s where shop_id = :shop".formatted(table))
          .param("shop", shop.id())
          .update();
    }
  }

  void forget(Shop shop) {
    jdbc.sql("delete from reporting.calendar where shop_id = :shop")
        .param("shop", shop.id())
        .update();
  }

  /// Says how far a round came. Fails where another process did one since the snapshot was taken.
  void through(Shop shop, LocalDate day) {
    jdbc.sql(
            """
            update reporting.calendar set through = :day, rounds = rounds + 1 where shop_id = :shop
            """)
        .param("shop", shop.id())
        .param("day", day)
        .update();
  }

  void replace(Shop shop, Collection<LocalDate> days, DayFacts.Found found) {
    for (String table : List.of("day", "flow_day")) {
      jdbc.sql(
              "delete from reporting.%s where shop_id = :shop and day = any(cast(:days as date[]))"
                  .formatted(table))
          .param("shop", shop.id())
          .param("days", texts(days, Function.identity()))
          .update();
    }
    insert(shop, found.days().values());
    insertFlows(shop, found.flows());
  }

  private void insert(Shop shop, Collection<DaySums> days) {
    jdbc.sql(
            """
            insert into reporting.day (shop_id, day, orders, cancelled, revenue, elsewhere, credited_orders,
              credited_cancelled, credited_revenue, buyers, again, recipients)
            select :shop, * from unnest(cast(:days as date[]), cast(:orders as int[]), cast(:cancelled as int[]),
              cast(:revenue as numeric[]), cast(:elsewhere as int[]), cast(:credited_orders as int[]),
              cast(:credited_cancelled as int[]), cast(:credited_revenue as numeric[]), :buyers, :again, :recipients)
            """)
        .param("shop", shop.id())
        .param("days", texts(days, DaySums::day))
        .param("orders", texts(days, day -> day.placed().orders()))
        .param("cancelled", texts(days, day -> day.placed().cancelled()))
        .param("revenue", texts(days, day -> day.placed().revenue()))
        .param("elsewhere", texts(days, DaySums::elsewhere))
        .param("credited_orders", texts(days, day -> day.credited().orders()))
        .param("credited_cancelled", texts(days, day -> day.credited().cancelled()))
        .param("credited_revenue", texts(days, day -> day.credited().revenue()))
        .param("buyers", bytes(days, DaySums::buyers))
        .param("again", bytes(days, DaySums::again))
        .param("recipients", bytes(days, DaySums::recipients))
        .update();
  }

  private void insertFlows(Shop shop, Collection<DaySums.OfFlow> days) {
    jdbc.sql(
            """
            insert into reporting.flow_day (shop_id, day, flow_id, credited_orders, credited_cancelled,
              credited_revenue, recipients, openers, clickers, measured)
            select :shop, * from unnest(cast(:days as date[]), cast(:flows as uuid[]), cast(:orders as int[]),
              cast(:cancelled as int[]), cast(:revenue as numeric[]), :recipients, :openers, :clickers, :measured)
            """)
        .param("shop", shop.id())
        .param("days", texts(days, DaySums.OfFlow::day))
        .param("flows", texts(days, DaySums.OfFlow::flow))
        .param("orders", texts(days, day -> day.credited().orders()))
        .param("cancelled", texts(days, day -> day.credited().cancelled()))
        .param("revenue", texts(days, day -> day.credited().revenue()))
        .param("recipients", bytes(days, DaySums.OfFlow::recipients))
        .param("openers", bytes(days, DaySums.OfFlow::openers))
        .param("clickers", bytes(days, DaySums.OfFlow::clickers))
        .param("measured", bytes(days, DaySums.OfFlow::measured))
        .update();
  }

  private static <T> String[] texts(Collection<T> rows, Function<T, ?> value) {
    return rows.stream().map(row -> value.apply(row).toString()).toArray(String[]::new);
  }

  private static <T> byte[][] bytes(Collection<T> rows, Function<T, People> people) {
    return rows.stream().map(row -> people.apply(row).bytes()).toArray(byte[][]::new);
  }

  /// Ascending.
  ///
  /// @param recipientsFrom recipients of earlier days are left out
  List<DaySums> days(Shop shop, LocalDate from, LocalDate to, LocalDate recipientsFrom) {
    return jdbc.sql(
            """
            select day, orders, cancelled, revenue, elsewhere, credited_orders, credited_cancelled, credited_revenue,
              buyers, again, case when day >= :recipientsFrom then recipients else '' end as recipients
            from reporting.day
            where shop_id = :shop and day between :from and :to order by day
            """)
        .param("shop", shop.id())
        .param("from", from)
        .param("to", to)
        .param("recipientsFrom", recipientsFrom)
        .query(DayStore::day)
        .list();
  }

  private static DaySums day(ResultSet row, int n) throws SQLException {
    return new DaySums(
        row.getObject("day", LocalDate.class),
        new Placed(row.getInt("orders"), row.getInt("cancelled"), row.getBigDecimal("revenue")),
        row.getInt("elsewhere"),
        credited(row),
        people(row, "buyers"),
        people(row, "again"),
        people(row, "recipients"));
  }

  /// Without people.
  List<DaySums> sums(Shop shop, LocalDate from, LocalDate to) {
    return jdbc.sql(
            """
            select day, orders, cancelled, revenue, elsewhere, credited_orders, credited_cancelled, credited_revenue,
              cast('' as bytea) as buyers, cast('' as bytea) as again, cast('' as bytea) as recipients
            from reporting.day
            where shop_id = :shop and day between :from and :to
            """)
        .param("shop", shop.id())
        .param("from", from)
        .param("to", to)
        .query(DayStore::day)
        .list();
  }

  /// @param people whether to read them too
  List<DaySums.OfFlow> flows(Shop shop, LocalDate from, LocalDate to) {
    return jdbc.sql(
            """
            select day, flow_id, credited_orders, credited_cancelled, credited_revenue, recipients, openers, clickers,
              measured
            from reporting.flow_day
            where shop_id = :shop and day between :from and :to
            """)
        .param("shop", shop.id())
        .param("from", from)
        .param("to", to)
        .query(
            (row, n) ->
                new DaySums.OfFlow(
                    row.getObject("day", LocalDate.class),
                    row.getObject("flow_id", UUID.class),
                    credited(row),
                    people(row, "recipients"),
                    people(row, "openers"),
                    people(row, "clickers"),
                    people(row, "measured")))
        .list();
  }

  private static Placed credited(ResultSet row) throws SQLException {
    return new Placed(
        row.getInt("credited_orders"),
        row.getInt("credited_cancelled"),
        row.getBigDecimal("credited_revenue"));
  }

  private static People people(ResultSet row, String column) throws SQLException {
    return People.stored(row.getBytes(column));
  }
}
