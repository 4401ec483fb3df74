package io.kundig.segments;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Tells the worker that there is something to do.
@Component
class Wake {

  private final Semaphore calls = new Semaphore(0);

  /// Looks again, after the current transaction if there is one.
  void afterCommit() {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      calls.release();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            calls.release();
          }
        });
  }

  void now() {
    calls.release();
  }

  /// Returns when called, or when the time is over.
  void await(Duration patience) throws InterruptedException {
    calls.tryAcquire(Math.max(patience.toMillis(), 1), TimeUnit.MILLISECONDS);
    calls.drainPermits();
  }
}
