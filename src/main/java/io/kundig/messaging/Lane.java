package io.kundig.messaging;

import io.kundig.messaging.Batch.Entry;
import io.kundig.messaging.Channel.Result;
import io.kundig.messaging.Channel.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends batch after batch over one connection, with one slot. One thread at a time.
final class Lane implements Channel.Feed {

  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  private static final int LARGEST_BATCH = 100;

  /// A batch shall not take longer than this, so that what is urgent never waits behind it.
  private static final Duration BATCH_TIME = Duration.ofSeconds(1);

  /// How old the last look at consents and suppressions may be when a message leaves.
  private static final Duration FRESH = Duration.ofSeconds(1);

  /// How long a result may stay in memory.
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private static final Duration DATABASE_PAUSE = Duration.ofSeconds(1);

  private final Sender sender;
  private final Channel channel;
  private final Deliveries deliveries;
  private final Letters letters;
  private final CursorWriter cursors;
  private final Clock clock;

  private @Nullable Slot slot;
  private Batch batch = Batch.NONE;
  private final Deque<Entry> ready = new ArrayDeque<>();
  private int size = LARGEST_BATCH;
  private long checkedAt;
  private long storedAt;
  private boolean broken;
  private int settled;

  Lane(
      Sender sender,
      Channel channel,
      Deliveries deliveries,
      Letters letters,
      CursorWriter cursors,
      Clock clock) {
    this.sender = sender;
    this.channel = channel;
    this.deliveries = deliveries;
    this.letters = letters;
    this.cursors = cursors;
    this.clock = clock;
  }

  /// Until nothing is due, or nothing can leave.
  void run() {
    try {
      while (claim(sender.mayClaim() ? size : 0)) {
        prepare();
        send();
      }
    } catch (Slot.Fenced e) {
      fenced();
    }
  }

  /// Settles the batch before and takes the next, as long as it takes to reach the database.
  private boolean claim(int limit) {
    sender.claiming();
    while (true) {
      try {
        Slot mine = slot();
        batch = deliveries.next(mine, sender.channelCode(), batch, limit);
        storedAt = System.nanoTime();
        broken = false;
        if (limit > 0 && batch.entries().size() == limit) {
          sender.wake();
        }
        return !batch.isEmpty();
      } catch (Slot.Fenced e) {
        throw e;
      } catch (RuntimeException e) {
        if (batch.isEmpty() || !sender.waitForDatabase(e, DATABASE_PAUSE)) {
          sender.databaseAway(e);
          return false;
        }
      }
    }
  }

  private Slot slot() {
    Slot mine = slot;
    if (mine == null) {
      mine = deliveries.acquire(sender.channelCode(), sender.owner());
      slot = mine;
    }
    return mine;
  }

  /// Writes the letters and makes them durable before the first of them leaves.
  private void prepare() {
    ready.clear();
    try {
      List<Letter> written = new ArrayList<>();
      List<Letters.Draft> drafts =
          letters.write(batch.entries().stream().map(entry -> entry.message).toList());
      checkedAt = System.nanoTime();
      for (int i = 0; i < drafts.size(); i++) {
        Entry entry = batch.entries().get(i);
        switch (drafts.get(i)) {
          case Letters.Draft.Ready it -> {
            entry.letter = it.letter();
            written.add(it.letter());
          }
          case Letters.Draft.Withheld it -> withhold(entry, it.decision());
        }
      }
      deliveries.prepared(slot(), batch, written);
      batch.entries().stream().filter(entry -> entry.letter != null).forEach(ready::add);
    } catch (Slot.Fenced e) {
      throw e;
    } catch (RuntimeException e) {
      sender.databaseAway(e);
    }
  }

  private void send() {
    long start = System.nanoTime();
    int total = ready.size();
    try {
      while (!ready.isEmpty() && !sender.isStopping() && !broken) {
        int before = settled;
        channel.send(this);
        if (settled == before && !ready.isEmpty() && !broken && !sender.isStopping()) {
          throw new Unavailable("connect", "The connection was lost", true, null);
        }
      }
    } catch (Unavailable e) {
      sender.channelAway(e);
    } catch (Slot.Fenced e) {
      throw e;
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("channel", sender.channelCode())
          .setCause(e)
          .log("sending broke off");
      sender.channelAway(new Unavailable("unexpected", e.getClass().getSimpleName(), true, e));
    }
    adapt(total - ready.size(), System.nanoTime() - start);
  }

