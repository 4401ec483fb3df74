package io.kundig.segments;

import io.kundig.platform.DueWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Judges those whom time changes, and those who were changed without an event.
@Component
class SegmentWorker implements DueWork, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(SegmentWorker.class);

  private static final int BATCH = 500;

  /// The safety net: another process may have left a mark.
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

  private static final Duration AFTER_ERROR = Duration.ofSeconds(2);

  private final SegmentStore store;
  private final FactsStore facts;
  private final TouchedStore touched;
  private final Judging judging;
  private final Definitions.Bench bench;
  private final TransactionTemplate transactions;
  private final Wake wake;
  private final Clock clock;

  /// The bench serves one thread; the sandbox clock comes with its own.
  private final ReentrantLock working = new ReentrantLock();

  private volatile boolean running;

  SegmentWorker(
      SegmentStore store,
      FactsStore facts,
      TouchedStore touched,
      Judging judging,
      Definitions definitions,
      TransactionTemplate transactions,
      Wake wake,
      Clock clock) {
    this.store = store;
    this.facts = facts;
    this.touched = touched;
    this.judging = judging;
    this.bench = definitions.bench();
    this.transactions = transactions;
    this.wake = wake;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "segments";
  }

  @Override
  public Optional<Instant> nextDue() {
    if (!store.engine().wanted()) {
      return Optional.empty();
    }
    return touched.isEmpty() ? facts.nextTurn() : Optional.of(clock.instant());
  }

  @Override
  public int runDue() {
    if (!store.engine().wanted()) {
      return 0;
    }
    int done = 0;
    int step;
    do {
      step = step();
      done += step;
    } while (step > 0);
    setAsideBroken();
    return done;
  }

  /// A segment that breaks off is judged no more until its condition is changed; it says why.
  private void setAsideBroken() {
    Map<Integer, RuntimeException> problems = judging.takeProblems();
    if (problems.isEmpty()) {
      return;
    }
    transactions.executeWithoutResult(
        _ -> {
          store.lock();
          problems.forEach((no, problem) -> store.failed(no, problem.toString()));
          store.newVersion();
        });
    problems.forEach(
        (no, problem) ->
            log.atError().addKeyValue("segment", no).setCause(problem).log("a segment broke off"));
  }

  private int step() {
    working.lock();
    try {
      return Optional.ofNullable(transactions.execute(_ -> judgeMarked() + judgeTurned()))
          .orElse(0);
    } finally {
      working.unlock();
    }
  }

  private int judgeMarked() {
    List<TouchedStore.Touched> marks = touched.take(BATCH);
    if (marks.isEmpty()) {
      return 0;
    }
    Judging.Work work = new Judging.Work();
    for (TouchedStore.Touched mark : marks) {
      if (mark.rebuild()) {
        work.rebuilt(mark.profileId());
      } else {
        work.changed(mark.profileId());
      }
    }
    return judging.judge(bench.locked(), work);
  }

  private int judgeTurned() {
    List<UUID> due = facts.due(clock.instant(), BATCH);
    if (due.isEmpty()) {
      return 0;
    }
    Judging.Work work = new Judging.Work();
    due.forEach(work::turned);
    return judging.judge(bench.locked(), work);
  }

  @Override
  public void start() {
    running = true;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    Thread.ofVirtual().name("segments").start(this::loop);
  }

  private void loop() {
    while (running) {
      try {
        runDue();
        wake.await(sleep());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (running) {
          log.atWarn().setCause(e).log("people cannot be judged now");
          pause();
        }
      }
    }
  }

  private Duration sleep() {
    Duration left =
        nextDue().map(due -> Duration.between(clock.instant(), due)).orElse(LONGEST_SLEEP);
    return left.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : left;
  }

  private static void pause() {
    try {
      Thread.sleep(AFTER_ERROR);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    wake.now();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
