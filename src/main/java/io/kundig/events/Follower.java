package io.kundig.events;

import io.kundig.profiles.Profiles;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads the log for one consumer, on a thread of its own.
final class Follower {

  private static final Logger log = LoggerFactory.getLogger(Follower.class);

  private static final int BATCH = 1_000;
  private static final int PATIENT_BATCH = 10_000;
  private static final int TRIES = 2;
  private static final int LONGEST_REASON = 1000;

  /// More than this is no poison but a fault of the consumer: nothing else is set aside for it.
  private static final int MOST_ASIDE_IN_A_ROW = 5;

  private static final Duration GATHER = Duration.ofMillis(10);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(200);
  private static final Duration AFTER_OUTAGE = Duration.ofSeconds(1);
  private static final Duration WHILE_BLOCKED = Duration.ofSeconds(30);

  private final EventConsumer consumer;
  private final EventStore store;
  private final CursorStore cursors;
  private final String cluster;
  private final Metrics metrics;
  private final Profiles profiles;
  private final TransactionTemplate transactions;
  private final Clock clock;
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean running = true;
  private volatile @Nullable String problem;

  /// What it wanted when it read last; what it wants since then it finds by looking.
  private volatile Wanted wanted = Wanted.everything();

  private int limit = BATCH;
  private int failures;
  private int asideInARow;

  Follower(
      EventConsumer consumer,
      EventStore store,
      CursorStore cursors,
      String cluster,
      Metrics metrics,
      Profiles profiles,
      TransactionTemplate transactions,
      Clock clock) {
    this.consumer = consumer;
    this.store = store;
    this.cursors = cursors;
    this.cluster = cluster;
    this.metrics = metrics;
    this.profiles = profiles;
    this.transactions = transactions;
    this.clock = clock;
  }

  String name() {
    return consumer.name();
  }

  @Nullable String problem() {
    return problem;
  }

  /// @param metrics those of the events that were appended
  void wakeFor(Set<String> metrics) {
    if (wanted.isUrgent(metrics)) {
      wake();
    }
  }

  void wake() {
    if (wake.availablePermits() == 0) {
      wake.release();
    }
  }

  void stop() {
    running = false;
    wake.release();
  }

  /// What woke it can still be hidden behind a transaction that began earlier: after a wake-up it
  /// looks again soon, then less and less often.
  void run() {
    Duration pause = LOOK_EVERY;
    while (running) {
      try {
        long begun = System.nanoTime();
        readToEnd();
        boolean woken = await(pause);
        pause = woken ? GATHER : least(pause.multipliedBy(2), LOOK_EVERY);
        Thread.sleep(GATHER.minusNanos(System.nanoTime() - begun));
      } catch (ForeignCursor e) {
        report(e.getMessage());
        await(WHILE_BLOCKED);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (running) {
          log.atWarn().addKeyValue("consumer", name()).setCause(e).log("cannot read the log now");
          await(AFTER_OUTAGE);
        }
      }
    }
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void report(@Nullable String message) {
    if (problem == null) {
      log.atError().addKeyValue("consumer", name()).log(message);
    }
    problem = message;
  }

  private void readToEnd() throws InterruptedException {
    while (running) {
      int asked = limit;
      try {
        int got = Optional.ofNullable(transactions.execute(_ -> readBatch(asked))).orElse(0);
        succeeded(asked);
        if (got < asked) {
          return;
        }
      } catch (CannotCreateTransactionException
          | TransactionSystemException
          | DataAccessResourceFailureException
          | TransientDataAccessException e) {
        Thread.sleep(AFTER_OUTAGE.dividedBy(5));
        log.atInfo().addKeyValue("consumer", name()).setCause(e).log("trying a batch again");
      } catch (ForeignCursor e) {
        throw e;
      } catch (RuntimeException e) {
        failed(asked, e);
      }
    }
  }

  private int readBatch(int asked) {
    CursorStore.Cursor cursor = cursors.lock(name()).orElse(null);
    if (cursor == null) {
      return 0;
    }
    check(cursor);
    EventStore.Piece piece = read(cursor, asked);
    if (piece.events().isEmpty() && !store.isAnythingAfter(cursor.position(), cursor.until())) {
      return 0;
    }
    cursors.startWork();
    if (!piece.events().isEmpty()) {
      consumer.accept(Event.followed(piece.events(), profiles));
    }
    cursors.move(name(), piece.end(), clock.instant());
    return piece.events().size();
  }

  private EventStore.Piece read(CursorStore.Cursor cursor, int limit) {
    Wanted now = consumer.wanted();
    wanted = now;
    return store.after(cursor.position(), cursor.until(), limit, now, metrics);
  }

  /// In a cluster that counts otherwise the cursor would pass over events without a word.
  private void check(CursorStore.Cursor cursor) {
    if (!cursor.cluster().equals(cluster)) {
      throw new ForeignCursor(
          "the cursor "
              + name()
              + " counts the transactions of database cluster "
              + cursor.cluster()
              + ", but this is "
              + cluster
              + ": after restoring a dump, run the statements of docs/guide/restore.md");
    }
    if (cursor.ahead()) {
      throw new ForeignCursor(
          "the cursor "
              + name()
              + " is ahead of the database, whose transaction numbers were reset:"
              + " run the statements of docs/guide/restore.md");
    }
  }

  private void succeeded(int asked) {
    problem = null;
    failures = 0;
    asideInARow = 0;
    limit = Math.min(wanted.patient() ? PATIENT_BATCH : BATCH, asked * 2);
  }

  /// Tries again, then halves until the poison event stands alone, then sets it aside.
  private void failed(int asked, RuntimeException e) throws InterruptedException {
    failures++;
    if (failures < TRIES) {
      Thread.sleep(AFTER_FAILURE);
    } else if (asked > 1) {
      limit = asked / 2;
    } else if (asideInARow < MOST_ASIDE_IN_A_ROW) {
      log.atError()
          .addKeyValue("consumer", name())
          .setCause(e)
          .log("a consumer fails on one event; it is set aside");
      transactions.executeWithoutResult(_ -> setAsideNext(e));
      asideInARow++;
      failures = 0;
    } else {
      problem = "fails on every event: " + e;
      log.atError()
          .addKeyValue("consumer", name())
          .setCause(e)
          .log("a consumer fails on every event; it waits");
      await(WHILE_BLOCKED);
    }
  }

  private void setAsideNext(RuntimeException e) {
    CursorStore.Cursor cursor = cursors.lock(name()).orElseThrow();
    EventStore.Piece piece = read(cursor, 1);
    if (!piece.events().isEmpty()) {
      String reason = e.getClass().getSimpleName() + ": " + e.getMessage();
      cursors.setAside(
          name(),
          piece.events().getFirst(),
          reason.substring(0, Math.min(reason.length(), LONGEST_REASON)),
          clock.instant());
      cursors.move(name(), piece.end(), clock.instant());
    }
  }

  /// @return whether it was woken
  private boolean await(Duration patience) {
    try {
      boolean woken = wake.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
      wake.drainPermits();
      return woken;
    } catch (InterruptedException e) {
      running = false;
      return false;
    }
  }

  /// The cursor belongs to another database cluster.
  static final class ForeignCursor extends RuntimeException {
    ForeignCursor(String message) {
      super(message);
    }
  }
}
