package io.kundig.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.events.ConsumersTests.Recorder;
import io.kundig.platform.DueWork;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.profiles.Sighting;
import io.kundig.shared.Ids;
import io.kundig.support.KundigTest;
import io.kundig.support.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;

@KundigTest
@Import(Recorder.class)
class ConsumersTests {

  private final EventLog log;
  private final Consumers consumers;
  private final Profiles profiles;
  private final Recorder recorder;
  private final List<DueWork> work;
  private final TransactionTemplate transactions;
  private final JdbcClient jdbc;

  ConsumersTests(
      EventLog log,
      Consumers consumers,
      Profiles profiles,
      Recorder recorder,
      List<DueWork> work,
      TransactionTemplate transactions,
      JdbcClient jdbc) {
    this.log = log;
    this.consumers = consumers;
    this.profiles = profiles;
    this.recorder = recorder;
    this.work = work;
    this.transactions = transactions;
    this.jdbc = jdbc;
  }

  @BeforeEach
  void forget() {
    consumers.awaitCaughtUp();
    recorder.seen.clear();
  }

  @Test
  void everyEventIsReadOnceAndInOrder() {
    ProfileId jonas = person("jonas");
    for (int i = 0; i < 50; i++) {
      append(event(jonas, "Wanted", "m" + i), event(jonas, "Not wanted", "n" + i));
    }
    consumers.awaitCaughtUp();
    assertThat(recorder.messages())
        .containsExactlyElementsOf(
            java.util.stream.IntStream.range(0, 50).mapToObj(i -> "m" + i).toList());
  }

  @Test
  void whoeverWantsEverythingButSomeMetricsIsNeitherGivenNorWokenByThem() {
    recorder.wanted = Wanted.everythingBut(List.of("Not wanted"));
    try {
      ProfileId jonas = person("jonas");
      append(event(jonas, "Wanted", "m"), event(jonas, "Not wanted", "n"));
      append(event(jonas, "Wanted too", "o"), event(jonas, "Not wanted", "p"));
      consumers.awaitCaughtUp();
      assertThat(recorder.messages()).containsExactly("m", "o");
      assertThat(recorder.wanted.isUrgent(Set.of("Not wanted"))).isFalse();
      assertThat(recorder.wanted.isUrgent(Set.of("Not wanted", "Wanted too"))).isTrue();
    } finally {
      recorder.wanted = Recorder.USUAL;
    }
  }

