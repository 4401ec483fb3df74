package io.kundig.orders;

import io.kundig.orders.ExchangeRateStore.ExchangeRate;
import io.kundig.orders.ExchangeRateStore.Source;
import io.kundig.platform.DueWork;
import io.kundig.platform.OutsideHttp;
import io.kundig.platform.OutsideHttp.Reach;
import io.kundig.platform.OutsideHttp.Request;
import io.kundig.platform.OutsideHttp.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Fetches reference rates where staff said from where; otherwise asks nobody.
@Component
class ReferenceRatesWork implements DueWork {

  private static final Logger log = LoggerFactory.getLogger(ReferenceRatesWork.class);

  private static final Duration BETWEEN = Duration.ofHours(12);
  private static final Duration AFTER_PROBLEM = Duration.ofHours(1);

  private final ExchangeRateStore store;
  private final Revaluation revaluation;
  private final OutsideHttp http;
  private final Clock clock;
  private final TransactionTemplate transactions;

  ReferenceRatesWork(
      ExchangeRateStore store,
      Revaluation revaluation,
      OutsideHttp http,
      Clock clock,
      TransactionTemplate transactions) {
    this.store = store;
    this.revaluation = revaluation;
    this.http = http;
    this.clock = clock;
    this.transactions = transactions;
  }

  @Override
  public String name() {
    return "reference rates";
  }

  @Override
  public Optional<Instant> nextDue() {
    return store.source().map(Source::nextAt);
  }

  @Override
  public int runDue() {
    Optional<Source> due =
        store.source().filter(source -> !source.nextAt().isAfter(clock.instant()));
    due.ifPresent(source -> fetch(source.url()));
    return due.isPresent() ? 1 : 0;
  }

  private void fetch(String url) {
    try {
      Response answer =
          http.send(new Request("GET", URI.create(url), Map.of(), null), Reach.OUTSIDE);
      if (answer.status() != 200) {
        asked("the server answers with " + answer.status(), AFTER_PROBLEM);
        return;
      }
      take(answer.body());
    } catch (OutsideHttp.Unreachable | ReferenceRates.NoRates e) {
      asked(e.getMessage(), AFTER_PROBLEM);
    }
  }

  void take(byte[] body) throws ReferenceRates.NoRates {
    List<ExchangeRate> rates = ReferenceRates.read(body);
    transactions.executeWithoutResult(_ -> store.addReference(rates).ifPresent(revaluation::begin));
    asked(null, BETWEEN);
  }

  private void asked(@Nullable String problem, Duration pause) {
    Instant now = clock.instant();
    transactions.executeWithoutResult(_ -> store.asked(now, problem, now.plus(pause)));
  }

  @Scheduled(initialDelayString = "PT20S", fixedDelayString = "PT1M")
  void now() {
    try {
      runDue();
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("reference rates were not fetched; trying again");
    }
  }
}
