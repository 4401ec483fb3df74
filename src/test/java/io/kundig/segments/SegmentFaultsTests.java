package io.kundig.segments;

import static io.kundig.segments.SegmentCast.all;
import static io.kundig.segments.SegmentCast.atLeast;
import static io.kundig.segments.SegmentCast.did;
import static io.kundig.segments.SegmentCast.email;
import static io.kundig.segments.SegmentCast.last;
import static io.kundig.segments.SegmentCast.properties;
import static io.kundig.segments.SegmentCast.trait;
import static io.kundig.segments.SegmentCast.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.ingest.Ingest;
import io.kundig.platform.AllDueWork;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.shared.Invalid;
import io.kundig.support.KundigTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.ObjectNode;

/// One segment, one person, one process that fails does not harm the others.
@KundigTest
class SegmentFaultsTests {

  private final Segments segments;
  private final MemberStore members;
  private final Judging judging;
  private final Definitions definitions;
  private final Shops shops;
  private final AllDueWork work;
  private final KundigClock clock;
  private final JdbcClient jdbc;
  private final RankStore ranks;
  private final PlatformTransactionManager transactionManager;
  private final TransactionTemplate transactions;
  private final SegmentCast cast;
  private final String own = UUID.randomUUID().toString().substring(0, 8);
  private final String metric = "Did " + own;
  private final Identifier.Email frieda = email("frieda-" + own);
  private final Identifier.Email jonas = email("jonas-" + own);

  SegmentFaultsTests(
      Segments segments,
      MemberStore members,
      Judging judging,
      Definitions definitions,
      Shops shops,
      Ingest ingest,
      AllDueWork work,
      KundigClock clock,
      JdbcClient jdbc,
      RankStore ranks,
      PlatformTransactionManager transactionManager) {
    this.segments = segments;
    this.members = members;
    this.judging = judging;
    this.definitions = definitions;
    this.shops = shops;
    this.work = work;
    this.clock = clock;
    this.jdbc = jdbc;
    this.ranks = ranks;
    this.transactionManager = transactionManager;
    this.transactions = new TransactionTemplate(transactionManager);
    this.cast = new SegmentCast(ingest, clock);
  }

  @BeforeEach
  void openTheShop() {
    shops.update(TestShops.nordlicht());
  }

  @Test
  void aSegmentThatIsTooSlowIsSetAsideAndTheOthersGoOnAndItIsTriedAgain() {
    Segment sound = create(did(metric, atLeast(1), When.EVER));
    Segment slow = create(slow());
    for (int i = 0; i < 12; i++) {
      cast.track(frieda, metric, clock.instant(), longTexts());
    }
    ProfileId person = cast.track(jonas, metric);
    work.settle();

    assertThat(of(sound)).contains(person);
    assertThat(segments.get(slow.id()))
        .returns(Segment.State.FAILED, Segment::state)
        .extracting(Segment::problem)
        .asString()
        .contains("too slow", "ms on the average", "fewer");
    assertThat(jdbc.sql("select count(*) from events.set_aside").query(Integer.class).single())
        .isZero();

    segments.change(slow.id(), draft(did(metric, atLeast(13), When.EVER)));
    work.settle();
    assertThat(segments.get(slow.id()).state()).isEqualTo(Segment.State.LIVE);
  }

  @Test
  void whatWasTooSlowOnceComesBackByItself() {
    Segment segment = create(did(metric, atLeast(1), When.EVER));
    jdbc.sql(
            "update segments.segment set state = 'failed', problem = 'It is too slow', retry_at = :at where no = :no")
        .param("at", clock.instant().plus(Duration.ofHours(6)).atOffset(java.time.ZoneOffset.UTC))
        .param("no", segment.no())
        .update();
    jdbc.sql("update segments.engine set version = version + 1").update();
    ProfileId person = cast.track(frieda, metric);
    work.settle();
    assertThat(of(segment)).isEmpty();

    clock.tick(Duration.ofHours(7));
    work.settle();
    assertThat(segments.get(segment.id()).state()).isEqualTo(Segment.State.LIVE);
    assertThat(of(segment)).containsExactly(person);
  }