  @Test
  void whatNobodyWantsIsPassedOverAndNotReadAgain() {
    append(event(person("jonas"), "Not wanted", "n"));
    consumers.awaitCaughtUp();
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from events.event e, events.cursor c
                    where c.name = 'recorder' and (e.txid, e.seq) > (c.txid, c.seq)
                    """)
                .query(Integer.class)
                .single())
        .isZero();
    assertThat(recorder.seen).isEmpty();
  }

  @Test
  void theLogIsReadByItsIndexAndNeverSorted() {
    append(event(person("jonas"), "Wanted", "m"));
    String plan =
        transactions.execute(
            _ -> {
              jdbc.sql("set local enable_sort = off").update();
              return String.join("\n", plan());
            });
    assertThat(plan).contains("txid_seq_idx").doesNotContain("->  Sort");
  }

  private List<String> plan() {
    return jdbc.sql("explain " + EventStore.after(500))
        .param("all", false)
        .param("properties", true)
        .param("metrics", new String[] {"Wanted"})
        .param("txid", "1")
        .param("seq", 0)
        .param("until", "1000000")
        .query(String.class)
        .list();
  }

  @Test
  void aRepeatedEventIsLeftOut() {
    ProfileId jonas = person("jonas");
    Event event = event(jonas, "Wanted", "again");
    assertThat(append(event, event)).isEqualTo(1);
    assertThat(append(event)).isZero();
    consumers.awaitCaughtUp();
    assertThat(recorder.messages()).containsExactly("again");
  }

  @Test
  void aTransactionThatCommitsLateIsNotPassedOver() throws Exception {
    ProfileId jonas = person("jonas");
    CountDownLatch mayCommit = new CountDownLatch(1);
    CompletableFuture<Void> late =
        openUntil(mayCommit, () -> log.append(List.of(event(jonas, "Wanted", "late"))));
    append(event(jonas, "Wanted", "early"));
    Thread.sleep(200);
    assertThat(recorder.messages()).isEmpty();

    mayCommit.countDown();
    late.get(10, TimeUnit.SECONDS);
    consumers.awaitCaughtUp();
    assertThat(recorder.messages()).containsExactly("late", "early");
  }

  @Test
  void whatWasHiddenBehindAnOlderTransactionIsReadSoonAfterItsEnd() throws Exception {
    ProfileId jonas = person("jonas");
    CountDownLatch mayEnd = new CountDownLatch(1);
    CompletableFuture<Void> older =
        openUntil(mayEnd, () -> jdbc.sql("select pg_current_xact_id()").query(_ -> {}));
    append(event(jonas, "Wanted", "hidden"));
    Thread.sleep(50);
    mayEnd.countDown();
    older.get(10, TimeUnit.SECONDS);
    Instant ended = Instant.now();
    while (recorder.messages().isEmpty()
        && ended.until(Instant.now()).compareTo(Duration.ofSeconds(5)) < 0) {
      Thread.sleep(5);
    }
    assertThat(ended.until(Instant.now())).isLessThan(Duration.ofMillis(500));
  }

  /// A transaction that has done the work and stays open; it has when this returns.
  private CompletableFuture<Void> openUntil(CountDownLatch end, Runnable work) {
    CountDownLatch worked = new CountDownLatch(1);
    CompletableFuture<Void> transaction =
        CompletableFuture.runAsync(
            () ->
                transactions.executeWithoutResult(
                    _ -> {
                      work.run();
                      worked.countDown();
                      await(end);
                    }));
    await(worked);
    return transaction;
  }

  @Test
  void aPoisonEventIsSetAsideAndTheOthersGoOn() {
    ProfileId jonas = person("jonas");
    append(
        event(jonas, "Wanted", "one"),
        event(jonas, "Wanted", "poison"),
        event(jonas, "Wanted", "two"));
    consumers.awaitCaughtUp();
    assertThat(recorder.committed()).contains("one", "two").doesNotContain("poison");
    assertThat(consumers.setAside())
        .extracting(Consumers.SetAside::reason)
        .contains("IllegalArgumentException: poison");
  }

  @Test
  void aCursorOfAnotherClusterStopsLoudly() throws Exception {
    ProfileId jonas = person("jonas");
    setCluster("4711");
    append(event(jonas, "Wanted", "restored"));
    for (int i = 0; i < 100 && problem() == null; i++) {
      Thread.sleep(50);
    }
    assertThat(problem()).contains("4711").contains("restore.md");
    assertThat(recorder.messages()).isEmpty();

    runStatementsOf("docs/guide/restore.md");
    consumers.wake();
    consumers.awaitCaughtUp();
    assertThat(recorder.messages()).containsExactly("restored");
    assertThat(problem()).isNull();
  }

  @Test
  void whatIsWrittenByAnOldPointerStillArrives() throws Exception {
    ProfileId visitor = resolve(false, new Identifier.AnonymousId(1, "slow"));
    ProfileId customer = resolve(false, new Identifier.UserId(1, "slow"));
    CountDownLatch appended = new CountDownLatch(1);
    CountDownLatch mayCommit = new CountDownLatch(1);
    CompletableFuture<Void> slow =
        CompletableFuture.runAsync(
            () ->
                transactions.executeWithoutResult(
                    _ -> {
                      log.append(List.of(event(visitor, "Wanted", "slow")));
                      appended.countDown();
                      await(mayCommit);
                    }));
    await(appended);
    assertThat(
            resolve(false, new Identifier.UserId(1, "slow"), new Identifier.AnonymousId(1, "slow")))
        .isEqualTo(customer);
    CompletableFuture<Void> moved = CompletableFuture.runAsync(() -> work.forEach(DueWork::runDue));
    Thread.sleep(200);
    mayCommit.countDown();
    slow.get(10, TimeUnit.SECONDS);
    moved.get(20, TimeUnit.SECONDS);
    work.forEach(DueWork::runDue);

    assertThat(
            jdbc.sql("select distinct profile_id from events.event where properties->>'m' = 'slow'")
                .query(UUID.class)
                .list())
        .containsExactly(customer.value());
    consumers.awaitCaughtUp();
    assertThat(recorder.seen).extracting(Event::profileId).containsExactly(customer);
  }

  @Test
  void historyGetsPartitionsOfItsOwn() {
    ProfileId jonas = person("jonas");
    Instant then = Instant.parse("2011-12-09T12:50:00Z");
    transactions.executeWithoutResult(
        _ -> {
          append(event(jonas, "Wanted", "now"));
          append(
              new Event(
                  Ids.random(then),
                  jonas,
                  1,
                  "Wanted",
                  then,
                  JsonNodeFactory.instance.objectNode().put("m", "then")));
        });
    consumers.awaitCaughtUp();
    assertThat(recorder.messages()).containsExactly("now", "then");
    assertThat(
            jdbc.sql("select count(*) from events.partition where from_month = date '2011-01-01'")
                .query(Integer.class)
                .single())
        .isEqualTo(1);
  }

  private void runStatementsOf(String guide) throws Exception {
    String text = Files.readString(Path.of(guide));
    String sql = text.substring(text.indexOf("```sql") + 6, text.lastIndexOf("```"));
    String statements = sql.replace("begin;", "").replace("commit;", "");
    transactions.executeWithoutResult(_ -> jdbc.sql(statements).update());
  }

  private void setCluster(String cluster) {
    jdbc.sql("update events.cursor set cluster = :cluster where name = 'recorder'")
        .param("cluster", cluster)
        .update();
    consumers.wake();
  }

  private @org.jspecify.annotations.Nullable String problem() {
    return consumers.states().stream()
        .filter(state -> state.name().equals("recorder"))
        .findFirst()
        .orElseThrow()
        .problem();
  }

  private int append(Event... events) {
    Integer count = transactions.execute(_ -> log.append(List.of(events)));
    return count == null ? 0 : count;
  }

  private ProfileId person(String user) {
    return resolve(false, new Identifier.UserId(1, user));
  }

  private ProfileId resolve(boolean proven, Identifier... identifiers) {
    List<ProfileId> ids =
        transactions.execute(
            _ ->
                profiles.resolve(
                    List.of(
                        new Sighting(List.of(identifiers), Map.of(), TestClock.START, proven))));
    return java.util.Objects.requireNonNull(ids).getFirst();
  }

  private static Event event(ProfileId profile, String metric, String message) {
    return new Event(
        Ids.hashed(TestClock.START, message.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        profile,
        1,
        metric,
        TestClock.START,
        JsonNodeFactory.instance.objectNode().put("m", message));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Writes down what it is given.
  static class Recorder implements EventConsumer {

    static final Wanted USUAL = Wanted.of(List.of("Wanted"));

    final List<Event> seen = new CopyOnWriteArrayList<>();
    volatile Wanted wanted = USUAL;
    private final JdbcClient jdbc;

    Recorder(JdbcClient jdbc) {
      this.jdbc = jdbc;
      jdbc.sql("create table if not exists recorded (m text)").update();
    }

    @Override
    public String name() {
      return "recorder";
    }

    @Override
    public Wanted wanted() {
      return wanted;
    }

    @Override
    public void accept(List<Event> batch) {
      for (Event event : batch) {
        String message = event.properties().path("m").asString();
        jdbc.sql("insert into recorded values (:m)").param("m", message).update();
        if (message.equals("poison")) {
          throw new IllegalArgumentException("poison");
        }
      }
      seen.addAll(batch);
    }

    List<String> messages() {
      return seen.stream().map(event -> event.properties().path("m").asString()).toList();
    }

    List<String> committed() {
      return jdbc.sql("select m from recorded").query(String.class).list();
    }
  }
}
