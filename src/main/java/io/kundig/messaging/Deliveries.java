package io.kundig.messaging;

import io.kundig.messaging.Batch.Entry;
import io.kundig.messaging.Channel.Result;
import io.kundig.messaging.SlotStore.Held;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The commits of a sender. Each locks the slot first and finds out whether it is still ours; each
/// may be repeated when it is unknown whether it came through.
@Component
class Deliveries {

  private final TransactionTemplate transaction;
  private final SlotStore slots;
  private final Settlement settlement;
  private final ContentStore contents;
  private final Clock clock;

  Deliveries(
      PlatformTransactionManager transactions,
      SlotStore slots,
      Settlement settlement,
      ContentStore contents,
      Clock clock) {
    this.transaction = new TransactionTemplate(transactions);
    this.slots = slots;
    this.settlement = settlement;
    this.contents = contents;
    this.clock = clock;
  }

  Slot acquire(String channel, String owner) {
    return inTransaction(() -> slots.acquire(channel, owner));
  }

  /// Stores what is left of one batch and claims the next.
  ///
  /// @param limit 0 claims nothing
  Batch next(Slot slot, String channel, Batch before, int limit) {
    return inTransaction(
        () -> {
          Held held = slots.lockLazily(slot);
          settleRest(held, before);
          Instant now = clock.instant();
          List<Claimed> claimed = limit == 0 ? List.of() : slots.claim(channel, now, limit);
          if (claimed.isEmpty() && held.isEmpty()) {
            return new Batch(held.batch(), List.of());
          }
          slots.place(held, claimed.stream().map(Claimed::ref).toList(), now);
          return Batch.of(held.batch() + 1, claimed);
        });
  }

  /// Stores what was written before any of it leaves, and what will not leave after all.
  void prepared(Slot slot, Batch batch, List<Letter> letters) {
    List<Entry> withheld = batch.unstored();
    inTransaction(
        () -> {
          Held held = slots.lockLazily(slot);
          contents.store(letters);
          settle(held, batch, withheld, 0);
          return true;
        });
    withheld.forEach(entry -> entry.stored = true);
  }

  /// Stores what is known and then moves the cursor, in one commit.
  void flush(Slot slot, Batch batch, int cur) {
    List<Entry> known = batch.unstored();
    inTransaction(
        () -> {
          settle(slots.lock(slot), batch, known, cur);
          return true;
        });
    known.forEach(entry -> entry.stored = true);
  }

  /// Gives the slot back.
  void release(Slot slot, Batch before) {
    inTransaction(
        () -> {
          settleRest(slots.lock(slot), before);
          slots.release(slot);
          return true;
        });
  }

  /// What a sender knew when it lost its slot.
  void reconcile(Batch batch) {
    inTransaction(
        () -> {
          settlement.reconcile(
              batch.unstored().stream()
                  .map(entry -> Objects.requireNonNull(entry.settled))
                  .toList());
          return true;
        });
  }

  private void settle(Held held, Batch batch, List<Entry> entries, int cur) {
    if (held.batch() != batch.number()) {
      throw new IllegalStateException("the slot holds another batch");
    }
    List<Entry> open = entries.stream().filter(entry -> held.has(entry.ordinal)).toList();
    if (open.isEmpty() && cur == 0) {
      return;
    }
    settlement.store(open.stream().map(entry -> Objects.requireNonNull(entry.settled)).toList());
    slots.advance(held, open.stream().map(entry -> entry.ordinal).toList(), cur, clock.instant());
  }

  /// What was not let go is still here: its sender is alive and knows.
  private void settleRest(Held held, Batch before) {
    if (held.isEmpty()) {
      return;
    }
    List<Settled> rest = new ArrayList<>();
    if (held.batch() == before.number()) {
      before.entries().stream()
          .filter(entry -> held.has(entry.ordinal))
          .map(this::settledOrUntouched)
          .forEach(rest::add);
    } else {
      // A claim whose commit seemed to fail came through: nothing of it was ever sent.
      slots.load(held.refs().stream().filter(Objects::nonNull).toList()).stream()
          .map(message -> Settled.untouched(message, clock.instant()))
          .forEach(rest::add);
    }
    settlement.store(rest);
  }

  /// A channel that broke off may have left one message without a result.
  private Settled settledOrUntouched(Entry entry) {
    if (entry.settled != null) {
      return entry.settled;
    }
    return entry.mayHaveLeft && entry.letter != null
        ? Settled.of(entry.letter, new Result.InDoubt("the channel broke off"), clock.instant())
        : Settled.untouched(entry.message, clock.instant());
  }

  private <T> T inTransaction(Supplier<T> work) {
    return Objects.requireNonNull(transaction.execute(_ -> work.get()));
  }
}
