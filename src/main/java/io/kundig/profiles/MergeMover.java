package io.kundig.profiles;

import io.kundig.platform.DueWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/// Moves the rows of merged profiles to the profile that survived, in the background. Nothing moves
/// before every transaction that may have read the old pointer has ended, so nothing is left
/// behind.
@Component
class MergeMover implements DueWork, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(MergeMover.class);

  private static final int BATCH = 200;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration WAIT_FOR_OLDER = Duration.ofMillis(20);
  private static final int MOST_WAITS = 500;
  private static final Duration RETRY = Duration.ofMinutes(1);

  private final MergeStore store;
  private final ObjectProvider<MergeParticipant> participants;
  private final TransactionTemplate transactions;
  private final Clock clock;
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean running;

  MergeMover(
      MergeStore store,
      ObjectProvider<MergeParticipant> participants,
      TransactionTemplate transactions,
      Clock clock) {
    this.store = store;
    this.participants = participants;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "profile merges";
  }

  @Override
  public Optional<Instant> nextDue() {
    return store.nextDue();
  }

  @Override
  public int runDue() {
    Instant now = clock.instant();
    int done = 0;
    int waits = 0;
    while (running
        && waits < MOST_WAITS
        && store.nextDue().filter(due -> !due.isAfter(now)).isPresent()) {
      store.setHorizons();
      int moved = moveBatch(now);
      done += moved;
      if (moved == 0) {
        waits++;
        pause(WAIT_FOR_OLDER);
      }
    }
    return done;
  }

  /// @return how many merges were dealt with; 0 when older transactions must end first
  private int moveBatch(Instant now) {
    try {
      return move(now, BATCH);
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("a batch of merges did not move; trying one by one");
      return moveOneByOne(now);
    }
  }

  private int move(Instant now, int limit) {
    return Optional.ofNullable(transactions.execute(_ -> moveIn(now, limit))).orElse(0);
  }

  private int moveIn(Instant now, int limit) {
    List<ProfilesMerged> merges = store.movable(now, limit);
    if (!merges.isEmpty()) {
      participants.orderedStream().forEach(participant -> participant.move(merges));
      store.moved(merges, now);
    }
    return merges.size();
  }

  private int moveOneByOne(Instant now) {
    for (int done = 0; done < BATCH; done++) {
      List<ProfilesMerged> tried = new ArrayList<>();
      try {
        Boolean any = transactions.execute(_ -> moveOne(now, tried));
        if (!Boolean.TRUE.equals(any)) {
          return done;
        }
      } catch (RuntimeException e) {
        log.atWarn().addKeyValue("profile", tried).setCause(e).log("a merge did not move");
        store.failed(tried, now.plus(RETRY));
      }
    }
    return BATCH;
  }

  private boolean moveOne(Instant now, List<ProfilesMerged> tried) {
    tried.addAll(store.movable(now, 1));
    if (tried.isEmpty()) {
      return false;
    }
    participants.orderedStream().forEach(participant -> participant.move(tried));
    store.moved(tried, now);
    return true;
  }

  @TransactionalEventListener
  void merged(ProfileWriter.MergesPending event) {
    wake.release();
  }

  @Override
  public void start() {
    running = true;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    Thread.ofVirtual().name("profile-merges").start(this::loop);
  }

  private void loop() {
    while (running) {
      try {
        runDue();
      } catch (RuntimeException e) {
        if (running) {
          log.atWarn().setCause(e).log("merges cannot be moved now");
          pause(LOOK_EVERY);
        }
      }
      waitForWork();
    }
  }

  private void waitForWork() {
    try {
      boolean woken = wake.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      if (woken) {
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    wake.release();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
