package io.kundig.sandbox;

import io.kundig.platform.AllDueWork;
import io.kundig.platform.AllDueWork.Settled;
import io.kundig.platform.KundigClock;
import io.kundig.platform.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/// Moves time, and lets everything happen that would have happened meanwhile, in its order: from
/// one due moment to the next. Meant for one node.
@Component
class SandboxClock implements InitializingBean {

  private final KundigClock clock;
  private final ClockStore store;
  private final Settings settings;
  private final AllDueWork work;
  private final ReentrantLock oneAtATime = new ReentrantLock();

  SandboxClock(KundigClock clock, ClockStore store, Settings settings, AllDueWork work) {
    this.clock = clock;
    this.store = store;
    this.settings = settings;
    this.work = work;
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
    Settled settled = work.settle();
    Optional<Instant> next = work.nextUntil(target);
    while (next.isPresent()) {
      moveTo(next.get());
      settled = work.settle(settled);
      next = work.nextUntil(target);
    }
    moveTo(target);
    settled = work.settle(settled);
    return new Moved(clock.instant(), settled.ran(), List.copyOf(settled.stuck()));
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

  /// @param ran how much each kind of work did
  /// @param stuck work that said it was due but did nothing, such as mail while the SMTP server is
  ///   away
  record Moved(Instant now, Map<String, Integer> ran, List<String> stuck) {}
}
