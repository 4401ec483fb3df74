package io.kundig.reporting;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;

/// Works out the days of all shops in the background. Nothing waits for it and nothing shows how
/// far it is but the time that reports take; so it is no due work that a moved clock has to wait
/// for.
@Component
class DayKeeper implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(DayKeeper.class);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(200);

  private final DayStatistics statistics;
  private final Shops shops;
  private volatile boolean running;

  DayKeeper(DayStatistics statistics, Shops shops) {
    this.statistics = statistics;
    this.shops = shops;
  }

  @Override
  public void start() {
    running = true;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    Thread.ofVirtual().name("day-statistics").start(this::loop);
  }

  private void loop() {
    while (running) {
      long began = System.nanoTime();
      boolean more = round();
      Duration worked = Duration.ofNanos(System.nanoTime() - began);
      // It rests longer than it worked: facts that come in go first.
      Duration rest = worked.multipliedBy(2).plus(BETWEEN_ROUNDS);
      pause(more || rest.compareTo(LOOK_EVERY) > 0 ? rest : LOOK_EVERY);
    }
  }

  /// @return whether there may be more to do
  private boolean round() {
    boolean more = false;
    try {
      for (Shop shop : shops.all()) {
        more |= running && statistics.workOut(shop);
      }
    } catch (ConcurrencyFailureException e) {
      log.atDebug().setCause(e).log("another process works out days");
    } catch (RuntimeException e) {
      if (running) {
        log.atWarn().setCause(e).log("days cannot be worked out now; reports add up the facts");
      }
    }
    return more;
  }

  private void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
    }
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
