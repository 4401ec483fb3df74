package io.kundig.messaging;

import io.kundig.messaging.Channel.Result;
import io.kundig.messaging.Channel.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what is due by one channel, with as many lanes as it has and as there is work for. A lane
/// that finds a full batch wakes the next.
final class Sender {

  private static final Logger log = LoggerFactory.getLogger(Sender.class);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /// As long as mails left this recently, a refused connection means "not so many at once".
  private static final Duration RECENTLY = Duration.ofSeconds(5);

  private static final Duration FEWER_LANES = Duration.ofMinutes(1);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

  private final Channel channel;
  private final String owner;
  private final Outbox outbox;
  private final Clock clock;
  private final CursorWriter cursors;

  private final ConcurrentLinkedDeque<Lane> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicBoolean claimPending = new AtomicBoolean();
  private final AtomicLong done = new AtomicLong();
  private volatile boolean stopping;
  private volatile long pausedUntil = System.nanoTime();
  private volatile long workedAt = System.nanoTime() - RECENTLY.toNanos();
  private volatile int most;
  private volatile long fewerUntil = System.nanoTime();
  private int failures;
  private volatile @Nullable Outage outage;

  Sender(
      Channel channel,
      String owner,
      Deliveries deliveries,
      SlotStore slots,
      Letters letters,
      Outbox outbox,
      Clock clock) {
    this.channel = channel;
    this.owner = owner;
    this.outbox = outbox;
    this.clock = clock;
    this.cursors = new CursorWriter(slots, clock);
    this.most = channel.lanes();
    for (int i = 0; i < channel.lanes(); i++) {
      idle.add(new Lane(this, channel, deliveries, letters, cursors, clock));
    }
  }

  /// Something may be due: lets a free lane look, unless one is about to.
  void wake() {
    if (mayClaim() && claimPending.compareAndSet(false, true)) {
      startLane();
    }
  }

  /// The safety net: lets a free lane look, whatever was signalled before.
  void look() {
    if (mayClaim()) {
      claimPending.set(true);
      startLane();
    }
  }

  private void startLane() {
    if (active.get() >= most && System.nanoTime() - fewerUntil < 0) {
      return;
    }
    Lane lane = idle.pollFirst();
    if (lane == null) {
      return;
    }
    active.incrementAndGet();
    // Not virtual: a lane that writes its letters would keep the answers of the others waiting.
    Thread.ofPlatform().daemon().name("sender-" + channelCode()).start(() -> run(lane));
  }

  private void run(Lane lane) {
    try {
      lane.run();
    } catch (RuntimeException e) {
      log.atError().addKeyValue("channel", channelCode()).setCause(e).log("a lane broke off");
    } finally {
      idle.addFirst(lane);
      active.decrementAndGet();
    }
    if (claimPending.get() && mayClaim()) {
      startLane();
    }
  }

  /// A lane looks into the outbox now: whoever adds something later must wake one again.
  void claiming() {
    claimPending.set(false);
  }

  boolean mayClaim() {
    return !stopping && System.nanoTime() - pausedUntil >= 0;
  }

  boolean isStopping() {
    return stopping;
  }

  String owner() {
    return owner;
  }

  String channelCode() {
    return MessageStore.code(channel.kind());
  }

  void count(Result result) {
    done.incrementAndGet();
    switch (result) {
      case Result.HandedOver _, Result.Refused _, Result.NoSuchRecipient _ -> channelWorks();
      case Result.InvalidAddress _, Result.InDoubt _, Result.NotSent _ -> {}
    }
  }

  void countWithheld() {
    done.incrementAndGet();
  }

  private void channelWorks() {
    workedAt = System.nanoTime();
    if (outage != null) {
      synchronized (this) {
        failures = 0;
        outage = null;
      }
    }
  }

  /// Where others still send, this one was one too many; else nobody claims for a while, longer
  /// each time.
  synchronized void channelAway(Unavailable e) {
    long now = System.nanoTime();
    if (now - pausedUntil < 0) {
      return;
    }
    if (active.get() > 1 && now - workedAt < RECENTLY.toNanos()) {
      most = Math.max(1, active.get() - 1);
      fewerUntil = now + FEWER_LANES.toNanos();
      return;
    }
    fewerUntil = now;
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures++, 5));
    pausedUntil =
        System.nanoTime() + (pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause).toNanos();
    Outage before = outage;
    outage =
        new Outage(
            before == null ? clock.instant() : before.since(),
            e.reason(),
            String.valueOf(e.getMessage()),
            e.passing());
    if (before == null) {
      log.atWarn()
          .addKeyValue("channel", channelCode())
          .addKeyValue("reason", e.reason())
          .addKeyValue("problem", e.getMessage())
          .log("nothing can leave");
    }
  }

  Optional<Outage> outage() {
    return Optional.ofNullable(outage);
  }

  void databaseAway(RuntimeException e) {
    log.atWarn()
        .addKeyValue("channel", channelCode())
        .addKeyValue("problem", Problem.of(e))
        .log("the database did not answer");
  }

  /// @return false when there is no time left to wait
  boolean waitForDatabase(RuntimeException e, Duration pause) {
    if (stopping) {
      return false;
    }
    databaseAway(e);
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  Optional<Instant> nextDue() {
    return outbox.nextDue(channelCode());
  }

  /// Until nothing is due, or nothing can leave, and every lane has stored what it knows.
  int runDue() {
    long before = done.get();
    while (true) {
      boolean due =
          mayClaim() && nextDue().filter(moment -> !moment.isAfter(clock.instant())).isPresent();
      if (due) {
        look();
      } else if (active.get() == 0) {
        return (int) (done.get() - before);
      }
      pause(Duration.ofMillis(5));
    }
  }

  /// Lets every lane finish the message it is at, and gives the slots back.
  void stop() {
    stopping = true;
    long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
    while (active.get() > 0 && System.nanoTime() - deadline < 0) {
      pause(Duration.ofMillis(10));
    }
    for (Lane lane = idle.poll(); lane != null; lane = idle.poll()) {
      lane.close();
    }
    cursors.close();
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
