package io.kundig.segments;

import io.kundig.accounts.Shops;
import io.kundig.consent.ChannelKind;
import io.kundig.segments.FactsStore.Row;
import io.kundig.shared.Conflict;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// How many people a condition holds for that is no segment yet.
@Component
class Preview {

  private static final String BUILT = "where built";

  /// People of whom more is read at one time than is kept.
  private static final int MOST_BESIDE = 100_000;

  /// Fewer people are counted rather than estimated.
  private static final int SMALL = 20_000;

  private static final int SAMPLE = 15_000;

  private static final Duration COUNT_AGAIN = Duration.ofSeconds(10);

  /// Readers of the table at one time.
  private static final int PARTS = 2;

  /// 95 %, of the normal distribution.
  private static final double Z = 1.959964;

  private final SegmentStore store;
  private final FactsStore facts;
  private final MemberStore members;
  private final StreamStore streams;
  private final LogReader log;
  private final PersonReader people;
  private final Shops shops;
  private final TransactionTemplate reading;
  private final Clock clock;
  private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();

  /// Whoever comes when so many are counting waits, and is sent away when that takes long: the
  /// connections are for events first.
  private static final int AT_ONCE = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private volatile Counted counted = new Counted(0, 0);
  private final Map<Object, AtomicBoolean> latest = new ConcurrentHashMap<>();

  Preview(
      SegmentStore store,
      FactsStore facts,
      MemberStore members,
      StreamStore streams,
      LogReader log,
      PersonReader people,
      Shops shops,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.store = store;
    this.facts = facts;
    this.members = members;
    this.streams = streams;
    this.log = log;
    this.people = people;
    this.shops = shops;
    this.reading = new TransactionTemplate(transactions);
    reading.setReadOnly(true);
    this.clock = clock;
  }

  /// @param low lower end of the 95 % interval; the count itself where it is exact
  /// @param of how many people there are
  /// @param remaining of a condition of several that must all hold: how many are left after each
  /// @param reach how many of them may be written to by each channel; empty if nobody asked
  record Answer(
      long count,
      long low,
      long high,
      boolean exact,
      long of,
      List<Long> remaining,
      List<UUID> people,
      Map<ChannelKind, Long> reach) {

    private Answer withReach(Map<ChannelKind, Long> byChannel) {
      return new Answer(count, low, high, exact, of, remaining, people, byChannel);
    }
  }

  /// @param asker who wants to know; a new question of theirs ends the one before
  /// @throws Conflict while facts are first being read
  Answer ask(
      Object asker, Condition condition, @Nullable Integer shopId, boolean exact, int samples) {
    return ask(asker, condition, shopId, exact, samples, List.of());
  }

  /// @param channels of which it is to be counted how many may be written to
  Answer ask(
      Object asker,
      Condition condition,
      @Nullable Integer shopId,
      boolean exact,
      int samples,
      List<ChannelKind> channels) {
    if (!store.engine().ready()) {
      throw new Conflict("Everybody's past is being read; ask again in a moment.");
    }
    AtomicBoolean given = new AtomicBoolean();
    AtomicBoolean before = latest.put(asker, given);
    if (before != null) {
      before.set(true);
    }
    try {
      takePlace(given);
      try {
        return answer(condition, zone(shopId), exact, samples, channels, given);
      } finally {
        places.release();
      }
    } finally {
      latest.remove(asker, given);
    }
  }