  /// Conditions of what the limits allow, none of which is fulfilled early.
  private Condition slow() {
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      List<Filter> filters = new ArrayList<>();
      for (int j = 0; j < 20; j++) {
        filters.add(
            new Filter(
                "p" + j,
                new ValueTest.Matches("(x+x+)+y{0,40}(a|b|c)*(x*)*[xyz]{3,60}z" + i, true)));
      }
      conditions.add(did(metric, atLeast(100), When.EVER, filters.toArray(Filter[]::new)));
    }
    return new Condition.Any(conditions);
  }

  private static ObjectNode longTexts() {
    ObjectNode properties = properties();
    for (int j = 0; j < 20; j++) {
      properties.put("p" + j, "x".repeat(999) + j % 10);
    }
    return properties;
  }

  @Test
  void whoRefersToASegmentThatCannotBeJudgedStaysAsTheyAre() {
    Segment base = create(did(metric, atLeast(1), When.EVER));
    Segment inside = create(new Condition.InSegment(base.id(), true));
    Segment outside = create(new Condition.InSegment(base.id(), false));
    ProfileId person = cast.track(frieda, metric);
    work.settle();
    assertThat(of(inside)).containsExactly(person);

    jdbc.sql("update segments.segment set condition = '{\"type\":\"horoscope\"}' where no = :no")
        .param("no", base.no())
        .update();
    jdbc.sql("update segments.engine set version = version + 1").update();
    cast.track(frieda, metric);
    cast.track(jonas, metric);
    work.settle();

    assertThat(of(inside)).containsExactly(person);
    assertThat(of(outside)).doesNotContain(person);
    assertThat(segments.get(inside.id()))
        .returns(Segment.State.FAILED, Segment::state)
        .extracting(Segment::problem)
        .asString()
        .contains(base.name());

    segments.change(base.id(), draft(did(metric, atLeast(2), When.EVER)));
    work.settle();
    assertThat(segments.get(inside.id()).state()).isEqualTo(Segment.State.LIVE);
    assertThat(of(inside)).containsExactly(person);
  }

  @Test
  void oneWhoCannotBeJudgedHoldsUpNobody() {
    Segment segment = create(did(metric, atLeast(1), last(1, Unit.DAYS)));
    ProfileId broken = cast.track(frieda, metric);
    ProfileId sound = cast.track(jonas, metric);
    work.settle();
    jdbc.sql("update segments.profile_facts set events = '\\xffffffffffff' where profile_id = :id")
        .param("id", broken.value())
        .update();

    clock.tick(Duration.ofDays(2));
    work.settle();

    assertThat(of(segment)).isEmpty();
    assertThat(segments.get(segment.id()).state()).isEqualTo(Segment.State.LIVE);
    assertThat(jdbc.sql("select profile_id from segments.set_aside").query(UUID.class).list())
        .contains(broken.value())
        .doesNotContain(sound.value());
    cast.track(frieda, metric);
    cast.track(jonas, metric);
    work.settle();
    assertThat(of(segment)).containsExactlyInAnyOrder(broken, sound);
  }

  @Test
  void oneAtWhomASegmentBreaksOffDoesNotStopIt() {
    Segment segment = create(all(did(metric, atLeast(1), When.EVER), trait("city", "Kiel")));
    ProfileId broken = cast.identify(Map.of("city", "Kiel"), frieda);
    work.settle();
    jdbc.sql("update segments.profile_facts set state = '\\xffffffffffff' where profile_id = :id")
        .param("id", broken.value())
        .update();
    cast.track(frieda, metric);
    ProfileId sound = cast.identify(Map.of("city", "Kiel"), jonas);
    cast.track(jonas, metric);
    work.settle();

    assertThat(of(segment)).containsExactlyInAnyOrder(broken, sound);
    assertThat(segments.get(segment.id()).state()).isEqualTo(Segment.State.LIVE);
    assertThat(
            jdbc.sql("select reason from segments.set_aside where profile_id = :id")
                .param("id", broken.value())
                .query(String.class)
                .single())
        .startsWith("segment ");
  }

  @Test
  void whatNoSegmentAsksForAnyMoreIsReadAgainWhenOneDoes() {
    Condition blue = did(metric, atLeast(1), When.EVER, where("colour", "blue"));
    Segment first = create(blue);
    assertThat(completeStreams()).isEqualTo(1);
    segments.archive(first.id());
    work.settle();
    assertThat(completeStreams()).as("a process that never knew of it does not keep it").isZero();
    ProfileId person =
        cast.track(frieda, metric, clock.instant(), properties().put("colour", "blue"));
    work.settle();

    assertThat(of(create(blue))).containsExactly(person);
    segments.restore(first.id());
    work.settle();
    assertThat(of(first)).containsExactly(person);
  }

  private int completeStreams() {
    return jdbc.sql(
            "select count(*) from segments.stream where key ->> 'metric' = :metric and key ->> 'where' is not null and complete_at is not null")
        .param("metric", metric)
        .query(Integer.class)
        .single();
  }

  @Test
  void whoMakesUpMetricsDoesNotFillWhatIsKeptAndTheyCanBeAskedForAllTheSame() {
    create(did(metric, atLeast(1), When.EVER));
    ProfileId person = null;
    for (int i = 0; i < StreamStore.MOST_METRICS + 50; i++) {
      person = cast.track(frieda, "Made up " + own + " " + i);
    }
    work.settle();
    assertThat(
            jdbc.sql("select count(*) from segments.stream where key ->> 'where' is null")
                .query(Integer.class)
                .single())
        .isEqualTo(StreamStore.MOST_METRICS);

    String last = "Made up " + own + " " + (StreamStore.MOST_METRICS + 49);
    Segment segment = create(did(last, atLeast(1), When.EVER));
    Segment twice = create(did(last, atLeast(2), When.EVER));
    assertThat(of(segment)).containsExactly(person);
    assertThat(of(twice)).isEmpty();
    cast.track(frieda, last);
    work.settle();
    assertThat(of(twice)).containsExactly(person);

    StreamStore other = new StreamStore(jdbc, ranks, transactionManager);
    other.add(
        new FactsWriter(),
        "At another server " + own,
        1,
        0,
        properties(),
        new Stopwatch(new Effort(), List.of()));
    assertThat(
            jdbc.sql(
                    "select count(*) from segments.stream where key ->> 'metric' like 'At another%'")
                .query(Integer.class)
                .single())
        .as("counted over all processes")
        .isZero();
  }

  @Test
  void whoIsJudgedWhileTheirPartIsBeingBuiltWaitsForIt() throws Exception {
    ProfileId person = cast.identify(Map.of("town", own), frieda);
    Segment segment = create(trait("town", own));
    int ord =
        jdbc.sql("select ord from segments.profile_facts where profile_id = :id")
            .param("id", person.value())
            .query(Integer.class)
            .single();
    // As it was before: the builder is about to write what it read before the change.
    jdbc.sql("update segments.member set bits = '', members = 0 where segment_no = :no")
        .param("no", segment.no())
        .update();
    CountDownLatch built = new CountDownLatch(1);
    CountDownLatch locked = new CountDownLatch(1);
    CompletableFuture<Void> builder =
        CompletableFuture.runAsync(
            () ->
                transactions.executeWithoutResult(
                    _ -> {
                      members.lockChunk(ord / MemberStore.CHUNK);
                      BitSet bits = new BitSet();
                      bits.set(ord % MemberStore.CHUNK);
                      locked.countDown();
                      await(built);
                      members.replace(ord / MemberStore.CHUNK, Map.of(segment.no(), bits));
                    }));
    locked.await(10, TimeUnit.SECONDS);
    jdbc.sql(
            """
            update segments.engine set version = version + 1;
            update segments.segment set state = 'building', refreshed_to = 0 where no = :no
            """)
        .param("no", segment.no())
        .update();
    cast.identify(Map.of("town", "Ulm"), frieda);
    Judging.Work changed = new Judging.Work();
    changed.changed(person.value());
    CompletableFuture<Void> judged =
        CompletableFuture.runAsync(
            () ->
                transactions.executeWithoutResult(
                    _ -> judging.judge(definitions.bench().locked(), changed)));
    for (int i = 0; i < 200 && waitingForChunks() == 0; i++) {
      Thread.sleep(25);
    }
    assertThat(waitingForChunks()).isPositive();
    built.countDown();
    builder.get(10, TimeUnit.SECONDS);
    judged.get(20, TimeUnit.SECONDS);
    assertThat(of(segment)).isEmpty();
  }

  private int waitingForChunks() {
    return jdbc.sql(
            "select count(*) from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and not granted")
        .query(Integer.class)
        .single();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatIsBeingPutAwayCannotBeReferredToMeanwhile() throws Exception {
    Segment base = create(did(metric, atLeast(1), When.EVER));
    CompletableFuture<Segment> user =
        transactions.execute(
            _ -> {
              segments.archive(base.id());
              CompletableFuture<Segment> asked =
                  CompletableFuture.supplyAsync(
                      () -> segments.create(draft(new Condition.InSegment(base.id(), true))));
              assertThatThrownBy(() -> asked.get(300, TimeUnit.MILLISECONDS))
                  .isInstanceOf(java.util.concurrent.TimeoutException.class);
              return asked;
            });
    assertThatThrownBy(() -> user.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(Invalid.class);
  }

  @Test
  void whoWasJudgedWhileTheClockWasAheadIsJudgedAgainWhenItIsRight() {
    Segment segment = create(did(metric, atLeast(1), last(30, Unit.DAYS)));
    ProfileId person = cast.track(frieda, metric);
    work.settle();
    java.time.Instant right = clock.instant();

    clock.tick(Duration.ofDays(400));
    work.settle();
    assertThat(of(segment)).isEmpty();
    clock.setBackTo(right.plusSeconds(60));
    work.settle();
    assertThat(of(segment)).containsExactly(person);
  }

  @Test
  void twoChangesAtOnceMakeNoCircle() {
    for (int round = 0; round < 10; round++) {
      Segment one = create(did(metric, atLeast(1), When.EVER));
      Segment other = create(did(metric, atLeast(2), When.EVER));
      List<CompletableFuture<Boolean>> changes = List.of(refer(one, other), refer(other, one));
      assertThat(changes.stream().filter(CompletableFuture::join)).hasSize(1);
    }
  }

  private CompletableFuture<Boolean> refer(Segment from, Segment to) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            segments.change(from.id(), draft(new Condition.InSegment(to.id(), true)));
            return true;
          } catch (Invalid e) {
            return false;
          }
        });
  }

  @Test
  void aTransactionThatCommitsLateIsJudgedWhenItDoes() throws Exception {
    Segment segment = create(did(metric, atLeast(2), When.EVER));
    CountDownLatch mayCommit = new CountDownLatch(1);
    CompletableFuture<Void> late =
        CompletableFuture.runAsync(
            () ->
                transactions.executeWithoutResult(
                    _ -> {
                      cast.track(frieda, metric);
                      await(mayCommit);
                    }));
    Thread.sleep(300);
    cast.track(jonas, metric);
    ProfileId early = cast.track(jonas, metric);
    mayCommit.countDown();
    late.get(10, TimeUnit.SECONDS);
    ProfileId person = cast.track(frieda, metric);
    work.settle();
    assertThat(of(segment)).containsExactlyInAnyOrder(early, person);
  }

  private Segment create(Condition condition) {
    work.settle();
    Segment segment = segments.create(draft(condition));
    work.settle();
    assertThat(segments.get(segment.id()).state()).isEqualTo(Segment.State.LIVE);
    return segment;
  }

  private Segments.Draft draft(Condition condition) {
    return new Segments.Draft("Segment " + UUID.randomUUID(), "", null, condition);
  }

  private Set<ProfileId> of(Segment segment) {
    return members.members(segment.no(), -1, 1_000).stream()
        .map(member -> new ProfileId(member.profileId()))
        .collect(Collectors.toSet());
  }
}
