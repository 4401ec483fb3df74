package io.kundig.sources.shops;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Work that a thread of its own does when it is woken, and looks for now and then.
abstract class Worker implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(5);
  private static final Duration TO_STOP = Duration.ofSeconds(15);

  private final String name;
  private final Duration lookEvery;
  private final Semaphore awake = new Semaphore(0);
  private volatile boolean running;
  private @Nullable Thread thread;

  /// @param lookEvery the safety net: another server may have left work
  Worker(String name, Duration lookEvery) {
    this.name = name;
    this.lookEvery = lookEvery;
  }

  /// Does some of what there is.
  ///
  /// @return whether there may be more
  abstract boolean workOn() throws Exception;

  /// Looks for work, after the current transaction if there is one.
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

  boolean isStopping() {
    return !running;
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofVirtual().name(name).start(this::loop);
  }

  private void loop() {
    while (running) {
      Duration sleep = lookEvery;
      try {
        if (workOn()) {
          continue;
        }
      } catch (InterruptedException e) {
        return;
      } catch (Exception e) {
        if (!running) {
          return;
        }
        log.atWarn().addKeyValue("work", name).setCause(e).log("work for shops has to wait");
        sleep = AFTER_ERROR;
      }
      try {
        if (awake.tryAcquire(sleep.toMillis(), TimeUnit.MILLISECONDS)) {
          awake.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void stop() {
    running = false;
    Thread worker = thread;
    thread = null;
    awake.release();
    if (worker != null) {
      worker.interrupt();
      try {
        worker.join(TO_STOP);
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
