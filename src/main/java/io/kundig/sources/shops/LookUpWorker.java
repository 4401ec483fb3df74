package io.kundig.sources.shops;

import io.kundig.platform.DueWork;
import io.kundig.sources.shops.LookUpStore.Wanted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Asks the shops for records whose state only they can tell.
@Component
class LookUpWorker extends Worker implements DueWork {

  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
  private static final int MOST_DOUBLINGS = 10;

  private final LookUpStore store;
  private final MirrorStore mirror;
  private final ConnectionStore connections;
  private final Platforms platforms;
  private final GoneCustomers gone;
  private final Recording recording;
  private final Clock clock;

  LookUpWorker(
      LookUpStore store,
      MirrorStore mirror,
      ConnectionStore connections,
      Platforms platforms,
      GoneCustomers gone,
      Recording recording,
      Clock clock) {
    super("shop-lookups", Duration.ofSeconds(2));
    this.store = store;
    this.mirror = mirror;
    this.connections = connections;
    this.platforms = platforms;
    this.gone = gone;
    this.recording = recording;
    this.clock = clock;
  }

  @Override
  boolean workOn() {
    return batch() > 0;
  }

  @Override
  public String name() {
    return "shop look-ups";
  }

  @Override
  public Optional<Instant> nextDue() {
    return store.nextDue();
  }

  @Override
  public int runDue() {
    int done = 0;
    for (int now = batch(); now > 0; now = batch()) {
      done += now;
    }
    return done;
  }

  private synchronized int batch() {
    List<Wanted> wanted = store.due(clock.instant(), Platform.MOST_ASKED);
    if (wanted.isEmpty()) {
      return 0;
    }
    UUID id = wanted.getFirst().connection();
    ShopConnection connection = connections.find(id).orElse(null);
    if (connection == null || !connection.connected()) {
      store.forget(id);
      return wanted.size();
    }
    List<RecordRef> refs = wanted.stream().map(Wanted::ref).toList();
    try {
      ask(connection, refs);
      connections.answered(id, null, "", clock.instant());
    } catch (ShopRefusal e) {
      Instant now = clock.instant();
      store.postpone(id, refs, now.plus(wait(wanted)));
      connections.answered(id, e.reason(), e.getMessage(), now);
    }
    return wanted.size();
  }

  private static Duration wait(List<Wanted> wanted) {
    int tries = wanted.stream().mapToInt(Wanted::tries).min().orElse(0);
    return FIRST_WAIT.multipliedBy(1L << Math.min(tries, MOST_DOUBLINGS));
  }

  private void ask(ShopConnection connection, List<RecordRef> refs) throws ShopRefusal {
    long asked = mirror.nextTurn();
    Resource resource = refs.getFirst().resource();
    List<Answer> answers =
        platforms
            .of(connection)
            .ask(
                connections.access(connection),
                resource,
                refs.stream().map(RecordRef::id).toList());
    gone.erase(connection, answers);
    recording.apply(
        connection,
        Recording.answered(answers, asked),
        () -> store.answered(connection.id(), refs, asked));
  }
}
