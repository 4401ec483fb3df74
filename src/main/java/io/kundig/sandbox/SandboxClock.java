package io.kundig.sandbox;

import io.kundig.platform.DueWork;
import io.kundig.platform.KundigClock;
import io.kundig.platform.Settings;
import io.kundig.shared.Conflict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Moves time, and lets everything happen that would have happened meanwhile, in its order: from
/// one due moment to the next. Meant for one node.
@Component
class SandboxClock implements InitializingBean {

  /// How long work that says it is due may do nothing, because its own worker has it in hand.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
  private static final int MOST_ROUNDS_AT_ONE_MOMENT = 10_000;

  private final KundigClock clock;
  private final ClockStore store;
  private final Settings settings;
  private final ObjectProvider<DueWork> allWork;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  SandboxClock(
      KundigClock clock, ClockStore store, Settings settings, ObjectProvider<DueWork> allWork) {
    this.clock = clock;
    this.store = store;
    this.settings = settings;
    this.allWork = allWork;
  }

  /// A sandbox that was ahead before a restart is ahead again.
  @Override
  public void afterPropertiesSet() {
    if (settings.sandbox()) {
      store
          .ahead()
          .ifPresent(ahead -> clock.advanceTo(clock.instant().minus(clock.ahead()).plus(ahead)));
    }
  }

  Instant now() {
    return clock.instant();
  }

  Duration ahead() {
    return clock.ahead();
  }

  Moved advance(Duration by) {
    oneAtATime.lock();
    try {
      return walk(clock.instant().plus(by));
    } finally {
      oneAtATime.unlock();
    }
  }

  private Moved walk(Instant target) {
    List<DueWork> works = new ArrayList<>(allWork.orderedStream().toList());
    Map<String, Integer> ran = new TreeMap<>();
    Set<String> stuck = new LinkedHashSet<>();
    settle(works, ran, stuck);
    Optional<Instant> next = nextAfterNow(works, target);
    while (next.isPresent()) {
      moveTo(next.get());
      settle(works, ran, stuck);
      next = nextAfterNow(works, target);
    }
    moveTo(target);
    settle(works, ran, stuck);
    return new Moved(clock.instant(), ran, List.copyOf(stuck));
  }

  /// Saved first: rows of a time that a restart would not know are worse than a clock that is ahead
  /// of them.
  private void moveTo(Instant moment) {
    Duration ahead = Duration.between(clock.instant().minus(clock.ahead()), moment);
    if (ahead.compareTo(clock.ahead()) > 0) {
      store.save(ahead);
      clock.advanceTo(moment);
    }
  }

  /// Runs all that is due now, and what comes due by that, until nothing is.
  private void settle(List<DueWork> works, Map<String, Integer> ran, Set<String> stuck) {
    long idleSince = System.nanoTime();
    for (int round = 0; round < MOST_ROUNDS_AT_ONE_MOMENT; round++) {
      if (runAll(works, ran) > 0) {
        idleSince = System.nanoTime();
        continue;
      }
      List<String> waiting = dueNow(works, stuck);
      if (waiting.isEmpty()) {
        return;
      }
      if (System.nanoTime() - idleSince > PATIENCE.toNanos()) {
        stuck.addAll(waiting);
        return;
      }
      pause();
    }
    throw new Conflict(
        "The clock stands at "
            + clock.instant()
            + ", since something comes due there again and again: "
            + ran
            + ".");
  }

  private static int runAll(List<DueWork> works, Map<String, Integer> ran) {
    int all = 0;
    for (DueWork work : works) {
      int done = work.runDue();
      if (done > 0) {
        ran.merge(work.name(), done, Integer::sum);
      }
      all += done;
    }
    return all;
  }

  private List<String> dueNow(List<DueWork> works, Set<String> stuck) {
    Instant now = clock.instant();
    return works.stream()
        .filter(work -> work.nextDue().filter(due -> !due.isAfter(now)).isPresent())
        .map(DueWork::name)
        .filter(name -> !stuck.contains(name))
        .toList();
  }

  private Optional<Instant> nextAfterNow(List<DueWork> works, Instant target) {
    Instant now = clock.instant();
    return works.stream()
        .flatMap(work -> work.nextDue().stream())
        .filter(due -> due.isAfter(now) && !due.isAfter(target))
        .min(Instant::compareTo);
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while moving the clock", e);
    }
  }

  /// @param ran how much each kind of work did
  /// @param stuck work that said it was due but did nothing, such as mail while the SMTP server is
  ///   away
  record Moved(Instant now, Map<String, Integer> ran, List<String> stuck) {}
}
