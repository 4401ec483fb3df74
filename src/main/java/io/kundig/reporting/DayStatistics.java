package io.kundig.reporting;

import io.kundig.accounts.HistoryWatcher.Facts;
import io.kundig.accounts.Shop;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/// What the days of shops come to: the kept sums of days that are over, and for today and for days
/// whose facts changed since, the facts themselves. So an answer is never older than the facts. All
/// of it is read from one snapshot, which the caller's transaction must be if it has one.
@Component
class DayStatistics {

  /// Worked out in one transaction.
  private static final int MOST_DAYS = 31;

  private final DayStore store;
  private final DayFacts facts;
  private final ChangedHours changed;
  private final Clock clock;

  DayStatistics(DayStore store, DayFacts facts, ChangedHours changed, Clock clock) {
    this.store = store;
    this.facts = facts;
    this.changed = changed;
    this.clock = clock;
  }

  /// All days from the first to the last on which anything happened.
  ///
  /// @param recipientsFrom recipients of earlier days may be left out
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  List<DaySums> until(Shop shop, LocalDate to, LocalDate recipientsFrom) {
    Plan plan = plan(shop, null, to, EnumSet.of(Facts.ORDERS, Facts.MESSAGES));
    Map<LocalDate, DaySums> days = new TreeMap<>();
    plan.stored(store.days(shop, plan.from, plan.to, recipientsFrom), DaySums::day)
        .forEach(day -> days.put(day.day(), day));
    days.putAll(facts.of(shop, plan.live).days());
    return List.copyOf(days.values());
  }

  /// The orders of a period.
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  List<DaySums> orders(Shop shop, Period period) {
    Plan plan = plan(shop, period.from(), period.to(), EnumSet.of(Facts.ORDERS));
    return Stream.concat(
            plan.stored(store.sums(shop, plan.from, plan.to), DaySums::day).stream(),
            facts.orders(shop, plan.live).days().values().stream())
        .toList();
  }

  /// The flows of a period, day by day.
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  List<DaySums.OfFlow> flows(Shop shop, Period period) {
    Plan plan = plan(shop, period.from(), period.to(), EnumSet.allOf(Facts.class));
    return Stream.concat(
            plan.stored(store.flows(shop, plan.from, plan.to), DaySums.OfFlow::day).stream(),
            facts.of(shop, plan.live).flows().stream())
        .toList();
  }

  /// @param from,to days that are read as they are kept, but for those that are `live`
  private record Plan(LocalDate from, LocalDate to, SortedSet<LocalDate> live) {

    <T> List<T> stored(List<T> kept, Function<T, LocalDate> day) {
      return kept.stream().filter(one -> !live.contains(day.apply(one))).toList();
    }
  }

  private Plan plan(Shop shop, @Nullable LocalDate from, LocalDate to, Set<Facts> kinds) {
    LocalDate through =
        store
            .calendar(shop)
            .filter(calendar -> calendar.fits(shop))
            .map(DayStore.Calendar::through)
            .orElse(null);
    LocalDate first = from == null ? DayStore.BEGINNING : from;
    if (through == null) {
      LocalDate start = from == null ? facts.firstDay(shop).orElse(to) : from;
      return new Plan(first, DayStore.BEGINNING, days(start, to));
    }
    SortedSet<LocalDate> live = new TreeSet<>();
    for (Instant hour : changed.of(shop.id(), kinds)) {
      daysOf(hour, shop)
          .filter(day -> !day.isBefore(first) && !day.isAfter(to) && !day.isAfter(through))
          .forEach(live::add);
    }
    LocalDate next = through.plusDays(1);
    live.addAll(days(next.isBefore(first) ? first : next, to));
    return new Plan(first, to.isBefore(through) ? to : through, live);
  }

  private static SortedSet<LocalDate> days(LocalDate from, LocalDate to) {
    return from.isAfter(to)
        ? new TreeSet<>()
        : from.datesUntil(to.plusDays(1)).collect(Collectors.toCollection(TreeSet::new));
  }

  /// Two where the hour runs over midnight.
  private static Stream<LocalDate> daysOf(Instant hour, Shop shop) {
    return Stream.of(hour, hour.plus(1, ChronoUnit.HOURS).minusNanos(1))
        .map(moment -> LocalDate.ofInstant(moment, shop.timeZone()))
        .distinct();
  }

  /// Works out some of the days that are over and not worked out yet, or have changed since.
  ///
  /// @return whether there may be more
  /// @throws org.springframework.dao.ConcurrencyFailureException when another process did it
  @Transactional(isolation = Isolation.REPEATABLE_READ)
  public boolean workOut(Shop shop) {
    if (!store.lock(shop)) {
      return false;
    }
    DayStore.Calendar calendar = store.calendar(shop).orElse(null);
    if (calendar == null) {
      store.begin(shop);
      return true;
    }
    if (!calendar.fits(shop)) {
      store.forget(shop);
      return true;
    }
    List<Instant> hours = changed.of(shop.id(), EnumSet.allOf(Facts.class));
    LocalDate yesterday = LocalDate.ofInstant(clock.instant(), shop.timeZone()).minusDays(1);
    LocalDate through = calendar.through();
    LocalDate next = through == null ? facts.firstDay(shop).orElse(yesterday) : through.plusDays(1);
    LocalDate until = earlier(yesterday, next.plusDays(MOST_DAYS - 1));
    if (hours.isEmpty() && next.isAfter(until)) {
      return false;
    }
    SortedSet<LocalDate> days = days(next, until);
    LocalDate covered = through == null || until.isAfter(through) ? until : through;
    List<Instant> done = new ArrayList<>();
    for (Instant hour : hours) {
      List<LocalDate> changedDays =
          daysOf(hour, shop).filter(day -> !day.isAfter(covered)).toList();
      if (days.size() < MOST_DAYS || days.containsAll(changedDays)) {
        days.addAll(changedDays);
        done.add(hour);
      }
    }
    // All that takes time comes before the first write: readers of the log wait for writers.
    DayFacts.Reading reading = facts.read(shop, days);
    store.through(shop, covered);
    store.replace(shop, days, facts.numbered(reading));
    changed.forget(shop.id(), done);
    return done.size() < hours.size() || covered.isBefore(yesterday);
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }

  /// Forgets what is kept of a shop: until it is worked out anew, answers come from the facts.
  @Transactional
  public void rebuild(Shop shop) {
    store.forget(shop);
  }
}