  private void adapt(int sent, long nanos) {
    if (sent > 0 && nanos > 0) {
      long fitting = sent * BATCH_TIME.toNanos() / nanos;
      size = (int) Math.clamp(fitting, 1, LARGEST_BATCH);
    }
  }

  @Override
  public @Nullable Outgoing next() {
    if (broken || sender.isStopping()) {
      return null;
    }
    if (System.nanoTime() - checkedAt > FRESH.toNanos()) {
      withdraw();
    }
    Entry entry = ready.peek();
    return entry == null ? null : outgoing(ready.poll());
  }

  private final Deque<Entry> taken = new ArrayDeque<>();

  private Outgoing outgoing(@Nullable Entry entry) {
    taken.add(Objects.requireNonNull(entry));
    return Objects.requireNonNull(entry.letter).outgoing();
  }

  /// Takes out what people have objected to since it was written.
  private void withdraw() {
    if (ready.isEmpty()) {
      return;
    }
    try {
      Map<MessageRef, Decision.Skip> withdrawn =
          letters.withdrawn(ready.stream().map(entry -> entry.message).toList());
      checkedAt = System.nanoTime();
      ready.removeIf(
          entry -> {
            Decision.Skip skip = withdrawn.get(entry.message.ref());
            if (skip == null) {
              return false;
            }
            withhold(entry, skip);
            return true;
          });
    } catch (RuntimeException e) {
      broken = true;
      sender.databaseAway(e);
    }
  }

  private void withhold(Entry entry, Decision.Skip decision) {
    entry.settled = Settled.withheld(entry.message, decision, clock.instant());
    sender.countWithheld();
  }

  @Override
  public boolean beforeHandOver(Outgoing message) {
    Entry entry = takenEntry(message);
    try {
      List<Entry> unstored = batch.unstored();
      boolean plain =
          unstored.stream().allMatch(one -> Objects.requireNonNull(one.settled).isPlain());
      boolean old = System.nanoTime() - storedAt > PATIENCE.toNanos();
      if (plain && !(old && !unstored.isEmpty())) {
        cursors.move(slot(), entry.ordinal);
      } else {
        deliveries.flush(slot(), batch, entry.ordinal);
        storedAt = System.nanoTime();
      }
      entry.mayHaveLeft = true;
      return true;
    } catch (RuntimeException e) {
      broken = true;
      if (!(e instanceof Slot.Fenced)) {
        sender.databaseAway(e);
      }
      return false;
    }
  }

  @Override
  public void settled(Outgoing message, Result result) {
    Entry entry = takenEntry(message);
    taken.remove(entry);
    Instant now = clock.instant();
    entry.settled = Settled.of(Objects.requireNonNull(entry.letter), result, now);
    settled++;
    sender.count(result);
  }

  private Entry takenEntry(Outgoing message) {
    for (Entry entry : taken) {
      if (entry.message.ref().messageId().equals(message.messageId())) {
        return entry;
      }
    }
    throw new IllegalStateException("not a message on its way: " + message.messageId());
  }

  /// Whoever took the slot has put the batch where it belongs; what we know of the message we were
  /// at may still help.
  private void fenced() {
    log.atWarn().addKeyValue("slot", slot).log("slot was taken over");
    try {
      deliveries.reconcile(batch);
    } catch (RuntimeException e) {
      sender.databaseAway(e);
    }
    slot = null;
    batch = Batch.NONE;
    ready.clear();
    taken.clear();
  }

  /// Gives the slot back.
  void close() {
    Slot mine = slot;
    if (mine == null) {
      return;
    }
    try {
      deliveries.release(mine, batch);
    } catch (Slot.Fenced e) {
      fenced();
    } catch (RuntimeException e) {
      log.atWarn().addKeyValue("slot", mine.number()).setCause(e).log("slot was not given back");
    }
    slot = null;
    batch = Batch.NONE;
  }
}
