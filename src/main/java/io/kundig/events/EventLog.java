package io.kundig.events;

import io.kundig.profiles.Profiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The append-only log of everything that happens to people. Consumers follow it with cursors
/// ([EventConsumer]).
@Component
public class EventLog {

  private final EventStore store;
  private final Partitions partitions;
  private final Metrics metrics;
  private final Profiles profiles;
  private final Consumers consumers;

  EventLog(
      EventStore store,
      Partitions partitions,
      Metrics metrics,
      Profiles profiles,
      Consumers consumers) {
    this.store = store;
    this.partitions = partitions;
    this.metrics = metrics;
    this.profiles = profiles;
    this.consumers = consumers;
  }

  /// Whether nothing has ever happened.
  public boolean isEmpty() {
    return store.isEmpty();
  }

  /// Appends in the caller's transaction by binary COPY and wakes the consumers after its commit.
  /// Events whose id was appended before are left out; merged profiles are followed.
  ///
  /// @return how many were new
  @Transactional(propagation = Propagation.MANDATORY)
  public int append(List<Event> events) {
    if (events.isEmpty()) {
      return 0;
    }
    Set<UUID> fresh = take(events.stream().map(Event::id).toList());
    List<Event> wanted = new ArrayList<>(fresh.size());
    for (Event event : events) {
      if (fresh.remove(event.id())) {
        wanted.add(event);
      }
    }
    if (!wanted.isEmpty()) {
      appendNew(Event.followed(wanted, profiles));
    }
    return wanted.size();
  }

  /// The same for events whose ids were drawn at random just now, so that none can be a repeat.
  @Transactional(propagation = Propagation.MANDATORY)
  public void appendOwn(List<Event> events) {
    appendNew(Event.followed(events, profiles));
  }

  /// The same as [#append] for events that may stand in the log though nobody took their ids, as
  /// [#appendNew(List)] leaves them: the log itself is looked at.
  ///
  /// @return how many were new
  @Transactional(propagation = Propagation.MANDATORY)
  public int appendMissing(List<Event> events) {
    if (events.isEmpty()) {
      return 0;
    }
    List<Event> current = Event.followed(events, profiles);
    Set<UUID> standing = store.standing(current);
    return append(current.stream().filter(event -> !standing.contains(event.id())).toList());
  }

  /// Starts a transaction that will read by key only and append at its end. Its commit does not
  /// wait for the disk: who acknowledges it waits with [io.kundig.platform.Durability].
  @Transactional(propagation = Propagation.MANDATORY)
  public void begin() {
    Writing.of(this).txid = store.keyedTransaction();
  }

  /// Takes keys (UUIDv7) in the caller's transaction: each is given out once, ever.
  ///
  /// @return those that nobody took before; the caller may change the set
  @Transactional(propagation = Propagation.MANDATORY)
  public Set<UUID> take(Collection<UUID> keys) {
    partitions.ensure(keys);
    return store.take(keys);
  }

  /// The same for keys that carry no time.
  @Transactional(propagation = Propagation.MANDATORY)
  public Set<UUID> takeTimeless(Collection<UUID> keys, Instant now) {
    return store.takeTimeless(keys, now);
  }

  /// Appends events that the caller knows to be new, of profiles that are no aliases.
  @Transactional(propagation = Propagation.MANDATORY)
  public void appendNew(List<Event> events) {
    if (events.isEmpty()) {
      return;
    }
    partitions.ensure(events.stream().map(Event::id).toList());
    Set<String> names = events.stream().map(Event::metric).collect(Collectors.toSet());
    Map<String, Integer> ids = metrics.ids(names);
    Writing writing = Writing.of(this);
    if (writing.txid == 0) {
      writing.txid = store.transaction();
    }
    store.copy(events, ids, writing.txid, writing.seq);
    writing.seq += events.size();
    writing.metrics.addAll(names);
  }

  /// What this transaction has appended so far.
  private static final class Writing implements TransactionSynchronization {

    private final EventLog log;
    private final Set<String> metrics = new HashSet<>();
    private long txid;
    private int seq;

    private Writing(EventLog log) {
      this.log = log;
    }

    static Writing of(EventLog log) {
      @Nullable Object bound = TransactionSynchronizationManager.getResource(log);
      if (bound instanceof Writing writing) {
        return writing;
      }
      Writing writing = new Writing(log);
      TransactionSynchronizationManager.bindResource(log, writing);
      TransactionSynchronizationManager.registerSynchronization(writing);
      return writing;
    }

    @Override
    public void suspend() {
      TransactionSynchronizationManager.unbindResource(log);
    }

    @Override
    public void resume() {
      TransactionSynchronizationManager.bindResource(log, this);
    }

    @Override
    public void afterCommit() {
      log.consumers.wakeFor(metrics);
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResource(log);
    }
  }
}
