package io.kundig.sources.shops;

import io.kundig.ingest.Ingest;
import io.kundig.platform.DueWork;
import io.kundig.sources.shops.DeliveryStore.Stored;
import io.kundig.sources.shops.Said.Pushed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Reads stored deliveries and applies what they say. One that cannot be read is kept with its
/// reason; the others go on.
@Component
class DeliveryWorker extends Worker implements DueWork {

  private static final Logger log = LoggerFactory.getLogger(DeliveryWorker.class);

  private static final int AT_ONCE = 500;

  /// In a burst a few large transactions leave more of the machine to those who wait for an answer
  /// than many small ones.
  private static final Duration GATHER = Duration.ofMillis(150);

  /// Payloads hold personal data.
  private static final Duration KEPT = Duration.ofDays(30);

  private final DeliveryStore store;
  private final ConnectionStore connections;
  private final Platforms platforms;
  private final Recorder recorder;
  private final Recording recording;
  private final LookUpWorker lookUps;
  private final Notices notices;
  private final Clock clock;

  DeliveryWorker(
      DeliveryStore store,
      ConnectionStore connections,
      Platforms platforms,
      Recorder recorder,
      Recording recording,
      LookUpWorker lookUps,
      Notices notices,
      Clock clock) {
    super("shop-deliveries", Duration.ofSeconds(5));
    this.store = store;
    this.connections = connections;
    this.platforms = platforms;
    this.recorder = recorder;
    this.recording = recording;
    this.lookUps = lookUps;
    this.notices = notices;
    this.clock = clock;
  }

  @Override
  boolean workOn() throws InterruptedException {
    int done = batch();
    if (done > 0 && done < AT_ONCE) {
      Thread.sleep(GATHER);
    }
    return done > 0;
  }

  @Override
  public String name() {
    return "shop deliveries";
  }

  @Override
  public Optional<Instant> nextDue() {
    return store.oldestWaiting();
  }

  @Override
  public int runDue() {
    int done = 0;
    for (int now = batch(); now > 0; now = batch()) {
      done += now;
    }
    return done;
  }

  private int batch() {
    try {
      return applied(AT_ONCE);
    } catch (Ingest.Busy e) {
      return 0;
    } catch (RuntimeException e) {
      if (Recording.isAway(e)) {
        throw e;
      }
      log.atWarn().setCause(e).log("a batch of deliveries failed; applying them one by one");
      return one();
    }
  }

  /// The first of those that wait, alone.
  private int one() {
    try {
      return applied(1);
    } catch (RuntimeException e) {
      if (Recording.isAway(e)) {
        throw e;
      }
      return recording.transaction(
          () -> {
            List<Stored> taken = store.take(1);
            taken.forEach(delivery -> store.markUnreadable(delivery.id(), Recording.refused(e)));
            return taken.size();
          });
    }
  }

  private int applied(int most) {
    List<Noticed> noticed = new ArrayList<>();
    int done =
        recording.transaction(
            () -> {
              noticed.clear();
              return apply(most, noticed);
            });
    noticed.forEach(this::carryOut);
    return done;
  }

  /// A delivery that waits until what it says is carried out, which takes transactions of its own.
  private record Noticed(ShopConnection connection, UUID delivery, Notice notice) {}

  private void carryOut(Noticed noticed) {
    try {
      List<RecordRef> ask = notices.carryOut(noticed.connection, noticed.notice);
      recording.transaction(
          () -> {
            store.remove(List.of(noticed.delivery));
            return recorder.record(noticed.connection, List.of(), ask);
          });
      lookUps.wake();
    } catch (Ingest.Busy e) {
      throw e;
    } catch (RuntimeException e) {
      if (Recording.isAway(e)) {
        throw e;
      }
      store.markUnreadable(noticed.delivery, Recording.refused(e));
    }
  }

  private int apply(int most, List<Noticed> noticed) {
    List<Stored> taken = store.take(most);
    Map<UUID, List<Stored>> byConnection = new LinkedHashMap<>();
    taken.forEach(
        delivery ->
            byConnection
                .computeIfAbsent(delivery.connection(), _ -> new ArrayList<>())
                .add(delivery));
    byConnection.forEach((id, deliveries) -> apply(id, deliveries, noticed));
    return taken.size();
  }

  private void apply(UUID id, List<Stored> deliveries, List<Noticed> noticed) {
    ShopConnection connection = connections.find(id).orElse(null);
    List<UUID> done = new ArrayList<>();
    if (connection != null && connection.connected()) {
      apply(connection, deliveries, done, noticed);
    } else {
      deliveries.forEach(delivery -> done.add(delivery.id()));
    }
    store.remove(done);
  }

  private void apply(
      ShopConnection connection, List<Stored> deliveries, List<UUID> done, List<Noticed> noticed) {
    Platform platform = platforms.of(connection);
    List<Pushed> pushed = new ArrayList<>();
    List<RecordRef> ask = new ArrayList<>();
    List<Notice.Written> written = new ArrayList<>();
    boolean uninstalled = false;
    for (Stored delivery : deliveries) {
      try {
        Reading reading = platform.read(delivery.topic(), delivery.body());
        reading.records().forEach(record -> pushed.add(new Pushed(record)));
        ask.addAll(reading.ask());
        switch (reading.notice()) {
          case Notice.Written one -> {
            written.add(one);
            done.add(delivery.id());
          }
          case Notice.Uninstalled _ -> {
            uninstalled = true;
            done.add(delivery.id());
          }
          case null -> done.add(delivery.id());
          case Notice notice -> noticed.add(new Noticed(connection, delivery.id(), notice));
        }
      } catch (Unreadable e) {
        store.markUnreadable(delivery.id(), e);
      }
    }
    recorder.record(connection, pushed, ask);
    notices.heard(connection, written);
    connections.delivered(
        connection.id(), deliveries.size(), deliveries.getLast().receivedAt(), lag(pushed));
    if (uninstalled) {
      if (platform instanceof AppPlatform) {
        connections.letGo(connection.id());
      }
      connections.answered(
          connection.id(),
          ShopRefusal.Reason.KEYS_REFUSED,
          "the app was taken out of the shop",
          clock.instant());
    }
    lookUps.wake();
  }

  /// Of the newest change, by the shop's clock and ours.
  private @Nullable Long lag(List<Pushed> pushed) {
    return pushed.stream()
        .map(said -> said.record().modifiedAt())
        .max(Instant::compareTo)
        .map(newest -> Math.max(0, Duration.between(newest, clock.instant()).toMillis()))
        .orElse(null);
  }

  @Scheduled(fixedDelay = 6 * 60 * 60 * 1000L, initialDelay = 5 * 60 * 1000L)
  void forgetOld() {
    store.forgetBefore(clock.instant().minus(KEPT));
  }
}
