package io.kundig.segments;

import static io.kundig.segments.SegmentCast.atLeast;
import static io.kundig.segments.SegmentCast.did;
import static io.kundig.segments.SegmentCast.email;
import static io.kundig.segments.SegmentCast.last;
import static io.kundig.segments.SegmentCast.orders;
import static io.kundig.segments.SegmentCast.properties;
import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.consent.Consents;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.platform.AllDueWork;
import io.kundig.platform.KundigClock;
import io.kundig.platform.Secret;
import io.kundig.profiles.Erasures;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.Profiles;
import io.kundig.shared.Invalid;
import io.kundig.support.KundigTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The whole engine against [SqlOracle]: lives made by chance come in by the shop's doors while the
/// clock passes everything that is difficult about calendars, and who is in a segment, who would be
/// by a preview, and who is after everything was read anew are always whom the oracle names.
///
/// The last steps are by a seed of their own each time; `-Dkundig.segments.chance=7` repeats one,
/// `-Dkundig.segments.seed=7` makes all of it another, `-Dkundig.segments.previews=500` asks more
/// at each moment.
@KundigTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SegmentOracleTests {

  private static final long SEED = Long.getLong("kundig.segments.seed", 1);
  private static final long CHANCE =
      Long.getLong("kundig.segments.chance", System.nanoTime() % 1_000_000);
  private static final int FIXED_STEPS = 9;
  private static final int PREVIEWS = Integer.getInteger("kundig.segments.previews", 14);
  private static final int PEOPLE = Integer.getInteger("kundig.segments.people", 120);
  private static final int MOST_TOLD = Integer.getInteger("kundig.segments.told", 5);

  private static final List<Unit> EDGES = List.of(Unit.HOURS, Unit.DAYS, Unit.MONTHS, Unit.YEARS);

  /// What clocks and calendars make difficult, in Berlin, New York and on Lord Howe.
  private static final List<String> MOMENTS =
      List.of(
          "2026-03-08T07:00:00Z",
          "2026-03-29T01:00:00Z",
          "2026-03-31T10:00:00Z",
          "2026-04-04T15:00:00Z",
          "2026-10-03T15:30:00Z",
          "2026-10-25T01:00:00Z",
          "2026-11-01T06:00:00Z",
          "2026-12-31T23:00:00Z",
          "2027-02-28T23:00:00Z",
          "2028-02-28T23:00:00Z",
          "2028-02-29T23:00:00Z",
          "2028-03-26T01:00:00Z");

  private final Segments segments;
  private final Lists lists;
  private final MemberStore members;
  private final Preview preview;
  private final Shops shops;
  private final AllDueWork work;
  private final KundigClock clock;
  private final JdbcClient jdbc;
  private final ConditionJson json;
  private final Ingest ingest;
  private final Profiles profiles;
  private final Consents consents;
  private final Erasures erasures;
  private final SqlOracle oracle;

  private final List<UUID> kept = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private long compared;
  private long people;
  private long asked;

  SegmentOracleTests(
      Segments segments,
      Lists lists,
      MemberStore members,
      Preview preview,
      Shops shops,
      AllDueWork work,
      KundigClock clock,
      JdbcClient jdbc,
      JdbcTemplate template,
      ConditionJson json,
      Ingest ingest,
      Profiles profiles,
      Consents consents,
      Erasures erasures,
      Secret secret) {
    this.segments = segments;
    this.lists = lists;
    this.members = members;
    this.preview = preview;
    this.shops = shops;
    this.work = work;
    this.clock = clock;
    this.jdbc = jdbc;
    this.json = json;
    this.ingest = ingest;
    this.profiles = profiles;
    this.consents = consents;
    this.erasures = erasures;
    this.oracle =
        new SqlOracle(
            template,
            id -> question(segments.get(id)),
            (channel, address) ->
                secret.sign(
                    "consent.suppression",
                    (channel + ":" + address).getBytes(StandardCharsets.UTF_8)));
  }

  @BeforeEach
  void openShops() {
    shops.update(TestShops.nordlicht());
    if (shops.all().size() == 1) {
      shops.add(in("America/New_York"));
      shops.add(in("Australia/Lord_Howe"));
      oracle.install();
    }
  }

  private static Shop in(String zone) {
    Shop first = TestShops.nordlicht();
    return new Shop(
        0,
        "Shop of " + zone,
        "EUR",
        ZoneId.of(zone),
        Locale.ENGLISH,
        first.url(),
        first.sender(),
        first.impressum(),
        "",
        first.rules());
  }

  @Test
  @Order(1)
  void whoIsInIsWhomTheOracleNames() {
    long started = System.nanoTime();
    RandomLives lives = new RandomLives(PEOPLE, ingest, profiles, consents, erasures, lists, clock);
    List<UUID> onHand = List.of(lists.create("Fair", "").id(), lists.create("Testers", "").id());
    keep(null, did("Called", atLeast(1), When.EVER));
    EDGES.forEach(unit -> keep(null, did("Edge", atLeast(1), last(1, unit))));
    for (int step = 0; step < MOMENTS.size() && wrong.size() < MOST_TOLD; step++) {
      long seed = (step < FIXED_STEPS ? SEED : CHANCE) * 100 + step;
      Random random = new Random(seed);
      Instant middle = Instant.parse(MOMENTS.get(step));
      List<RandomCase> chances =
          shops.all().stream()
              .map(
                  shop ->
                      new RandomCase(random, shop.timeZone(), middle, List.copyOf(kept), onHand))
              .toList();
      RandomCase first = chances.getFirst();
      clock.advanceTo(middle.minus(Duration.ofHours(2)));
      if (step == 0) {
        lives.arrive(first);
      }
      for (int i = 0; i < 120; i++) {
        lives.happen(first.one(chances), onHand);
        if (i % 40 == 0) {
          keep(first.one(chances));
        }
      }
      for (Duration moved :
          List.of(
              Duration.ofMillis(-1), Duration.ZERO, Duration.ofMinutes(31), Duration.ofHours(25))) {
        clock.advanceTo(middle.plus(moved));
        if (moved.isZero()) {
          edges();
        }
        compare(seed, chances);
        for (int i = 0; i < 10; i++) {
          lives.happen(first.one(chances), onHand);
        }
      }
      compareKept(seed);
      if (step % 4 == 3) {
        readEverythingAnew(seed);
      }
    }
    System.out.printf(
        "oracle: seeds %d and %d, %d segments, %d conditions, %d verdicts compared in %d s%n",
        SEED,
        CHANCE,
        kept.size(),
        kept.size() + asked,
        compared,
        (System.nanoTime() - started) / 1_000_000_000);
    assertThat(wrong).as("seeds %d and %d", SEED, CHANCE).isEmpty();
  }

  @Test
  @Order(2)
  void somebodyWhoBuysTwiceQuicklyIsNotMissed() throws Exception {
    SegmentCast cast = new SegmentCast(ingest, clock);
    Segment ordered = create(orders(atLeast(2), last(1, Unit.DAYS)));
    Segment did = create(did("Placed Order", atLeast(2), last(1, Unit.MINUTES)));
    Set<UUID> twice = new HashSet<>();
    try (ExecutorService requests = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 20; i++) {
        Identifier who = email("quick-" + i);
        Instant first = clock.instant().minusMillis(10);
        Instant second = first.plusMillis(i % 5);
        Fact one = cast.ordered(who, i + "-1", first, 20, "espresso");
        Fact other = cast.ordered(who, i + "-2", second, 30, "filter");
        switch (i % 3) {
          case 0 -> ingest.accept(List.of(one, other));
          case 1 -> {
            ingest.accept(List.of(other));
            ingest.accept(List.of(one));
          }
          default ->
              requests.invokeAll(
                  List.of(() -> ingest.accept(List.of(one)), () -> ingest.accept(List.of(other))));
        }
        twice.add(profiles.byIdentifier(who).orElseThrow().value());
      }
    }
    work.settle();

    assertThat(of(ordered)).hasSizeGreaterThanOrEqualTo(20).containsAll(twice);
    assertThat(of(did)).hasSizeGreaterThanOrEqualTo(20).containsAll(twice);
    assertThat(told("Entered Segment", ordered, twice)).as("each once").isEqualTo(20);
    assertThat(told("Entered Segment", did, twice)).as("each once").isEqualTo(20);
  }

  @Test
  @Order(3)
  void nobodyIsThrownOutWhoseHistoryStillMatches() {
    SegmentCast cast = new SegmentCast(ingest, clock);
    Segment segment =
        create(
            new Condition.All(
                List.of(
                    did("Visited", atLeast(2), last(1, Unit.MONTHS)),
                    orders(atLeast(1), last(2, Unit.MONTHS)),
                    SegmentCast.trait("city", "Kiel"))));
    List<Identifier.Email> who = IntStream.range(0, 20).mapToObj(i -> email("loyal-" + i)).toList();
    Set<UUID> matching = new HashSet<>();
    for (Identifier one : who) {
      matching.add(cast.identify(Map.of("city", "Kiel"), one).value());
      cast.track(one, "Visited");
      cast.track(one, "Visited");
      cast.order(one, one + "-1", clock.instant(), 20, "espresso");
    }
    work.settle();
    assertThat(of(segment)).containsAll(matching);

    List<Consumer<Identifier.Email>> lives =
        List.of(
            one -> cast.track(one, "Something else"),
            one -> cast.track(one, "Visited"),
            one ->
                cast.track(
                    one, "Visited", clock.instant().minus(Duration.ofDays(400)), properties()),
            one -> cast.identify(Map.of("points", 5), one),
            one -> cast.identify(Map.of("city", "KIEL"), one),
            one -> cast.order(one, one + "-2", clock.instant(), 20, "filter"),
            one ->
                cast.track(
                    one,
                    "Cancelled Order",
                    clock.instant(),
                    properties().put("order_id", one + "-2")),
            one -> cast.subscribe(one),
            one -> cast.identify(Map.of(), one, new Identifier.UserId(1, one.address())),
            one ->
                profiles
                    .byIdentifier(one)
                    .ifPresent(id -> profiles.update(id, Map.of("vip", true), clock.instant())));
    for (Consumer<Identifier.Email> life : lives) {
      clock.tick(Duration.ofDays(2));
      who.forEach(life);
      work.settle();
      assertThat(of(segment)).containsAll(matching);
      refresh(segment);
      work.settle();
      assertThat(of(segment)).containsAll(matching);
    }
    assertThat(told("Left Segment", segment, matching)).isZero();

    clock.tick(Duration.ofDays(62));
    work.settle();
    assertThat(of(segment))
        .as("in the end it does not match")
        .doesNotContainAnyElementsOf(matching);
    assertThat(told("Left Segment", segment, matching)).isEqualTo(20);
  }

  private Segment create(Condition condition) {
    Segment segment =
        segments.create(new Segments.Draft("Segment " + UUID.randomUUID(), "", null, condition));
    work.settle();
    return segments.get(segment.id());
  }

  private int told(String metric, Segment segment, Set<UUID> people) {
    return jdbc.sql(
            """
            select count(*) from events.event e join events.metric m using (metric_id)
            where m.name = :metric and e.properties ->> 'segmentId' = :segment
              and e.profile_id = any(:people)
            """)
        .param("metric", metric)
        .param("segment", segment.id().toString())
        .param("people", people.toArray(UUID[]::new))
        .query(Integer.class)
        .single();
  }

  private void keep(RandomCase chance) {
    keep(chance.one(java.util.Arrays.asList(null, 1, 2, 3)), condition(chance));
  }

  /// What happened just where a stretch of time begins that ends now, each time to somebody else.
  private void edges() {
    ZonedDateTime now = clock.instant().atZone(zone(null));
    List<Fact> facts = new ArrayList<>();
    for (Unit unit : EDGES) {
      ZonedDateTime begins = now.minus(1, ConditionModel.calendar(unit));
      for (ZonedDateTime at :
          List.of(
              begins,
              begins.minus(1, ChronoUnit.MILLIS),
              begins.toLocalDate().plusDays(1).atStartOfDay(now.getZone()).minusSeconds(1))) {
        facts.add(
            new Fact.Track(
                1,
                UUID.randomUUID().toString(),
                List.of(new Identifier.AnonymousId(1, UUID.randomUUID().toString())),
                at.toInstant(),
                "Edge",
                properties(),
                Map.of(),
                Fact.Trust.PROVEN));
      }
    }
    ingest.accept(facts);
  }

  private void keep(@Nullable Integer shop, Condition condition) {
    kept.add(
        segments.create(new Segments.Draft("Segment " + kept.size(), "", shop, condition)).id());
  }

  /// One that may be asked for; money without a currency may not.
  private Condition condition(RandomCase chance) {
    while (true) {
      try {
        return json.read(json.write(chance.condition()));
      } catch (Invalid e) {
        // Another one.
      }
    }
  }

  private SqlOracle.Question question(Segment segment) {
    return new SqlOracle.Question(segment.condition(), zone(segment.shopId()));
  }

  private ZoneId zone(@Nullable Integer shop) {
    return (shop == null ? shops.all().getFirst() : shops.get(shop)).timeZone();
  }

  private void compareKept(long seed) {
    work.settle();
    people = jdbc.sql("select count(*) from oracle.person").query(Long.class).single();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<Segment> all = kept.stream().map(segments::get).toList();
    List<Set<UUID>> expected = oracle.ask(all.stream().map(this::question).toList(), now);
    Map<Integer, Integer> counts = members.counts();
    for (int i = 0; i < all.size(); i++) {
      Segment segment = all.get(i);
      assertThat(segment.state()).isEqualTo(Segment.State.LIVE);
      Set<UUID> in = of(segment);
      if (!note("member", seed, question(segment), expected.get(i), in)) {
        noteParts(seed, question(segment), segment.shopId());
      }
      if (counts.getOrDefault(segment.no(), 0) != in.size()) {
        wrong.add("segment %s counts %s of %d".formatted(segment.id(), counts, in.size()));
      }
    }
  }

  private void compare(long seed, List<RandomCase> chances) {
    compareKept(seed);
    List<SqlOracle.Question> questions = new ArrayList<>();
    List<@Nullable Integer> byShop = new ArrayList<>();
    for (int i = 0; i < PREVIEWS; i++) {
      int place = i % chances.size();
      Integer shop = shops.all().get(place).id();
      byShop.add(shop);
      asked++;
      questions.add(new SqlOracle.Question(condition(chances.get(place)), zone(shop)));
    }
    List<Set<UUID>> expected =
        oracle.ask(questions, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    for (int i = 0; i < questions.size(); i++) {
      Set<UUID> counted = counted(questions.get(i).condition(), byShop.get(i));
      if (!note("counted", seed, questions.get(i), expected.get(i), counted)) {
        noteParts(seed, questions.get(i), byShop.get(i));
      }
    }
  }

  private Set<UUID> counted(Condition condition, @Nullable Integer shop) {
    return new HashSet<>(preview.ask(this, condition, shop, true, 1_000_000).people());
  }

  /// Which part of a condition it is.
  private void noteParts(long seed, SqlOracle.Question whole, @Nullable Integer shop) {
    List<Condition> parts =
        switch (whole.condition()) {
          case Condition.All(var of) -> of;
          case Condition.Any(var of) -> of;
          case Condition.None(var of) -> of;
          default -> List.of();
        };
    for (Condition part : parts) {
      SqlOracle.Question question = new SqlOracle.Question(part, whole.zone());
      Set<UUID> expected =
          oracle.ask(List.of(question), clock.instant().truncatedTo(ChronoUnit.MILLIS)).getFirst();
      if (!note("  counted", seed, question, expected, counted(part, shop))) {
        noteParts(seed, question, shop);
      }
    }
  }

  /// The past of everybody from the log, and every segment by everybody's facts.
  private void readEverythingAnew(long seed) {
    jdbc.sql(
            """
            insert into segments.touched (profile_id, rebuild)
            select profile_id, true from segments.profile_facts
            """)
        .update();
    compareKept(seed);
    kept.stream().map(segments::get).forEach(this::refresh);
    compareKept(seed);
  }

  /// Says the same in other words, so that everybody is judged anew.
  private void refresh(Segment segment) {
    Segment before = segments.get(segment.id());
    Condition same =
        before.condition() instanceof Condition.Any(var of) && of.size() == 1
            ? of.getFirst()
            : new Condition.Any(List.of(before.condition()));
    segments.change(
        before.id(),
        new Segments.Draft(before.name(), before.description(), before.shopId(), same));
  }

  private Set<UUID> of(Segment segment) {
    return members.members(segment.no(), -1, 1_000_000).stream()
        .map(MemberStore.Member::profileId)
        .collect(Collectors.toSet());
  }

  private boolean note(
      String what, long seed, SqlOracle.Question question, Set<UUID> expected, Set<UUID> found) {
    compared += people;
    if (expected.equals(found) || wrong.size() >= MOST_TOLD) {
      return true;
    }
    Set<UUID> missed = new HashSet<>(expected);
    missed.removeAll(found);
    Set<UUID> toomuch = new HashSet<>(found);
    toomuch.removeAll(expected);
    UUID person = (missed.isEmpty() ? toomuch : missed).iterator().next();
    wrong.add(
        "step %d, %s, now %s: %s is %s%s though the oracle says otherwise (%d missed, %d too many): %s"
            .formatted(
                seed,
                question.zone(),
                clock.instant(),
                person,
                missed.isEmpty() ? "" : "not ",
                what,
                missed.size(),
                toomuch.size(),
                json.write(question.condition())));
    System.out.println(wrong.getLast());
    return false;
  }
}
