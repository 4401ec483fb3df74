package io.kundig.reporting;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.shared.Invalid;
import io.kundig.shared.Page;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reports, and the orders and people behind each number.
@RestController
@RequestMapping("/api/v1/reports")
class ReportController {

  private static final int MOST_ROWS = 200;

  private final DayStatistics days;
  private final StartQueries start;
  private final OrderQueries orders;
  private final PeopleQueries people;
  private final Shops shops;
  private final Clock clock;

  ReportController(
      DayStatistics days,
      StartQueries start,
      OrderQueries orders,
      PeopleQueries people,
      Shops shops,
      Clock clock) {
    this.days = days;
    this.start = start;
    this.orders = orders;
    this.people = people;
    this.shops = shops;
    this.clock = clock;
  }

  @GetMapping("/dashboard")
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  Dashboard dashboard(
      @RequestParam @Nullable Integer shop,
      @RequestParam @Nullable LocalDate from,
      @RequestParam @Nullable LocalDate to) {
    Shop wanted = shop(shop);
    Instant now = clock.instant();
    Period period = Period.of(from, to, wanted.timeZone(), now);
    Period previous = period.previous();
    PeriodFigures figures =
        new PeriodFigures(
            wanted.currency(), period, days.until(wanted, period.to(), previous.from()));
    return new Dashboard(
        wanted.currency(),
        new Dashboard.Days(period.from(), period.to()),
        new Dashboard.Days(previous.from(), previous.to()),
        figures.stats(),
        figures.series(),
        start.attention(wanted, now),
        start.recent(wanted, now),
        new Dashboard.Excluded(figures.ordersInOtherCurrencies()));
  }

  @GetMapping("/orders")
  OrderQueries.FoundOrders orders(
      @RequestParam @Nullable Integer shop,
      @RequestParam @Nullable LocalDate from,
      @RequestParam @Nullable LocalDate to,
      @RequestParam @Nullable UUID flow,
      @RequestParam @Nullable UUID message,
      @RequestParam @Nullable Boolean attributed,
      @RequestParam @Nullable String cursor,
      @RequestParam(defaultValue = "50") int limit) {
    Shop wanted = shop(shop);
    Period period = Period.of(from, to, wanted.timeZone(), clock.instant());
    return orders.find(wanted, period, flow, message, attributed, cursor, checked(limit));
  }

  @GetMapping("/people")
  Page<PeopleQueries.ReportPerson> people(
      @RequestParam String metric,
      @RequestParam @Nullable Integer shop,
      @RequestParam @Nullable LocalDate from,
      @RequestParam @Nullable LocalDate to,
      @RequestParam @Nullable UUID flow,
      @RequestParam @Nullable UUID cursor,
      @RequestParam(defaultValue = "50") int limit) {
    Shop wanted = shop(shop);
    Period period = Period.of(from, to, wanted.timeZone(), clock.instant());
    return people.find(wanted, period, metric(metric), flow, cursor, checked(limit));
  }

  private static PeopleQueries.Metric metric(String name) {
    for (PeopleQueries.Metric metric : PeopleQueries.Metric.values()) {
      if (metric.name().toLowerCase(Locale.ROOT).equals(name)) {
        return metric;
      }
    }
    throw new Invalid(
        "metric",
        "The metric is not known.",
        "Send buyers, repeat, new, recipients, openers, clickers or unsubscribed.");
  }

  private static int checked(int limit) {
    if (limit < 1 || limit > MOST_ROWS) {
      throw new Invalid("limit", "The limit is out of range.", "Send 1 to " + MOST_ROWS + ".");
    }
    return limit;
  }

  private Shop shop(@Nullable Integer id) {
    return id == null ? shops.all().getFirst() : shops.get(id);
  }
}
