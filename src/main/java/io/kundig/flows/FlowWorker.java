package io.kundig.flows;

import io.kundig.flows.FlowEngine.RunFailed;
import io.kundig.platform.DueWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Sleeps until a step is due or somebody enters a flow, then lets the engine work.
@Component
class FlowWorker implements DueWork, SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(FlowWorker.class);

  /// The safety net: another node may have let somebody in.
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

  private static final Duration AFTER_ERROR = Duration.ofSeconds(5);

  private final FlowEngine engine;
  private final RunStore runs;
  private final Clock clock;
  private final Semaphore awake = new Semaphore(0);
  private volatile boolean running;
  private @Nullable Thread thread;

  FlowWorker(FlowEngine engine, RunStore runs, Clock clock) {
    this.engine = engine;
    this.runs = runs;
    this.clock = clock;
  }

  /// Looks again, after the current transaction if there is one.
  void wake() {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      awake.release();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            awake.release();
          }
        });
  }

  @Override
  public String name() {
    return "flows";
  }

  @Override
  public Optional<Instant> nextDue() {
    return runs.nextDue();
  }

  @Override
  public int runDue() {
    int done = 0;
    while (true) {
      int now = batch();
      if (now == 0) {
        return done;
      }
      done += now;
    }
  }

  private int batch() {
    try {
      return engine.advance();
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("a batch of due flow steps failed; doing them one by one");
    }
    try {
      return engine.advanceOne();
    } catch (RunFailed e) {
      LOG.atError().addKeyValue("run", e.run().runId()).setCause(e).log("a flow run was set aside");
      return 1;
    }
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofVirtual().name("flows").start(this::work);
  }

  private void work() {
    while (running) {
      try {
        runDue();
        awake.tryAcquire(sleep().toMillis(), TimeUnit.MILLISECONDS);
        awake.drainPermits();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("flows stand still");
        pause();
      }
    }
  }

  private Duration sleep() {
    Duration untilDue =
        nextDue().map(due -> Duration.between(clock.instant(), due)).orElse(LONGEST_SLEEP);
    return untilDue.isNegative()
        ? Duration.ZERO
        : untilDue.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : untilDue;
  }

  private void pause() {
    try {
      Thread.sleep(AFTER_ERROR);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    Thread worker = thread;
    if (worker != null) {
      worker.interrupt();
      try {
        worker.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
