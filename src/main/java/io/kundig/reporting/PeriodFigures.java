package io.kundig.reporting;

import io.kundig.reporting.Dashboard.CountStat;
import io.kundig.reporting.Dashboard.Day;
import io.kundig.reporting.Dashboard.MoneyStat;
import io.kundig.reporting.Dashboard.RateStat;
import io.kundig.reporting.DaySums.Placed;
import io.kundig.shared.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The figures of a period and the one before it, from the days of a shop.
final class PeriodFigures {

  private final String currency;
  private final Period period;
  private final List<DaySums> days;

  /// @param days up to the end of the period, ascending, from the very first
  PeriodFigures(String currency, Period period, List<DaySums> days) {
    this.currency = currency;
    this.period = period;
    this.days = days;
  }

  Dashboard.Headline stats() {
    Totals now = totals(period);
    Totals before = totals(period.previous());
    Lifetimes lifetimes = lifetimes();
    Lifetime ever = lifetimes.ever;
    Lifetime earlier = lifetimes.earlier;
    return new Dashboard.Headline(
        money(Totals::revenue, now, before),
        money(Totals::attributed, now, before),
        new MoneyStat(now.perRecipient(currency), before.perRecipient(currency)),
        new RateStat(ever.repeatRate(), earlier.repeatRate()),
        new MoneyStat(now.averageOrder(currency), before.averageOrder(currency)),
        new MoneyStat(ever.perBuyer(currency), earlier.perBuyer(currency)),
        new CountStat(now.orders(), before.orders()),
        new CountStat(now.customers, before.customers),
        new CountStat(ever.buyers - earlier.buyers, earlier.buyers - lifetimes.buyersBefore),
        new CountStat(now.recipients, before.recipients));
  }

  private MoneyStat money(Function<Totals, BigDecimal> amount, Totals now, Totals before) {
    return new MoneyStat(
        new Money(amount.apply(now), currency), new Money(amount.apply(before), currency));
  }

  private record Totals(Placed placed, Placed credited, int customers, int recipients) {

    int orders() {
      return placed.orders();
    }

    BigDecimal revenue() {
      return placed.revenue();
    }

    BigDecimal attributed() {
      return credited.revenue();
    }

    @Nullable Money perRecipient(String currency) {
      return FlowFigureQueries.perHead(attributed(), recipients, currency);
    }

    @Nullable Money averageOrder(String currency) {
      return FlowFigureQueries.perHead(revenue(), orders(), currency);
    }
  }

  private Totals totals(Period wanted) {
    List<DaySums> within =
        days.stream()
            .filter(day -> !day.day().isBefore(wanted.from()) && !day.day().isAfter(wanted.to()))
            .toList();
    return new Totals(
        within.stream().map(DaySums::placed).reduce(Placed.NOTHING, Placed::plus),
        within.stream().map(DaySums::credited).reduce(Placed.NOTHING, Placed::plus),
        People.count(within, DaySums::buyers),
        People.count(within, DaySums::recipients));
  }

  /// All who bought up to a moment.
  private record Lifetime(int buyers, int repeaters, BigDecimal revenue) {

    @Nullable Double repeatRate() {
      return buyers == 0 ? null : (double) repeaters / buyers;
    }

    @Nullable Money perBuyer(String currency) {
      return FlowFigureQueries.perHead(revenue, buyers, currency);
    }
  }

  /// @param ever up to the end of the period
  /// @param earlier up to its start
  /// @param buyersBefore up to the start of the period before
  private record Lifetimes(Lifetime ever, Lifetime earlier, int buyersBefore) {}

  private Lifetimes lifetimes() {
    Customers customers = new Customers();
    int next = customers.addUntil(period.previous().from(), 0);
    int buyersBefore = customers.lifetime().buyers;
    next = customers.addUntil(period.from(), next);
    Lifetime earlier = customers.lifetime();
    customers.addUntil(LocalDate.MAX, next);
    return new Lifetimes(customers.lifetime(), earlier, buyersBefore);
  }

  private final class Customers {
    private final BitSet buyers = new BitSet();
    private final BitSet repeaters = new BitSet();
    private BigDecimal revenue = BigDecimal.ZERO;

    /// @return the first of the days that is not added
    int addUntil(LocalDate end, int first) {
      int next = first;
      while (next < days.size() && days.get(next).day().isBefore(end)) {
        DaySums day = days.get(next++);
        day.buyers().addTo(buyers, repeaters);
        day.again().addTo(repeaters);
        revenue = revenue.add(day.placed().revenue());
      }
      return next;
    }

    Lifetime lifetime() {
      return new Lifetime(buyers.cardinality(), repeaters.cardinality(), revenue);
    }
  }

  /// One entry for each day, also where nothing happened.
  List<Day> series() {
    Map<LocalDate, DaySums> byDay =
        days.stream().collect(Collectors.toMap(DaySums::day, day -> day));
    List<Day> series = new ArrayList<>();
    for (int i = 0; i < period.days(); i++) {
      LocalDate day = period.from().plusDays(i);
      LocalDate earlier = day.minusDays(period.days());
      series.add(
          entry(
              byDay.getOrDefault(day, DaySums.nothing(day)),
              byDay.getOrDefault(earlier, DaySums.nothing(earlier))));
    }
    return series;
  }

  private static Day entry(DaySums day, DaySums before) {
    int orders = day.placed().orders();
    BigDecimal revenue = day.placed().revenue();
    return new Day(
        day.day(),
        revenue,
        day.credited().revenue(),
        before.placed().revenue(),
        orders,
        orders == 0 ? null : revenue.divide(BigDecimal.valueOf(orders), 2, RoundingMode.HALF_UP),
        People.count(List.of(day), DaySums::recipients));
  }

  int ordersInOtherCurrencies() {
    return days.stream()
        .filter(day -> !day.day().isBefore(period.from()))
        .mapToInt(DaySums::elsewhere)
        .sum();
  }
}
