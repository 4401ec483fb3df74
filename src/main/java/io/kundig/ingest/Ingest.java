package io.kundig.ingest;

import io.kundig.platform.Durability;
import io.kundig.profiles.ProfileId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The one door for facts from outside. When it returns, the facts are durable and visible.
@Component
public class Ingest implements SmartLifecycle {

  /// Facts that may wait in all lanes together.
  static final int CAPACITY = 20_000;

  private final List<Lane> lanes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final Commit commit;
  private final Durability durability;
  private final LiveFeed feed;
  private @Nullable Acknowledger acknowledger;
  private @Nullable Thread acknowledging;
  private volatile boolean running;

  Ingest(Commit commit, Durability durability, LiveFeed feed) {
    this.commit = commit;
    this.durability = durability;
    this.feed = feed;
  }

  /// Blocks until the group commit that holds the facts is durable.
  ///
  /// @return one outcome per fact, in their order
  /// @throws Busy if the queue is full or the database is away; of several facts some may have been
  ///   taken, which a repeat finds out
  public List<Outcome> accept(List<? extends Fact> facts) {
    return take(facts.stream().map(Incoming::of).toList());
  }

  /// The same for facts that are told once, whatever time they carry: their ids alone make a
  /// repeat, of whoever sends them.
  public List<Outcome> acceptOnce(List<? extends Fact> facts) {
    return take(
        facts.stream()
            .map(fact -> Incoming.of(fact, Objects.requireNonNull(fact.messageId()), null))
            .toList());
  }

  List<Outcome> take(List<Incoming> facts) {
    List<Incoming> usable = new ArrayList<>(facts.size());
    for (Incoming incoming : facts) {
      if (incoming.fact().identifiers().isEmpty()) {
        incoming.ends(new Outcome.Dropped(DropReason.NO_IDENTITY));
      } else {
        usable.add(incoming);
      }
    }
    if (!usable.isEmpty()) {
      enqueue(usable).await();
    }
    feed.decided(facts);
    return facts.stream().map(Incoming::outcome).toList();
  }

  private Ticket enqueue(List<Incoming> facts) {
    if (!running) {
      throw new Busy(false, null);
    }
    int before = queued.getAndAdd(facts.size());
    if (before > 0 && before + facts.size() > CAPACITY) {
      queued.addAndGet(-facts.size());
      throw new Busy(false, null);
    }
    List<List<Incoming>> shares = new ArrayList<>();
    lanes.forEach(_ -> shares.add(new ArrayList<>()));
    for (Incoming incoming : facts) {
      shares.get(incoming.lane(lanes.size())).add(incoming);
    }
    Ticket ticket = new Ticket((int) shares.stream().filter(share -> !share.isEmpty()).count());
    for (int i = 0; i < lanes.size(); i++) {
      if (!shares.get(i).isEmpty()) {
        lanes.get(i).add(new Ticket.Share(ticket, shares.get(i)));
      }
    }
    return ticket;
  }

  /// Facts that wait now.
  int depth() {
    return queued.get();
  }

  @Override
  public void start() {
    Acknowledger answers = new Acknowledger(durability);
    acknowledger = answers;
    for (int i = 0; i < lanes(); i++) {
      Lane lane = new Lane(commit, answers, queued);
      lanes.add(lane);
      threads.add(Thread.ofPlatform().name("ingest-" + i).daemon().start(lane));
    }
    acknowledging = Thread.ofPlatform().name("ingest-acknowledger").daemon().start(answers);
    running = true;
  }

  /// A lane keeps one core of the database busy, and with those who send and read the log one more:
  /// on two cores a second lane only makes the batches smaller.
  private static int lanes() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }

  /// Finishes what waits.
  @Override
  public void stop() {
    running = false;
    lanes.forEach(Lane::stop);
    threads.forEach(Ingest::join);
    if (acknowledger != null && acknowledging != null) {
      acknowledger.stop();
      join(acknowledging);
    }
    lanes.clear();
    threads.clear();
  }

  private static void join(Thread thread) {
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  public sealed interface Outcome {
    record Accepted(ProfileId profileId) implements Outcome {}

    record Duplicate() implements Outcome {}

    record Dropped(DropReason reason) implements Outcome {}
  }

  /// Why a fact was not taken.
  public enum DropReason {
    /// A crawler.
    BOT,
    /// Nobody to whom it could belong.
    NO_IDENTITY,
    /// Not what the API asks for.
    INVALID,
    /// The database refused it; it is set aside and can be tried again.
    POISON
  }

  /// Come back later.
  public static final class Busy extends RuntimeException {
    private final boolean databaseAway;

    public Busy(boolean databaseAway, @Nullable Throwable cause) {
      super(databaseAway ? "database away" : "queue full", cause);
      this.databaseAway = databaseAway;
    }

    public boolean databaseAway() {
      return databaseAway;
    }
  }
}
