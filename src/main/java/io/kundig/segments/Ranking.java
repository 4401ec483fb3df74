package io.kundig.segments;

import io.kundig.accounts.Shops;
import io.kundig.platform.DueWork;
import io.kundig.segments.FactsStore.Row;
import io.kundig.segments.Judges.Judge;
import io.kundig.segments.Judges.Verdict;
import io.kundig.segments.MemberStore.Place;
import io.kundig.segments.RankStore.Base;
import io.kundig.segments.RankStore.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Measures every night how buyers are divided. Then looks at everybody by the segments that ask
/// for it: whoever is in another place is judged at once, and so enters and leaves as others do;
/// who is not may turn at another moment than before.
@Component
class Ranking implements DueWork {

  private static final Logger log = LoggerFactory.getLogger(Ranking.class);

  private static final LocalTime NIGHT = LocalTime.of(3, 0);

  /// While there are too few buyers to be divided.
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private final RankStore store;
  private final SegmentStore segments;
  private final FactsStore facts;
  private final TurnStore turns;
  private final MemberStore members;
  private final Definitions.Bench bench;
  private final Shops shops;
  private final Wake wake;
  private final TransactionTemplate transactions;
  private final Clock clock;
  private final ReentrantLock working = new ReentrantLock();

  Ranking(
      RankStore store,
      SegmentStore segments,
      FactsStore facts,
      TurnStore turns,
      MemberStore members,
      Definitions definitions,
      Shops shops,
      Wake wake,
      TransactionTemplate transactions,
      Clock clock) {
    this.store = store;
    this.segments = segments;
    this.facts = facts;
    this.turns = turns;
    this.members = members;
    this.bench = definitions.bench();
    this.shops = shops;
    this.wake = wake;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "ranking of buyers";
  }

  @Override
  public Optional<Instant> nextDue() {
    Progress progress = store.progress();
    if (progress.judgedTo() != null) {
      return Optional.of(clock.instant());
    }
    return shops.all().isEmpty() ? Optional.empty() : nextMeasuring(progress);
  }

  private Optional<Instant> nextMeasuring(Progress progress) {
    Instant last = progress.measuredAt();
    if (store.newest().values().stream().anyMatch(Ranks::hasDeciles) && last != null) {
      return Optional.of(nightAfter(last));
    }
    if (!store.hasBuyers(Ranks.FEWEST)) {
      return Optional.empty();
    }
    return Optional.of(last == null ? clock.instant() : last.plus(LOOK_AGAIN));
  }

  private Instant nightAfter(Instant last) {
    ZoneId zone = zone();
    Instant night = last.atZone(zone).toLocalDate().atTime(NIGHT).atZone(zone).toInstant();
    return night.isAfter(last)
        ? night
        : last.atZone(zone).toLocalDate().plusDays(1).atTime(NIGHT).atZone(zone).toInstant();
  }

  private ZoneId zone() {
    return Judges.first(shops).timeZone();
  }

  @Override
  public int runDue() {
    working.lock();
    try {
      int done = 0;
      while (nextDue().filter(due -> !due.isAfter(clock.instant())).isPresent()) {
        step();
        done++;
      }
      return done;
    } finally {
      working.unlock();
    }
  }

  private void step() {
    if (store.progress().judgedTo() == null) {
      measure();
    } else {
      transactions.executeWithoutResult(_ -> look());
    }
  }

  private void measure() {
    Instant now = clock.instant();
    ZoneId zone = zone();
    Instant since = now.atZone(zone).minusMonths(Ranks.PERIOD.n()).toInstant();
    Map<Base, Ranks> measured = store.measure(since, now);
    store.newest().keySet().forEach(base -> measured.putIfAbsent(base, Ranks.NONE));
    transactions.executeWithoutResult(
        _ -> {
          segments.lock();
          store.locked();
          boolean changed = !measured.equals(store.newest());
          store.keep(now.atZone(zone).toLocalDate(), now, measured);
          store.measured(now);
          if (changed && segments.engine().ready()) {
            segments.newVersion();
            store.judgedTo(0);
          }
        });
  }

  /// Looks at one chunk of people. Bounds stand still meanwhile.
  private void look() {
    Judges judges = bench.locked();
    Integer chunk = store.locked().judgedTo();
    BitSet asking = asking(judges);
    if (chunk == null) {
      return;
    }
    if (asking.isEmpty() || chunk * MemberStore.CHUNK >= facts.end()) {
      store.judgedTo(null);
      return;
    }
    turns.hasten(chunk, found(judges, asking, chunk));
    store.judgedTo(chunk + 1);
    wake.afterCommit();
  }

  /// The places of the segments that compare buyers, and of those that hang on them.
  private static BitSet asking(Judges judges) {
    BitSet asking = new BitSet();
    List<Judge> all = judges.all();
    for (int place = 0; place < all.size(); place++) {
      if (all.get(place).compiled().usesRanks()) {
        asking.or(judges.closureOf(place));
      }
    }
    return asking;
  }

  /// When people are to be looked at because of this, by ord.
  private Map<Integer, Long> found(Judges judges, BitSet asking, int chunk) {
    long now = clock.millis();
    List<Row> rows = new ArrayList<>();
    facts.scanChunk(chunk, rows::add);
    Set<Place> places = new HashSet<>();
    rows.forEach(
        row ->
            asking.stream()
                .forEach(place -> places.add(new Place(judges.numberAt(place), row.ord))));
    Set<Place> taken = places.isEmpty() ? Set.of() : members.taken(places);
    Map<Integer, Long> due = new HashMap<>();
    for (Row row : rows) {
      Verdict verdict = judges.judge(row.profileId, row.events, row.state, asking, now);
      boolean moved =
          verdict.judged().stream()
              .anyMatch(
                  place ->
                      verdict.holds().get(place)
                          != taken.contains(new Place(judges.numberAt(place), row.ord)));
      due.put(row.ord, moved ? now : verdict.turn());
    }
    return due;
  }

  @Scheduled(initialDelayString = "PT20S", fixedDelayString = "PT30S")
  void now() {
    try {
      runDue();
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("buyers were not ranked; trying again");
    }
  }
}
