package io.kundig.orders;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Reads and writes exchange rates, and where they come from.
@Repository
class ExchangeRateStore {

  static final String EURO = "EUR";

  /// On Sundays and holidays the rate of the day before holds.
  private static final int DAYS_WITHOUT = 10;

  private static final int DIGITS = 10;

  private final JdbcClient jdbc;

  ExchangeRateStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @param rate what one unit of the currency is worth in the base
  record ExchangeRate(String currency, String base, LocalDate day, BigDecimal rate) {}

  record Source(String url, @Nullable Instant askedAt, @Nullable String problem, Instant nextAt) {}

  /// @param orders placed in it and not cancelled, that are in no shop's figures
  record Missing(String currency, int orders) {}

  /// What staff entered holds until they enter another; reference rates hold for some days.
  Optional<BigDecimal> rate(String currency, String base, LocalDate day) {
    Optional<BigDecimal> entered = newest(currency, base, "staff", LocalDate.EPOCH, day);
    if (entered.isPresent()) {
      return entered;
    }
    return perEuro(base, day)
        .flatMap(
            bases ->
                perEuro(currency, day)
                    .map(units -> bases.divide(units, DIGITS, RoundingMode.HALF_UP)))
        .filter(rate -> rate.signum() > 0);
  }

  private Optional<BigDecimal> perEuro(String currency, LocalDate day) {
    return currency.equals(EURO)
        ? Optional.of(BigDecimal.ONE)
        : newest(EURO, currency, "ecb", day.minusDays(DAYS_WITHOUT), day);
  }

  private Optional<BigDecimal> newest(
      String currency, String base, String source, LocalDate from, LocalDate day) {
    return jdbc.sql(
            """
            select rate from orders.exchange_rate
            where currency = :currency and base = :base and source = :source
              and day between :from and :day
            order by day desc limit 1
            """)
        .param("currency", currency)
        .param("base", base)
        .param("source", source)
        .param("from", from)
        .param("day", day)
        .query(BigDecimal.class)
        .optional();
  }

  /// @return the first day of which something is new
  Optional<LocalDate> addReference(Collection<ExchangeRate> rates) {
    return jdbc.sql(
            """
            with written as (
              insert into orders.exchange_rate as r (currency, base, source, day, rate)
              select currency, base, 'ecb', day, rate
              from unnest(:currency, :base, :day::date[], :rate::numeric[]) as n (currency, base, day, rate)
              on conflict (currency, base, source, day) do update set rate = excluded.rate
              where r.rate <> excluded.rate
              returning day)
            select min(day) from written
            """)
        .param("currency", Rows.column(rates, ExchangeRate::currency))
        .param("base", Rows.column(rates, ExchangeRate::base))
        .param("day", Rows.column(rates, ExchangeRate::day))
        .param("rate", Rows.column(rates, rate -> rate.rate().toPlainString()))
        .query((row, n) -> Optional.ofNullable(row.getObject("min", LocalDate.class)))
        .single();
  }

  void enter(ExchangeRate rate) {
    jdbc.sql(
            """
            insert into orders.exchange_rate (currency, base, source, day, rate)
            values (:currency, :base, 'staff', :day, :rate)
            on conflict (currency, base, source, day) do update set rate = excluded.rate
            """)
        .param("currency", rate.currency())
        .param("base", rate.base())
        .param("day", rate.day())
        .param("rate", rate.rate())
        .update();
  }

  boolean remove(String currency, String base, LocalDate day) {
    return jdbc.sql(
                """
                delete from orders.exchange_rate
                where currency = :currency and base = :base and source = 'staff' and day = :day
                """)
            .param("currency", currency)
            .param("base", base)
            .param("day", day)
            .update()
        > 0;
  }

  List<ExchangeRate> entered() {
    return jdbc.sql(
            """
            select currency, base, day, rate from orders.exchange_rate where source = 'staff'
            order by currency, base, day desc
            """)
        .query(ExchangeRate.class)
        .list();
  }

  /// The newest day that the reference rates know.
  Optional<LocalDate> newestReference() {
    return jdbc.sql("select max(day) from orders.exchange_rate where source = 'ecb'")
        .query((row, n) -> Optional.ofNullable(row.getObject("max", LocalDate.class)))
        .single();
  }

  List<Missing> missing(Collection<String> shopCurrencies) {
    return jdbc.sql(
            """
            select currency, sum(orders)::int as orders from orders.buyer
            where currency <> all(:known) group by currency having sum(orders) > 0 order by 2 desc
            """)
        .param("known", shopCurrencies.toArray(String[]::new))
        .query(Missing.class)
        .list();
  }

  Optional<Source> source() {
    return jdbc.sql("select url, asked_at, problem, next_at from orders.rate_source")
        .query(
            (row, n) ->
                new Source(
                    row.getString("url"),
                    OrderStore.instant(row, "asked_at"),
                    row.getString("problem"),
                    OrderStore.instantOf(row, "next_at")))
        .optional();
  }

  /// @param url null: rates come from nowhere
  void takeFrom(@Nullable String url, Instant now) {
    jdbc.sql("delete from orders.rate_source").update();
    if (url != null) {
      jdbc.sql("insert into orders.rate_source (url, next_at) values (:url, :now)")
          .param("url", url)
          .param("now", utc(now))
          .update();
    }
  }

  /// @param problem null: there was none
  void asked(Instant at, @Nullable String problem, Instant next) {
    jdbc.sql("update orders.rate_source set asked_at = :at, problem = :problem, next_at = :next")
        .param("at", utc(at))
        .param("problem", problem)
        .param("next", utc(next))
        .update();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
