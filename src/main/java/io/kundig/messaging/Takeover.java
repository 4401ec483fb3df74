package io.kundig.messaging;

import io.kundig.messaging.SlotStore.Held;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes over what dead senders held: what may have left is never sent again.
@Component
class Takeover {

  private static final Logger log = LoggerFactory.getLogger(Takeover.class);

  private final TransactionTemplate transaction;
  private final SlotStore slots;
  private final SenderStore senders;
  private final Settlement settlement;
  private final ContentStore contents;
  private final Outbox outbox;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final Map<String, Sighting> sightings = new HashMap<>();

  private record Sighting(long beat, long since) {}

  Takeover(
      PlatformTransactionManager transactions,
      SlotStore slots,
      SenderStore senders,
      Settlement settlement,
      ContentStore contents,
      Outbox outbox,
      JdbcClient jdbc,
      Clock clock) {
    this.transaction = new TransactionTemplate(transactions);
    this.slots = slots;
    this.senders = senders;
    this.settlement = settlement;
    this.contents = contents;
    this.outbox = outbox;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /// Looks at every sender but `self`; called again and again, on one thread. A beat is compared by
  /// our own time only, so that clocks may differ.
  ///
  /// @param lease how long a beat may stand still
  void watch(String self, Duration lease) {
    Map<String, Long> beats = senders.beats();
    beats.remove(self);
    sightings.keySet().retainAll(beats.keySet());
    long now = System.nanoTime();
    beats.forEach(
        (owner, beat) -> {
          Sighting seen = sightings.get(owner);
          if (seen == null || seen.beat != beat) {
            seen = new Sighting(beat, now);
            sightings.put(owner, seen);
          }
          if (now - seen.since > lease.toNanos() || Presence.parse(owner).isDead()) {
            takeOver(owner);
          }
        });
  }

  /// While we could not look, standing still proves nothing.
  void forgetSightings() {
    sightings.clear();
  }

  private void takeOver(String owner) {
    for (Slot slot : slots.ownedBy(owner)) {
      try {
        transaction.executeWithoutResult(_ -> takeOver(slot));
      } catch (Slot.Fenced e) {
        // Somebody else did it, or its owner gave it back.
      }
    }
    senders.forget(owner);
    sightings.remove(owner);
    outbox.wake();
  }

  /// Raising the epoch and finding out what the slot holds are one commit: whatever its owner tries
  /// later fails.
  private void takeOver(Slot slot) {
    jdbc.sql("set local lock_timeout = '3s'").update();
    Held held = slots.lock(slot);
    List<MessageRef> refs = new ArrayList<>();
    Map<UUID, Integer> ordinals = new HashMap<>();
    for (int i = 0; i < held.refs().size(); i++) {
      @Nullable MessageRef ref = held.refs().get(i);
      if (ref != null) {
        refs.add(ref);
        ordinals.put(ref.messageId(), i + 1);
      }
    }
    Instant at = held.curAt() == null ? clock.instant() : held.curAt();
    Map<UUID, String> subjects = contents.subjects(refs);
    List<Settled> settled =
        slots.load(refs).stream()
            .map(
                message ->
                    classify(
                        message,
                        Objects.requireNonNull(ordinals.get(message.ref().messageId())),
                        held.cur(),
                        subjects.get(message.ref().messageId()),
                        at))
            .toList();
    settlement.store(settled);
    slots.release(slot);
    log.atWarn()
        .addKeyValue("slot", slot.number())
        .addKeyValue("messages", refs.size())
        .addKeyValue("cursor", held.cur())
        .log("took over the slot of a dead sender");
  }

  private static Settled classify(
      Claimed message, int ordinal, int cur, @Nullable String subject, Instant at) {
    if (ordinal < cur) {
      return Settled.leftBehind(message, subject, at);
    }
    return ordinal == cur ? Settled.unknown(message, subject, at) : Settled.untouched(message, at);
  }
}