  private void takePlace(AtomicBoolean given) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!places.tryAcquire(100, TimeUnit.MILLISECONDS)) {
        check(given, deadline, "Others are counting; ask again in a moment.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while others were counting", e);
    }
  }

  private static void check(AtomicBoolean given, long deadline, String late) {
    if (given.get()) {
      throw new Conflict("A newer question was asked.");
    }
    if (System.nanoTime() > deadline) {
      throw new Conflict(late);
    }
  }

  private ZoneId zone(@Nullable Integer shopId) {
    return (shopId == null ? Judges.first(shops) : shops.get(shopId)).timeZone();
  }

  private Answer answer(
      Condition condition,
      ZoneId zone,
      boolean exact,
      int samples,
      List<ChannelKind> channels,
      AtomicBoolean given) {
    long all = everybody();
    boolean whole = exact || all <= SMALL;
    Scratch scratch = Scratch.beside(streams);
    List<Condition> parts =
        condition instanceof Condition.All several && !several.of().isEmpty()
            ? several.of()
            : List.of(condition);
    // Compiled once here, so that streams without a past are known before people are read.
    compile(parts, zone, scratch);
    Map<Integer, BitSet> memberships = memberships(condition);
    Tally sum = new Tally(parts.size(), channels.size(), samples);
    for (Share share : shares(scratch, all, whole)) {
      read(scratch, share, given);
      List<Future<Tally>> tallies = new ArrayList<>();
      for (String part : whole ? halves() : List.of(scratch.isEmpty() ? sample(all) : BUILT)) {
        Callable<Tally> task =
            () ->
                tally(
                    part + " and " + share.holds("profile_id"),
                    compile(parts, zone, scratch),
                    compile(reachable(channels), zone, scratch),
                    scratch,
                    memberships,
                    samples,
                    given);
        tallies.add(readers.submit(task));
      }
      tallies.forEach(tally -> sum.add(Futures.result(tally)));
    }
    Answer answer = whole ? counted(sum, all) : estimated(sum, all);
    double factor = whole ? 1 : (double) all / Math.max(sum.seen, 1);
    return answer.withReach(sum.reach(channels, factor));
  }

  /// What is read for a question alone has to find room in memory, whatever is asked.
  private static List<Share> shares(Scratch scratch, long all, boolean whole) {
    if (scratch.isEmpty()) {
      return List.of(Share.ALL);
    }
    int of = (int) Math.max(1, all / (whole ? MOST_BESIDE : SAMPLE));
    return whole
        ? IntStream.range(0, of).mapToObj(number -> new Share(number, of)).toList()
        : List.of(new Share(0, of));
  }

  private static List<Condition> reachable(List<ChannelKind> channels) {
    return channels.stream().<Condition>map(Condition.Reachable::new).toList();
  }

  /// How many people there are; of many, a moment ago.
  private long everybody() {
    Counted before = counted;
    long now = System.nanoTime();
    if (before.people > SMALL && now - before.at < COUNT_AGAIN.toNanos()) {
      return before.people;
    }
    long people = facts.count();
    counted = new Counted(people, now);
    return people;
  }

  private record Counted(long people, long at) {}

  /// What nobody needed before is not kept: it is read for this question.
  private void read(Scratch scratch, Share share, AtomicBoolean given) {
    scratch.forget();
    long deadline = System.nanoTime() + LONGEST.toNanos();
    Runnable check =
        () -> check(given, deadline, "Reading takes too long; make the condition simpler.");
    reading.executeWithoutResult(
        _ -> {
          for (@Nullable String metric : scratch.metrics()) {
            log.readAll(
                metric,
                share,
                past -> {
                  check.run();
                  scratch.happened(past);
                });
          }
          if (scratch.wantsOrders()) {
            people.allOrders(share, scratch::ordered);
          }
          if (scratch.wantsTraits()) {
            people.allTraits(share, scratch::is);
          }
        });
  }

  private List<Compiled> compile(List<Condition> parts, ZoneId zone, Scratch scratch) {
    return parts.stream().map(part -> Compiled.of(part, zone, scratch)).toList();
  }

  private Map<Integer, BitSet> memberships(Condition condition) {
    Map<Integer, BitSet> bits = new HashMap<>();
    condition
        .segmentIds()
        .forEach(id -> bits.computeIfAbsent(streams.segment(id), members::everybody));
    return bits;
  }

  private List<String> halves() {
    int middle = facts.end() / PARTS;
    return List.of(BUILT + " and ord < " + middle, BUILT + " and ord >= " + middle);
  }

  private static String sample(long all) {
    return "tablesample system (%s) repeatable (7) %s"
        .formatted(Math.min(100.0 * SAMPLE / all, 100), BUILT);
  }

  private Tally tally(
      String part,
      List<Compiled> conditions,
      List<Compiled> channels,
      Scratch scratch,
      Map<Integer, BitSet> memberships,
      int samples,
      AtomicBoolean given) {
    Tally tally = new Tally(conditions.size(), channels.size(), samples);
    long deadline = System.nanoTime() + LONGEST.toNanos();
    long now = clock.millis();
    reading.executeWithoutResult(
        _ ->
            facts.scan(
                part,
                row -> {
                  check(given, deadline, "Counting takes too long; make the condition simpler.");
                  Facts known =
                      scratch.facts(
                          row, no -> memberships.getOrDefault(no, new BitSet()).get(row.ord));
                  if (tally.count(row, held(conditions, known, now))) {
                    tally.reached(channels, known, now);
                  }
                }));
    return tally;
  }

  /// How many conditions hold before the first that does not.
  private static int held(List<Compiled> conditions, Facts facts, long now) {
    int held = 0;
    while (held < conditions.size() && conditions.get(held).judge(facts, now) >= 0) {
      held++;
    }
    return held;
  }

  private static Answer counted(Tally sum, long all) {
    long count = sum.remaining[sum.remaining.length - 1];
    return new Answer(count, count, count, true, all, sum.remaining(1), sum.people, Map.of());
  }

  private static Answer estimated(Tally sum, long all) {
    double n = Math.max(sum.seen, 1);
    double share = sum.remaining[sum.remaining.length - 1] / n;
    // Wilson's interval, which is right for small shares too.
    double centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
    double half = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n);
    return new Answer(
        Math.round(share * all),
        Math.max(0, (long) Math.floor((centre - half) * all)),
        Math.min(all, (long) Math.ceil((centre + half) * all)),
        false,
        all,
        sum.remaining(all / n),
        sum.people,
        Map.of());
  }

  /// What was counted so far.
  private static final class Tally {
    private final long[] remaining;
    private final long[] reached;
    private final int samples;
    private final List<UUID> people = new ArrayList<>();
    private long seen;

    Tally(int conditions, int channels, int samples) {
      remaining = new long[conditions];
      reached = new long[channels];
      this.samples = samples;
    }

    /// @return whether all hold
    boolean count(Row row, int held) {
      seen++;
      for (int i = 0; i < held; i++) {
        remaining[i]++;
      }
      if (held == remaining.length) {
        draw(row.profileId, remaining[held - 1]);
      }
      return held == remaining.length;
    }

    void reached(List<Compiled> channels, Facts facts, long now) {
      for (int i = 0; i < reached.length; i++) {
        reached[i] += channels.get(i).judge(facts, now) >= 0 ? 1 : 0;
      }
    }

    /// Everybody has the same chance, whoever comes first (reservoir sampling, algorithm R).
    private void draw(UUID person, long found) {
      if (people.size() < samples) {
        people.add(person);
      } else if (samples > 0) {
        long place = Math.floorMod(person.getLeastSignificantBits() * 0x9E3779B97F4A7C15L, found);
        if (place < samples) {
          people.set((int) place, person);
        }
      }
    }

    void add(Tally other) {
      seen += other.seen;
      Arrays.setAll(remaining, i -> remaining[i] + other.remaining[i]);
      Arrays.setAll(reached, i -> reached[i] + other.reached[i]);
      other.people.stream().limit(Math.max(samples - people.size(), 0)).forEach(people::add);
    }

    Map<ChannelKind, Long> reach(List<ChannelKind> channels, double factor) {
      Map<ChannelKind, Long> reach = new EnumMap<>(ChannelKind.class);
      for (int i = 0; i < reached.length; i++) {
        reach.put(channels.get(i), Math.round(reached[i] * factor));
      }
      return reach;
    }

    List<Long> remaining(double factor) {
      return Arrays.stream(remaining).map(n -> Math.round(n * factor)).boxed().toList();
    }
  }
}
