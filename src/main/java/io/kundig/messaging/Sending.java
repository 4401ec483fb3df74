package io.kundig.messaging;

import io.kundig.platform.DueWork;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Runs a sender for each channel while the server runs, tells the others that this process lives,
/// and takes over from those that do not.
@Component
class Sending implements SmartLifecycle, DueWork {

  private static final Logger log = LoggerFactory.getLogger(Sending.class);

  /// How long a process may be silent before others take over. Longer than what keeps a stopped
  /// process's locks ([SlotStore#LONGEST_PAUSE]).
  static final Duration LEASE = Duration.ofSeconds(15);

  private static final Duration TURN = Duration.ofSeconds(1);

  private final Presence presence = Presence.ofThisProcess();
  private final List<Sender> senders;
  private final SenderStore store;
  private final Takeover takeover;
  private volatile @Nullable Thread keeper;

  Sending(
      List<Channel> channels,
      Deliveries deliveries,
      SlotStore slots,
      Letters letters,
      Outbox outbox,
      SenderStore store,
      Takeover takeover,
      Clock clock) {
    String owner = presence.toString();
    this.senders =
        channels.stream()
            .map(it -> new Sender(it, owner, deliveries, slots, letters, outbox, clock))
            .toList();
    this.store = store;
    this.takeover = takeover;
    senders.forEach(sender -> outbox.onNew(sender::wake));
  }

  /// Not before the web server listens: letters hold links to it.
  @EventListener(ApplicationReadyEvent.class)
  void ready() {
    start();
  }

  @Override
  public boolean isAutoStartup() {
    return false;
  }

  @Override
  public synchronized void start() {
    if (keeper == null) {
      keeper = Thread.ofVirtual().name("sender-keeper").start(this::keep);
    }
  }

  /// Beats and watches once a second; wakes the senders, should a wake-up have been missed.
  private void keep() {
    long beat = 0;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        store.beat(presence.toString(), beat++);
        takeover.watch(presence.toString(), LEASE);
        senders.forEach(Sender::look);
      } catch (RuntimeException e) {
        takeover.forgetSightings();
        log.atWarn().addKeyValue("problem", Problem.of(e)).log("the database did not answer");
      }
      try {
        Thread.sleep(TURN);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  @Override
  public synchronized void stop() {
    Thread running = keeper;
    if (running == null) {
      return;
    }
    running.interrupt();
    senders.forEach(Sender::stop);
    try {
      running.join(Duration.ofSeconds(5));
      store.forget(presence.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.atWarn().addKeyValue("problem", Problem.of(e)).log("could not sign off");
    }
    keeper = null;
  }

  @Override
  public boolean isRunning() {
    return keeper != null;
  }

  /// Why nothing leaves, where that is so.
  Optional<Outage> outage() {
    return senders.stream().map(Sender::outage).flatMap(Optional::stream).findFirst();
  }

  @Override
  public String name() {
    return "messages";
  }

  @Override
  public Optional<Instant> nextDue() {
    return senders.stream()
        .map(Sender::nextDue)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  @Override
  public int runDue() {
    return isRunning() ? senders.stream().mapToInt(Sender::runDue).sum() : 0;
  }
}
