package io.kundig.sources.shops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Begins with a shop: tries the keys that it has handed over by itself, and then takes its past
/// and its changes. An app's keys may open nothing until the shop has made it active.
@Component
class Arrivals extends Worker {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LATER_TRIES = Duration.ofMinutes(10);
  private static final Duration HOPEFUL = Duration.ofMinutes(15);

  /// How far back changes are asked for at first: clocks may differ.
  private static final Duration FIRST_OVERLAP = Duration.ofDays(1);

  private static final Duration FIRST_POLL = Duration.ofMinutes(2);

  private final ConnectionStore store;
  private final HistoryStore histories;
  private final HookSecrets secrets;
  private final Platforms platforms;
  private final HookTargets targets;
  private final HistoryWorker historyWorker;
  private final TransactionTemplate transactions;
  private final Clock clock;

  Arrivals(
      ConnectionStore store,
      HistoryStore histories,
      HookSecrets secrets,
      Platforms platforms,
      HookTargets targets,
      HistoryWorker historyWorker,
      TransactionTemplate transactions,
      Clock clock) {
    super("shop-arrivals", LOOK_EVERY);
    this.store = store;
    this.histories = histories;
    this.secrets = secrets;
    this.platforms = platforms;
    this.targets = targets;
    this.historyWorker = historyWorker;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  boolean workOn() {
    runDue();
    return false;
  }

  synchronized void runDue() {
    for (ShopConnection connection : store.arrived(clock.instant())) {
      receive(connection);
    }
  }

  private void receive(ShopConnection connection) {
    Platform platform = platforms.of(connection);
    Instant now = clock.instant();
    try {
      Greeting greeting = platform.greet(store.access(connection));
      transactions.executeWithoutResult(
          _ -> {
            store.arrived(connection.id(), greeting, now);
            begin(connection.id(), platform, now);
          });
      secrets.forget(connection.id());
      subscribe(connection);
      historyWorker.wake();
    } catch (ShopRefusal e) {
      store.answered(connection.id(), e.reason(), e.getMessage(), now);
      store.nextPoll(connection.id(), now.plus(pause(connection, now)));
    }
  }

  private static Duration pause(ShopConnection connection, Instant now) {
    boolean hopeful =
        connection.problem() == null || connection.problem().since().isAfter(now.minus(HOPEFUL));
    return hopeful ? BETWEEN_TRIES : BETWEEN_LATER_TRIES;
  }

  /// In the transaction in which the shop is connected.
  void begin(UUID id, Platform platform, Instant now) {
    int ordinal = 0;
    for (Resource resource : platform.resources()) {
      histories.begin(id, resource, ordinal++, now.minus(FIRST_OVERLAP), now);
    }
    if (platform.answers()) {
      store.nextPoll(id, now.plus(FIRST_POLL));
      store.compareAt(id, now.plus(Duration.ofDays(1)));
    }
  }

  /// Without webhooks the shop is asked again and again: with keys that only read, or where the
  /// shop cannot reach this server.
  void subscribe(ShopConnection connection) {
    Platform platform = platforms.of(connection);
    if (!platform.pushes() || !targets.areReachable(connection)) {
      return;
    }
    try {
      store.subscribed(
          connection.id(),
          platform.subscribe(
              store.access(connection), targets.of(connection), store.hookSecret(connection.id())));
    } catch (ShopRefusal e) {
      if (e.reason() != ShopRefusal.Reason.READ_ONLY) {
        store.answered(connection.id(), e.reason(), e.getMessage(), clock.instant());
      }
    }
  }
}
