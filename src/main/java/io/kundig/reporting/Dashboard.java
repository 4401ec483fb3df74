package io.kundig.reporting;

import io.kundig.shared.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The figures of the start page, money net of refunds, in the shop's currency.
record Dashboard(
    String currency,
    Days period,
    Days previous,
    Headline stats,
    List<Day> series,
    List<Attention> attention,
    List<Recent> recent,
    Excluded excluded) {

  record Days(LocalDate from, LocalDate to) {}

  record MoneyStat(@Nullable Money value, @Nullable Money previous) {}

  record CountStat(int value, int previous) {}

  record RateStat(@Nullable Double value, @Nullable Double previous) {}

  /// @param repeatRate of all who ever bought up to the end of the period, those who did more than
  ///   once
  /// @param clv what a customer has brought so far on average: average order × orders per customer
  ///   over the lifespan
  record Headline(
      MoneyStat revenue,
      MoneyStat attributed,
      MoneyStat revenuePerRecipient,
      RateStat repeatRate,
      MoneyStat averageOrder,
      MoneyStat clv,
      CountStat orders,
      CountStat customers,
      CountStat newCustomers,
      CountStat recipients) {}

  /// @param previousRevenue of the day as many days earlier as the period is long
  record Day(
      LocalDate day,
      BigDecimal revenue,
      BigDecimal attributed,
      BigDecimal previousRevenue,
      int orders,
      @Nullable BigDecimal averageOrder,
      int recipients) {}

  /// Something that wants somebody's look.
  record Attention(String kind, Map<String, Object> data) {}

  /// Something that happened since yesterday at this time.
  record Recent(String kind, Instant at, Map<String, Object> data) {}

  /// What the money above leaves out.
  record Excluded(int otherCurrencyOrders) {}
}
