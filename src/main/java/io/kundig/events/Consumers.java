package io.kundig.events;

import io.kundig.platform.DueWork;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Everybody who follows the log.
@Component
public class Consumers implements DueWork, SmartLifecycle {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
  private static final int MOST_SET_ASIDE = 200;

  private final ObjectProvider<EventConsumer> consumers;
  private final EventStore store;
  private final CursorStore cursors;
  private final Metrics metrics;
  private final Profiles profiles;
  private final TransactionTemplate transactions;
  private final Clock clock;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private volatile boolean running;

  Consumers(
      ObjectProvider<EventConsumer> consumers,
      EventStore store,
      CursorStore cursors,
      Metrics metrics,
      Profiles profiles,
      TransactionTemplate transactions,
      Clock clock) {
    this.consumers = consumers;
    this.store = store;
    this.cursors = cursors;
    this.metrics = metrics;
    this.profiles = profiles;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// Returns once every consumer has read everything that is committed now, and what the consumers
  /// themselves have appended because of it.
  ///
  /// @throws IllegalStateException when one does not get there
  public void awaitCaughtUp() {
    long begun = System.nanoTime();
    List<String> behind = behind();
    while (!behind.isEmpty()) {
      if (!running || System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new IllegalStateException("consumers do not catch up: " + behind);
      }
      wake();
      pause();
      behind = behind();
    }
  }

  private List<String> behind() {
    return followers.isEmpty()
        ? List.of()
        : cursors.behind(followers.stream().map(Follower::name).toList());
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for consumers", e);
    }
  }

  /// What each consumer is doing.
  public List<State> states() {
    List<String> behind = behind();
    return followers.stream()
        .map(
            follower ->
                new State(follower.name(), behind.contains(follower.name()), follower.problem()))
        .toList();
  }

  /// Events that a consumer failed on, newest first.
  public List<SetAside> setAside() {
    return cursors.setAside(MOST_SET_ASIDE);
  }

  /// Events of these metrics were committed. Cheap; wake-ups are coalesced.
  void wakeFor(Set<String> metrics) {
    followers.forEach(follower -> follower.wakeFor(metrics));
  }

  void wake() {
    followers.forEach(Follower::wake);
  }

  @Override
  public String name() {
    return "event consumers";
  }

  @Override
  public Optional<Instant> nextDue() {
    return behind().isEmpty() ? Optional.empty() : Optional.of(clock.instant());
  }

  @Override
  public int runDue() {
    List<String> behind = behind();
    if (behind.isEmpty()) {
      return 0;
    }
    awaitCaughtUp();
    return behind.size();
  }

  @Override
  public void start() {
    running = true;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    if (!followers.isEmpty()) {
      return;
    }
    String cluster = cursors.cluster();
    consumers.orderedStream().forEach(consumer -> follow(consumer, cluster));
  }

  private void follow(EventConsumer consumer, String cluster) {
    cursors.create(consumer.name(), cluster, clock.instant());
    Follower follower =
        new Follower(consumer, store, cursors, cluster, metrics, profiles, transactions, clock);
    followers.add(follower);
    Thread.ofVirtual().name("consumer-" + consumer.name()).start(follower::run);
  }

  @Override
  public void stop() {
    running = false;
    followers.forEach(Follower::stop);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /// @param behind whether committed events wait for it
  /// @param problem why it does not read at all; null when it does
  public record State(String name, boolean behind, @Nullable String problem) {}

  public record SetAside(
      String consumer, UUID eventId, ProfileId profileId, String reason, Instant at) {}
}
