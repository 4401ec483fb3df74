package io.kundig.segments;

import io.kundig.platform.DueWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Judges those whom time changes, and those who were changed without an event.
@Component
class SegmentWorker implements DueWork, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(SegmentWorker.class);

  private static final int BATCH = 500;

  /// The safety net: another process may have left a mark.
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

  /// Until a segment that was too slow is tried again.
  private static final Duration SLOW_AGAIN = Duration.ofHours(6);

  private static final Duration NOTE_EVERY = Duration.ofSeconds(10);

  /// Two servers' clocks are never so far from each other.
  private static final Duration FAR = Duration.ofHours(1);

  private static final int LONGEST_REASON = 1_000;
  private static final Duration AFTER_ERROR = Duration.ofSeconds(2);

  private final SegmentStore store;
  private final Segments segments;
  private final FactsStore facts;
  private final TurnStore turns;
  private final TouchedStore touched;
  private final Judging judging;
  private final Definitions definitions;
  private final Definitions.Bench bench;
  private final TransactionTemplate transactions;
  private final Wake wake;
  private final Clock clock;

  /// The bench serves one thread; the sandbox clock comes with its own.
  private final ReentrantLock working = new ReentrantLock();

  /// The version of the definitions among which all that cannot be judged were set aside.
  private long lookedAt = -1;

  private Instant noted = Instant.MIN;

  private volatile boolean running;

  SegmentWorker(
      SegmentStore store,
      Segments segments,
      FactsStore facts,
      TurnStore turns,
      TouchedStore touched,
      Judging judging,
      Definitions definitions,
      TransactionTemplate transactions,
      Wake wake,
      Clock clock) {
    this.store = store;
    this.segments = segments;
    this.facts = facts;
    this.turns = turns;
    this.touched = touched;
    this.judging = judging;
    this.definitions = definitions;
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
    return touched.isEmpty()
        ? Stream.of(facts.nextTurn(), turns.next(), store.nextRetry())
            .flatMap(Optional::stream)
            .min(Instant::compareTo)
        : Optional.of(clock.instant());
  }

  @Override
  public int runDue() {
    if (!store.engine().wanted()) {
      return 0;
    }
    working.lock();
    try {
      lookAtTheClock();
    } finally {
      working.unlock();
    }
    int done = 0;
    int step;
    do {
      step = step();
      done += step;
    } while (step > 0);
    setAsideBroken();
    return done + segments.tryAgain();
  }

  /// Who was judged while the clock was far ahead is judged again, now that it is right.
  private void lookAtTheClock() {
    Instant now = clock.instant();
    if (!now.isBefore(noted) && now.isBefore(noted.plus(NOTE_EVERY))) {
      return;
    }
    Duration ahead = transactions.execute(_ -> facts.noteTime(now));
    noted = now;
    if (ahead == null || ahead.compareTo(FAR) < 0) {
      return;
    }
    log.atWarn().addKeyValue("ahead", ahead).log("the clock was ahead: everybody is judged again");
    for (int chunk = 0; chunk * MemberStore.CHUNK < facts.end(); chunk++) {
      int at = chunk;
      transactions.executeWithoutResult(_ -> facts.turnChunk(at, now));
    }
  }

  /// A segment that breaks off is judged no more until its condition is changed; it says why. So
  /// does whoever refers to it. What was only too slow is tried again later.
  private void setAsideBroken() {
    Map<Integer, Throwable> problems = judging.takeProblems();
    long version = store.engine().version();
    if (problems.isEmpty() && version == lookedAt) {
      return;
    }
    transactions.executeWithoutResult(
        _ -> {
          store.lock();
          Instant retry = clock.instant().plus(SLOW_AGAIN);
          problems.forEach((no, e) -> store.failed(no, reason(e), isSlow(e) ? retry : null));
          int referring = store.failReferring();
          if (!problems.isEmpty() || referring > 0) {
            definitions.changed();
          }
        });
    lookedAt = version;
    problems.forEach(
        (no, problem) ->
            log.atError().addKeyValue("segment", no).setCause(problem).log("a segment broke off"));
  }

  private static boolean isSlow(Throwable problem) {
    return problem instanceof Effort.TooSlow;
  }

  private static String reason(Throwable problem) {
    String reason = isSlow(problem) ? String.valueOf(problem.getMessage()) : problem.toString();
    return reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
  }

  private int step() {
    working.lock();
    try {
      inTransaction(this::bringTurns);
      return inTransaction(this::judgeMarked) + inTransaction(this::judgeTurned);
    } catch (Effort.TooSlow e) {
      return 0;
    } catch (TransientDataAccessException
        | DataAccessResourceFailureException
        | TransactionException e) {
      throw e;
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("somebody cannot be judged");
      return judgeOneByOne();
    } finally {
      working.unlock();
    }
  }

  /// One for each: people are locked in one order in a transaction.
  private int inTransaction(IntSupplier judged) {
    return Optional.ofNullable(transactions.execute(_ -> judged.getAsInt())).orElse(0);
  }

  /// What was noted for many comes to those whom it concerns now.
  private int bringTurns() {
    Instant now = clock.instant();
    List<TurnStore.Due> due = turns.due(now, BATCH);
    facts.hasten(due.stream().map(TurnStore.Due::ord).toList(), now);
    turns.done(due);
    return due.size();
  }

  private int judgeMarked() {
    return judge(touched.take(BATCH), List.of());
  }

  private int judgeTurned() {
    return judge(List.of(), facts.due(clock.instant(), BATCH));
  }

  private int judge(List<TouchedStore.Touched> marks, List<UUID> due) {
    if (marks.isEmpty() && due.isEmpty()) {
      return 0;
    }
    Judging.Work work = new Judging.Work();
    due.forEach(work::turned);
    for (TouchedStore.Touched mark : marks) {
      if (mark.rebuild()) {
        work.rebuilt(mark.profileId());
      } else {
        work.changed(mark.profileId());
      }
    }
    return judging.judge(bench.locked(), work);
  }

  /// Whoever cannot be judged stays as they were, and does not hold up the others.
  private int judgeOneByOne() {
    Set<UUID> people = new LinkedHashSet<>(touched.oldest(BATCH));
    people.addAll(facts.due(clock.instant(), BATCH));
    for (UUID person : people) {
      try {
        inTransaction(() -> judge(touched.takeOf(person), List.of(person)));
      } catch (Effort.TooSlow
          | TransientDataAccessException
          | DataAccessResourceFailureException
          | TransactionException e) {
        throw e;
      } catch (RuntimeException e) {
        log.atError().addKeyValue("profile", person).setCause(e).log("set aside");
        inTransaction(
            () -> {
              facts.putOff(person);
              return facts.setAside(person, reason(e), clock.instant());
            });
      }
    }
    return people.size();
  }

  @Override
  public void start() {
    running = true;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    Thread.ofVirtual().name("segments").start(this::loop);
  }

  /// What is kept of people is known from the start, for whoever asks before anybody is judged.
  private void learn() {
    try {
      transactions.executeWithoutResult(_ -> bench.locked());
    } catch (RuntimeException e) {
      log.atInfo().setCause(e).log("segments are read when somebody is judged");
    }
  }

  private void loop() {
    learn();
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
