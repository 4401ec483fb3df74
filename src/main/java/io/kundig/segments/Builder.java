package io.kundig.segments;

import io.kundig.platform.DueWork;
import io.kundig.segments.FactsStore.Row;
import io.kundig.segments.Judges.Judge;
import io.kundig.segments.Judges.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Reads everybody's past when segments are used for the first time, and judges everybody by
/// conditions that are new; a piece at a time, while everything else goes on. Goes on where it
/// stopped, also in another process.
@Component
class Builder implements DueWork, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Builder.class);

  /// People whose past is read in one transaction.
  private static final int BATCH = 1_000;

  /// Chunks that are judged at one time.
  private static final int PARTS = 2;

  /// Chunks after which it is noted how far they are judged.
  private static final int STRIDE = 4;

  /// First of the two keys of the advisory lock.
  private static final int LOCK = 0x5E6;

  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration WAIT_FOR_OLDER = Duration.ofMillis(20);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(5);

  private final SegmentStore store;
  private final FactsStore facts;
  private final MemberStore members;
  private final StreamStore streams;
  private final PersonReader people;
  private final LogReader past;
  private final Judging judging;
  private final TurnStore turns;
  private final Definitions.Bench bench;
  private final List<Definitions.Bench> benches;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final Clock clock;
  private final ExecutorService builders = Executors.newVirtualThreadPerTaskExecutor();
  private final ReentrantLock working = new ReentrantLock();
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean running;

  Builder(
      SegmentStore store,
      FactsStore facts,
      TurnStore turns,
      MemberStore members,
      StreamStore streams,
      PersonReader people,
      LogReader past,
      Judging judging,
      Definitions definitions,
      JdbcClient jdbc,
      TransactionTemplate transactions,
      Clock clock) {
    this.store = store;
    this.facts = facts;
    this.members = members;
    this.streams = streams;
    this.people = people;
    this.past = past;
    this.judging = judging;
    this.turns = turns;
    this.bench = definitions.bench();
    this.benches = Stream.generate(definitions::bench).limit(PARTS).toList();
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
  }

  void wake() {
    wake.release();
  }

  @Override
  public String name() {
    return "building of segments";
  }

  @Override
  public Optional<Instant> nextDue() {
    SegmentStore.Engine engine = store.engine();
    boolean due = engine.wanted() && (!engine.ready() || !building().isEmpty());
    return due ? Optional.of(clock.instant()) : Optional.empty();
  }

  @Override
  public int runDue() {
    int done = 0;
    while (running && nextDue().isPresent()) {
      int step = step();
      done += step;
      if (step == 0) {
        pause(WAIT_FOR_OLDER);
      }
    }
    return done;
  }

  /// @return 0 when it has to wait
  private int step() {
    working.lock();
    try {
      SegmentStore.Engine engine = store.engine();
      if (!engine.ready()) {
        return store.marksAreComplete() ? readPasts() : 0;
      }
      return refresh();
    } catch (Effort.TooSlow e) {
      judging.tooSlow(e);
      return 0;
    } finally {
      working.unlock();
    }
  }

  private interface Step {
    int run();
  }

  /// Only one process builds at a time.
  private int inTransaction(Step step) {
    return Optional.ofNullable(
            transactions.execute(
                _ ->
                    jdbc.sql("select pg_try_advisory_xact_lock(:lock, 0)")
                            .param("lock", LOCK)
                            .query(Boolean.class)
                            .single()
                        ? step.run()
                        : 0))
        .orElse(0);
  }

  /// How far it is, is noted apart from the pasts: whoever judges holds the engine's row first and
  /// people's facts after.
  private int readPasts() {
    List<UUID> read = new ArrayList<>();
    int done = inTransaction(() -> readPasts(read));
    if (!read.isEmpty()) {
      inTransaction(
          () -> {
            store.builtTo(read.getLast());
            return 1;
          });
    }
    return done;
  }

  private int readPasts(List<UUID> read) {
    SegmentStore.Engine engine = store.engine();
    if (engine.ready()) {
      return 1;
    }
    List<UUID> next =
        jdbc.sql(
                """
                select profile_id from profiles.profile
                where merged_into is null and (cast(:after as uuid) is null or profile_id > :after)
                order by profile_id limit :limit
                """)
            .param("after", engine.builtTo(), java.sql.Types.OTHER)
            .param("limit", BATCH)
            .query(UUID.class)
            .list();
    if (next.isEmpty()) {
      store.built(clock.instant());
      return 1;
    }
    Judging.Work work = new Judging.Work();
    next.forEach(work::turned);
    judging.judge(bench.none(), work);
    read.addAll(next);
    return next.size();
  }

  /// Judges some chunks of people by the segments that are being built, several at a time. Where
  /// definitions change meanwhile it is done again.
  private int refresh() {
    List<Segment> building = building();
    if (building.isEmpty()) {
      return 0;
    }
    int from = building.stream().mapToInt(Segment::refreshedTo).min().orElse(0);
    int end = Math.ceilDiv(facts.end(), MemberStore.CHUNK);
    if (from >= end) {
      int done = inTransaction(this::finish);
      streams.load();
      return done;
    }
    int to = Math.min(from + STRIDE, end);
    return inTransaction(
        () -> {
          Set<Long> versions = judgeChunks(from, to);
          if (versions.equals(Set.of(store.lockShared().version()))) {
            store.refreshedTo(building.stream().map(Segment::no).toList(), to);
          }
          return 1;
        });
  }

  /// @return the versions of the definitions that they were judged by
  private Set<Long> judgeChunks(int from, int to) {
    AtomicInteger next = new AtomicInteger(from);
    List<Future<Set<Long>>> parts =
        benches.stream()
            .map(
                bench ->
                    builders.submit(
                        () -> {
                          Set<Long> versions = new HashSet<>();
                          for (int chunk; (chunk = next.getAndIncrement()) < to; ) {
                            versions.add(judgeChunk(bench, chunk));
                          }
                          return versions;
                        }))
            .toList();
    Set<Long> versions = new HashSet<>();
    parts.forEach(part -> versions.addAll(Futures.result(part)));
    return versions;
  }

  private long judgeChunk(Definitions.Bench bench, int chunk) {
    transactions.executeWithoutResult(_ -> readNewStreams(bench, chunk));
    return Objects.requireNonNull(transactions.execute(_ -> judge(bench.locked(), chunk)));
  }

  /// Under a lock, so that nobody judges any more by an older list of what is live.
  private int finish() {
    store.lock();
    bench.locked();
    int end = facts.end();
    List<Segment> done = building();
    if (done.stream().anyMatch(segment -> segment.refreshedTo() * MemberStore.CHUNK < end)) {
      return 1;
    }
    streams.complete(clock.instant());
    store.newVersion();
    done.forEach(segment -> store.live(segment.no(), clock.instant()));
    return 1;
  }

  private List<Segment> building() {
    return store.active().stream().filter(it -> it.state() == Segment.State.BUILDING).toList();
  }

  /// Streams that nobody needed before have no past yet.
  private void readNewStreams(Definitions.Bench bench, int chunk) {
    Stopwatch watch = bench.locked().watch();
    StreamStore.Missing missing = streams.missing();
    if (!missing.events() && !missing.state()) {
      return;
    }
    List<UUID> ids = new ArrayList<>();
    facts.scanChunk(chunk, row -> ids.add(row.profileId));
    // Of all at once in one order, since the transaction locks them piece by piece.
    ids.sort(null);
    for (int from = 0; from < ids.size(); from += BATCH) {
      readNewStreams(ids.subList(from, Math.min(from + BATCH, ids.size())), missing, watch);
    }
  }

  private void readNewStreams(List<UUID> ids, StreamStore.Missing missing, Stopwatch watch) {
    Map<UUID, FactsWriter> writers = new HashMap<>();
    List<Row> rows = facts.lock(ids).stream().filter(row -> isReadable(row, writers)).toList();
    if (missing.events()) {
      past.read(
          writers.keySet(),
          streams.detailed(),
          missing.metrics(),
          one ->
              streams.addNew(
                  Objects.requireNonNull(writers.get(one.profileId())),
                  one.metric(),
                  one.shopId(),
                  one.at(),
                  one.properties(),
                  watch));
      rows.forEach(
          row -> row.events = Objects.requireNonNull(writers.get(row.profileId)).toBytes());
    }
    if (missing.state()) {
      Map<UUID, PersonReader.Person> persons = people.read(ids);
      for (Row row : rows) {
        PersonReader.@Nullable Person person = persons.get(row.profileId);
        if (person != null) {
          row.state = streams.state(person, watch);
        }
      }
    }
    facts.update(rows);
  }

  private boolean isReadable(Row row, Map<UUID, FactsWriter> writers) {
    try {
      writers.put(row.profileId, streams.withoutNew(row.events));
      return true;
    } catch (RuntimeException e) {
      facts.setAside(row.profileId, e.toString(), clock.instant());
      return false;
    }
  }

  private long judge(Judges judges, int chunk) {
    BitSet wanted = new BitSet();
    Map<Integer, BitSet> bits = new HashMap<>();
    List<Judge> all = judges.all();
    for (int place = 0; place < all.size(); place++) {
      Segment segment = all.get(place).segment();
      if (segment.state() == Segment.State.BUILDING && segment.refreshedTo() <= chunk) {
        bits.put(place, new BitSet(MemberStore.CHUNK));
        wanted.or(judges.closureOf(place));
      }
    }
    members.lockChunk(chunk);
    Map<Integer, Long> due = new HashMap<>();
    long now = clock.millis();
    facts.scanChunk(
        chunk,
        row -> {
          Verdict verdict = judges.judge(row.profileId, row.events, row.state, wanted, now);
          bits.forEach(
              (place, set) -> set.set(row.ord % MemberStore.CHUNK, verdict.holds().get(place)));
          if (verdict.turn() != FactsStore.NEVER) {
            due.put(row.ord, verdict.turn());
          }
        });
    judging.note(judges);
    Map<Integer, BitSet> byNumber = new HashMap<>();
    bits.forEach((place, set) -> byNumber.put(judges.numberAt(place), set));
    members.replace(chunk, byNumber);
    turns.hasten(chunk, due);
    return judges.version();
  }

  @Override
  public void start() {
    running = true;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    Thread.ofVirtual().name("segment-builder").start(this::loop);
  }

  private void loop() {
    while (running) {
      try {
        runDue();
        wake.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (running) {
          log.atWarn().setCause(e).log("segments cannot be built now");
          pause(AFTER_ERROR);
        }
      }
    }
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    wake.release();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
