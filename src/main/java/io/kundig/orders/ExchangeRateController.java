package io.kundig.orders;

import io.kundig.accounts.AuditAction;
import io.kundig.accounts.AuditLog;
import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.orders.ExchangeRateStore.ExchangeRate;
import io.kundig.orders.ExchangeRateStore.Missing;
import io.kundig.orders.ExchangeRateStore.Source;
import io.kundig.shared.Invalid;
import io.kundig.shared.NotFound;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Exchange rates over HTTP.
@RestController
@RequestMapping("/api/v1/exchange-rates")
class ExchangeRateController {

  private static final BigDecimal HIGHEST = new BigDecimal("1000000000");
  private static final int MOST_DIGITS = 12;

  private final ExchangeRateStore store;
  private final Revaluation revaluation;
  private final Shops shops;
  private final AuditLog audit;
  private final Clock clock;
  private final TransactionTemplate transactions;

  ExchangeRateController(
      ExchangeRateStore store,
      Revaluation revaluation,
      Shops shops,
      AuditLog audit,
      Clock clock,
      TransactionTemplate transactions) {
    this.store = store;
    this.revaluation = revaluation;
    this.shops = shops;
    this.audit = audit;
    this.clock = clock;
    this.transactions = transactions;
  }

  /// @param source null: reference rates come from nowhere
  /// @param newest day that the reference rates know
  /// @param entered by staff, the newest of each pair first
  /// @param missing currencies of orders that no rate is known for
  record RatesView(
      List<String> shopCurrencies,
      @Nullable SourceView source,
      @Nullable LocalDate newest,
      List<ExchangeRate> entered,
      List<Missing> missing) {}

  /// @param problem why the last attempt came to nothing
  record SourceView(String url, @Nullable Instant askedAt, @Nullable String problem) {}

  /// Rates for orders whose shop tells none.
  @GetMapping
  RatesView rates() {
    List<String> currencies = shops.all().stream().map(Shop::currency).distinct().toList();
    return new RatesView(
        currencies,
        store.source().map(ExchangeRateController::view).orElse(null),
        store.newestReference().orElse(null),
        store.entered(),
        store.missing(currencies));
  }

  private static SourceView view(Source source) {
    return new SourceView(source.url(), source.askedAt(), source.problem());
  }

  /// @param url of a list in the form of the European Central Bank's; empty: none any more
  record SourceForm(@Nullable String url) {}

  /// Says where the euro's reference rates are fetched from twice a day.
  @PutMapping("/source")
  RatesView takeFrom(@RequestBody SourceForm form) {
    String url = form.url() == null || form.url().isBlank() ? null : address(form.url().strip());
    String before = store.source().map(Source::url).orElse(null);
    transactions.executeWithoutResult(
        _ -> {
          store.takeFrom(url, clock.instant());
          audit.record(
              AuditAction.EXCHANGE_RATES_CHANGED,
              "exchange-rates",
              Map.of("url", new @Nullable Object[] {before, url}));
        });
    return rates();
  }

  private static String address(String url) {
    try {
      URI uri = URI.create(url);
      if ("https".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null) {
        return uri.toString();
      }
    } catch (IllegalArgumentException e) {
      // Answered below.
    }
    throw new Invalid("url", "This is no address.", "It begins with https://.");
  }

  /// @param day from which on it holds, until a later one does
  /// @param rate what one unit of the currency is worth in the base
  record RateForm(
      @Nullable String currency,
      @Nullable String base,
      @Nullable LocalDate day,
      @Nullable BigDecimal rate) {}

  /// Enters a rate, or changes the one of that day. It goes before reference rates.
  @PutMapping
  RatesView enter(@RequestBody RateForm form) {
    String currency = code("currency", form.currency());
    String base = code("base", form.base());
    BigDecimal rate = form.rate();
    if (currency.equals(base)) {
      throw new Invalid("base", "These are the same currency.", "Name two of them.");
    }
    if (rate == null
        || rate.signum() <= 0
        || rate.compareTo(HIGHEST) > 0
        || rate.scale() > MOST_DIGITS) {
      throw new Invalid("rate", "This is no rate.", "Send a number above zero.");
    }
    if (form.day() == null || form.day().isBefore(Revaluation.BEGINNING)) {
      throw new Invalid("day", "The day is missing.", "Send it as 2026-11-22.");
    }
    ExchangeRate entered = new ExchangeRate(currency, base, form.day(), rate);
    change(
        form.day(),
        () -> store.enter(entered),
        Map.of(
            currency + "/" + base, new @Nullable Object[] {null, rate + " (" + form.day() + ")"}));
    return rates();
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      @RequestParam String currency, @RequestParam String base, @RequestParam LocalDate day) {
    change(
        day,
        () -> {
          if (!store.remove(currency, base, day)) {
            throw new NotFound("exchange rate", currency + "/" + base + " of " + day);
          }
        },
        Map.of(currency + "/" + base, new @Nullable Object[] {day.toString(), null}));
  }

  private void change(LocalDate from, Runnable change, Map<String, @Nullable Object[]> said) {
    transactions.executeWithoutResult(
        _ -> {
          change.run();
          revaluation.begin(from);
          audit.record(AuditAction.EXCHANGE_RATES_CHANGED, "exchange-rates", said);
        });
  }

  private static String code(String field, @Nullable String given) {
    try {
      return Currency.getInstance(String.valueOf(given).strip().toUpperCase(Locale.ROOT))
          .getCurrencyCode();
    } catch (IllegalArgumentException e) {
      throw new Invalid(field, "This is no currency.", "Send its code, such as CHF.");
    }
  }
}
