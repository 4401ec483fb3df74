package io.kundig.segments;

import io.kundig.platform.DueWork;
import io.kundig.profiles.ProfileId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Puts whole segments on lists, and takes everybody off, a piece at a time.
@Component
class ListWorker implements DueWork, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(ListWorker.class);

  /// People in one transaction.
  private static final int BATCH = 2_000;

  /// The safety net: another process may have left something.
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final ListStore store;
  private final MemberStore members;
  private final Lists lists;
  private final TransactionTemplate transactions;
  private final ListWake wake;
  private final Clock clock;
  private volatile boolean running;

  ListWorker(
      ListStore store,
      MemberStore members,
      Lists lists,
      TransactionTemplate transactions,
      ListWake wake,
      Clock clock) {
    this.store = store;
    this.members = members;
    this.lists = lists;
    this.transactions = transactions;
    this.wake = wake;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "lists";
  }

  @Override
  public Optional<Instant> nextDue() {
    return store.hasWork() ? Optional.of(clock.instant()) : Optional.empty();
  }

  @Override
  public int runDue() {
    int done = 0;
    while (Boolean.TRUE.equals(transactions.execute(_ -> step()))) {
      done++;
    }
    return done;
  }

  private boolean step() {
    Optional<ListStore.Work> next = store.takeWork();
    next.ifPresent(this::run);
    return next.isPresent();
  }

  private void run(ListStore.Work work) {
    boolean open = store.find(work.listId()).filter(it -> it.archivedAt() == null).isPresent();
    boolean more = open && (work.bits() == null ? takeOff(work) : putOn(work, work.bits()));
    if (!more) {
      store.done(work.id());
    }
  }

  /// @return whether there are more
  private boolean takeOff(ListStore.Work work) {
    List<UUID> people = store.addedUntil(work.listId(), work.at(), BATCH);
    lists.remove(work.listId(), ids(people), new Lists.Origin(Lists.How.CHOSEN, work.by()));
    return people.size() == BATCH;
  }

  private boolean putOn(ListStore.Work work, byte[] bits) {
    List<UUID> people = members.people(work.chunk(), BitSet.valueOf(bits));
    lists.add(work.listId(), ids(people), new Lists.Origin(Lists.How.SEGMENT, work.by()));
    return false;
  }

  private static List<ProfileId> ids(List<UUID> people) {
    return people.stream().map(ProfileId::new).toList();
  }

  @Override
  public void start() {
    running = true;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    Thread.ofVirtual().name("lists").start(this::loop);
  }

  private void loop() {
    while (running) {
      try {
        runDue();
      } catch (RuntimeException e) {
        if (running) {
          log.atWarn().setCause(e).log("people cannot be put on lists now");
        }
      }
      try {
        wake.await(LOOK_EVERY);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void stop() {
    running = false;
    wake.now();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
