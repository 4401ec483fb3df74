package io.kundig.catalog;

import io.kundig.catalog.CatalogFact.Kind;
import io.kundig.catalog.ChangeStore.Fresh;
import io.kundig.catalog.Offers.Change;
import io.kundig.catalog.Offers.Id;
import io.kundig.catalog.Offers.Offer;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Compares what is said of variants with what was known, keeps what changed, and tells facts.
@Component
class Changes {

  private static final Logger log = LoggerFactory.getLogger(Changes.class);

  /// A price that rises and falls back within it did not drop.
  static final Duration SETTLED = Duration.ofHours(1);

  /// What a price is compared with beside a reduction (Directive 98/6/EC, Article 6a).
  static final Duration PRIOR = Duration.ofDays(30);

  private static final Duration PRICES_KEPT = Duration.ofDays(90);
  private static final Duration STOCK_KEPT = Duration.ofDays(30);
  private static final Duration FACTS_KEPT = Duration.ofDays(90);

  private final ChangeStore store;
  private final Clock clock;

  Changes(ChangeStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /// @param told whether facts are told; else the changes are only kept
  void compare(Map<Id, Offer> before, Map<Id, Offer> after, boolean told) {
    Instant now = clock.instant();
    Map<Id, Change> prices = new TreeMap<>();
    List<Change> changes = new ArrayList<>();
    List<Fresh> facts = new ArrayList<>();
    Map<Integer, Integer> thresholds = new HashMap<>();
    for (Offer offer : new TreeMap<>(after).values()) {
      Offer known = before.get(offer.id());
      if (known == null) {
        continue;
      }
      for (Change change : Offers.between(known, offer)) {
        changes.add(change);
        if (change.kind().equals("price")) {
          prices.put(change.id(), change);
        }
      }
      int low = thresholds.computeIfAbsent(offer.product().shopId(), store::lowStock);
      addStockFacts(known, offer, low, facts);
    }
    if (told) {
      facts.addAll(drops(prices, now));
    }
    store.addChanges(changes, now);
    if (told) {
      store.addFacts(facts, now);
    }
  }

  private static void addStockFacts(Offer known, Offer offer, int low, List<Fresh> facts) {
    if (Offers.isBack(known, offer)) {
      facts.add(
          new Fresh(offer.id(), Kind.BACK_IN_STOCK, known.stock(), offer.stock(), null, null));
    }
    if (Offers.runsLow(known, offer, low)) {
      facts.add(new Fresh(offer.id(), Kind.LOW_STOCK, known.stock(), offer.stock(), null, null));
    }
  }

  private List<Fresh> drops(Map<Id, Change> prices, Instant now) {
    List<Fresh> drops = new ArrayList<>();
    Set<String> currencies = new TreeSet<>();
    prices.values().forEach(change -> currencies.add(String.valueOf(change.currency())));
    for (String currency : currencies) {
      Collection<Change> lower =
          prices.values().stream()
              .filter(change -> change.now().compareTo(change.was()) < 0)
              .filter(change -> currency.equals(change.currency()))
              .toList();
      List<Id> ids = lower.stream().map(Change::id).toList();
      Map<Id, BigDecimal> settled = store.lowestSince(ids, currency, now.minus(SETTLED));
      Map<Id, BigDecimal> prior = store.lowestSince(ids, currency, now.minus(PRIOR));
      for (Change change : lower) {
        BigDecimal from = lower(settled.get(change.id()), change.was());
        if (change.now().compareTo(from) < 0) {
          BigDecimal lowest = lower(prior.get(change.id()), change.was());
          drops.add(new Fresh(change.id(), Kind.PRICE_DROP, from, change.now(), currency, lowest));
        }
      }
    }
    return drops;
  }

  private static BigDecimal lower(
      @org.jspecify.annotations.Nullable BigDecimal one, BigDecimal other) {
    return one == null ? other : one.min(other);
  }

  @Scheduled(initialDelayString = "PT15M", fixedDelayString = "PT6H")
  @Transactional
  void forget() {
    Instant now = clock.instant();
    int forgotten =
        store.forget(now.minus(PRICES_KEPT), now.minus(STOCK_KEPT), now.minus(FACTS_KEPT));
    log.atDebug().addKeyValue("rows", forgotten).log("old changes of the catalogue are forgotten");
  }
}
