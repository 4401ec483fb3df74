package io.kundig.sources.shops;

import io.kundig.accounts.Shops;
import io.kundig.sources.shops.HistoryStore.History;
import io.kundig.sources.shops.ShopConnection.Comparison;
import io.kundig.sources.shops.ShopConnection.Live;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Looks after what webhooks lose: asks every shop now and then for what changed, and every night
/// compares what it has with what is known here. For a shop without webhooks it is the only way.
@Component
class Watch extends Worker {

  private static final Logger log = LoggerFactory.getLogger(Watch.class);

  private static final Duration BETWEEN_POLLS = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);
  private static final Duration AFTER_REFUSAL = Duration.ofMinutes(5);

  /// How far ahead of ours a shop's clock may be.
  private static final Duration AHEAD = Duration.ofHours(1);

  /// What a night's comparison looks at.
  private static final Duration WINDOW = Duration.ofDays(90);

  private static final LocalTime NIGHT = LocalTime.of(3, 0);
  private static final int MINUTES_OF_NIGHT = 120;

  private final ConnectionStore connections;
  private final HistoryStore histories;
  private final MirrorStore mirror;
  private final LookUpStore lookUps;
  private final LookUpWorker lookUpWorker;
  private final Platforms platforms;
  private final Recording recording;
  private final HookTargets targets;
  private final Shops shops;
  private final Clock clock;
  private final Overlaps overlaps = new Overlaps();

  Watch(
      ConnectionStore connections,
      HistoryStore histories,
      MirrorStore mirror,
      LookUpStore lookUps,
      LookUpWorker lookUpWorker,
      Platforms platforms,
      Recording recording,
      HookTargets targets,
      Shops shops,
      Clock clock) {
    super("shop-watch", Duration.ofSeconds(10));
    this.connections = connections;
    this.histories = histories;
    this.mirror = mirror;
    this.lookUps = lookUps;
    this.lookUpWorker = lookUpWorker;
    this.platforms = platforms;
    this.recording = recording;
    this.targets = targets;
    this.shops = shops;
    this.clock = clock;
  }

  @Override
  boolean workOn() {
    runDue();
    return false;
  }

  /// Does what is due by the clock.
  synchronized int runDue() {
    int done = 0;
    for (ShopConnection connection : connections.connected()) {
      Instant now = clock.instant();
      if (isDue(connection.nextPollAt(), now)) {
        poll(connection, now);
        done++;
      }
      if (isDue(connection.nextComparisonAt(), now)) {
        compare(connection, now);
        done++;
      }
    }
    return done;
  }

  private static boolean isDue(@Nullable Instant due, Instant now) {
    return due != null && !due.isAfter(now);
  }

  private void poll(ShopConnection connection, Instant now) {
    Duration pause = connection.live() == Live.WEBHOOKS ? BETWEEN_LOOKS : BETWEEN_POLLS;
    try {
      if (connection.live() == Live.WEBHOOKS) {
        mendHooks(connection);
      }
      for (History history : histories.of(connection.id())) {
        takeChanges(connection, history, overlaps.after(history), now);
      }
      connections.answered(connection.id(), null, "", now);
      connections.polled(connection.id(), now);
    } catch (ShopRefusal e) {
      connections.answered(connection.id(), e.reason(), e.getMessage(), now);
      pause = AFTER_REFUSAL;
    } catch (RuntimeException e) {
      log.atError().addKeyValue("connection", connection.id()).setCause(e).log("a poll failed");
      pause = AFTER_REFUSAL;
    }
    connections.nextPoll(connection.id(), now.plus(pause));
  }

  /// The shop switches webhooks off that failed too often.
  private void mendHooks(ShopConnection connection) throws ShopRefusal {
    Platform platform = platforms.of(connection);
    ShopAccess access = connections.access(connection);
    List<Hook> hooks = platform.hooks(access, targets.of(connection));
    boolean whole =
        hooks.size() >= connection.hooks().size() && hooks.stream().allMatch(Hook::active);
    if (!whole) {
      log.atWarn()
          .addKeyValue("connection", connection.id())
          .log("a shop had switched off webhooks; they are made again");
      hooks =
          platform.subscribe(
              access, targets.of(connection), connections.hookSecret(connection.id()));
    }
    connections.subscribed(connection.id(), hooks);
  }

  private void takeChanges(ShopConnection connection, History history, Instant after, Instant now)
      throws ShopRefusal {
    Platform platform = platforms.of(connection);
    String cursor = null;
    Instant newest = history.changedUntil();
    do {
      long asked = mirror.nextTurn();
      RecordPage page =
          platform.changed(connections.access(connection), history.resource(), after, cursor);
      recording.apply(connection, Recording.answered(page.answers(), asked), () -> {});
      for (Answer answer : page.answers()) {
        if (answer instanceof Answer.Found(ShopRecord record)
            && record.modifiedAt().isAfter(newest)
            && record.modifiedAt().isBefore(now.plus(AHEAD))) {
          newest = record.modifiedAt();
        }
      }
      if (page.reached() != null
          && page.reached().isAfter(newest)
          && page.reached().isBefore(now.plus(AHEAD))) {
        newest = page.reached();
      }
      cursor = page.next();
    } while (cursor != null && !Thread.currentThread().isInterrupted());
    histories.changedUntil(connection.id(), history.resource(), newest);
    overlaps.took(history, newest, now);
    lookUpWorker.wake();
  }

  private void compare(ShopConnection connection, Instant now) {
    try {
      long checked = 0;
      long mended = 0;
      for (History history : histories.of(connection.id())) {
        if (!history.running()) {
          Tally tally = compare(connection, history.resource(), since(connection, history, now));
          checked += tally.checked;
          mended += tally.mended;
        }
      }
      connections.compared(
          connection.id(), new Comparison(now, checked, mended), nextNight(connection, now));
      connections.answered(connection.id(), null, "", now);
    } catch (ShopRefusal e) {
      connections.answered(connection.id(), e.reason(), e.getMessage(), now);
      connections.compareAt(connection.id(), now.plus(AFTER_REFUSAL));
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("connection", connection.id())
          .setCause(e)
          .log("a comparison failed");
      connections.compareAt(connection.id(), now.plus(AFTER_REFUSAL));
    }
  }

  private Instant since(ShopConnection connection, History history, Instant now) {
    return platforms.of(connection).stampsAll(history.resource())
        ? Instant.EPOCH
        : now.minus(WINDOW);
  }

  private record Tally(long checked, long mended) {}

  /// Asks for what is missing here, what differs, and what the shop does not name any more.
  private Tally compare(ShopConnection connection, Resource resource, Instant madeAfter)
      throws ShopRefusal {
    Platform platform = platforms.of(connection);
    Set<String> standing = new HashSet<>(mirror.standing(connection.id(), resource, madeAfter));
    long turn = mirror.nextTurn();
    long checked = 0;
    List<RecordRef> wanted = new ArrayList<>();
    String cursor = null;
    do {
      StampPage page = platform.stamps(connections.access(connection), resource, madeAfter, cursor);
      List<String> ids = page.stamps().stream().map(Stamp::id).toList();
      Map<String, Version> known = mirror.versions(connection.id(), resource, ids);
      for (Stamp stamp : page.stamps()) {
        if (differs(stamp, known.get(stamp.id()))) {
          wanted.add(new RecordRef(resource, stamp.id()));
        }
      }
      ids.forEach(standing::remove);
      checked += ids.size();
      cursor = page.next();
    } while (cursor != null);
    standing.forEach(id -> wanted.add(new RecordRef(resource, id)));
    lookUps.want(connection.id(), wanted, turn, clock.instant());
    lookUpWorker.wake();
    return new Tally(checked, wanted.size());
  }

  private static boolean differs(Stamp stamp, @Nullable Version known) {
    if (known == null || known.deleted()) {
      return true;
    }
    if (stamp.whole() != null && Recorder.hash(stamp.whole()) != known.hash()) {
      return true;
    }
    return stamp.modifiedAt() != null && !stamp.modifiedAt().equals(known.modifiedAt());
  }

  /// Not all shops of a server at the same minute.
  private Instant nextNight(ShopConnection connection, Instant now) {
    ZonedDateTime local = now.atZone(shops.get(connection.shopId()).timeZone());
    int minute = Math.floorMod(connection.id().hashCode(), MINUTES_OF_NIGHT);
    ZonedDateTime night = local.with(NIGHT).plusMinutes(minute);
    return (night.isAfter(local) ? night : night.plusDays(1)).toInstant();
  }
}
