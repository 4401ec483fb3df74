package io.kundig.orders;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.orders.RevaluationStore.Found;
import io.kundig.orders.RevaluationStore.Place;
import io.kundig.platform.DueWork;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Values orders anew whose rate came to be known, and all of a shop that counts in another
/// currency now. Killed at any moment it goes on where it stood.
@Component
class Revaluation implements DueWork {

  private static final Logger log = LoggerFactory.getLogger(Revaluation.class);

  static final LocalDate BEGINNING = LocalDate.of(1990, 1, 1);

  private static final int BATCH = 500;

  private final RevaluationStore store;
  private final Orders orders;
  private final Shops shops;
  private final Clock clock;
  private final TransactionTemplate transactions;

  Revaluation(
      RevaluationStore store,
      Orders orders,
      Shops shops,
      Clock clock,
      TransactionTemplate transactions) {
    this.store = store;
    this.orders = orders;
    this.shops = shops;
    this.clock = clock;
    this.transactions = transactions;
  }

  /// Rates of that day and later ones have changed; in the caller's transaction.
  void begin(LocalDate from) {
    Instant at = from.minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    shops.all().forEach(shop -> store.begin(shop, at));
  }

  @Override
  public String name() {
    return "valuation of orders";
  }

  @Override
  public Optional<Instant> nextDue() {
    return shops.all().stream().anyMatch(this::isDue)
        ? Optional.of(clock.instant())
        : Optional.empty();
  }

  private boolean isDue(Shop shop) {
    return store.isBegun(shop.id()) || store.isInAnotherCurrency(shop);
  }

  @Override
  public int runDue() {
    int done = 0;
    for (Shop shop : shops.all()) {
      if (store.isInAnotherCurrency(shop)) {
        transactions.executeWithoutResult(
            _ -> store.begin(shop, BEGINNING.atStartOfDay(ZoneOffset.UTC).toInstant()));
      }
      while (Boolean.TRUE.equals(transactions.execute(_ -> step(shop)))) {
        done++;
      }
    }
    return done;
  }

  private boolean step(Shop shop) {
    Optional<Place> place = store.lock(shop.id());
    if (place.isEmpty()) {
      return false;
    }
    List<Found> found = store.next(shop, place.get(), BATCH);
    orders.revalue(found.stream().map(Found::ref).sorted().toList());
    if (found.size() < BATCH) {
      store.end(shop.id());
    } else {
      store.reach(shop.id(), found.getLast().place());
    }
    return true;
  }

  @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT5S")
  void now() {
    try {
      runDue();
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("orders were not valued anew; trying again");
    }
  }
}
