package io.kundig.segments;

import io.kundig.Kundig;
import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.events.Consumers;
import io.kundig.events.Event;
import io.kundig.events.EventLog;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.shared.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;

/// `bin/bench segments [--people N] [--rounds N] [--growth]`: people with ten events each. How long
/// everybody's past takes to be read, 200 segments to be judged, a condition to be estimated and
/// counted, beside the same question in SQL; from an event to the membership, idle and with others;
/// and how many events a second 200 segments keep up with.
final class SegmentsBench {

  private static final int SEGMENTS = 200;
  private static final int MONTHS = 14;

  /// People at the beginning of `--growth`, with ten events each, and how many of them do
  /// something.
  private static final int FEW = 10_000;

  private static final int CROWD = 500;
  private static final int VISITORS = 3_000;
  private static final String[] METRICS = {
    "Viewed Product",
    "Opened Email",
    "Added to Cart",
    "Clicked Email",
    "Started Checkout",
    "Active on Site"
  };

  private final ConfigurableApplicationContext server;
  private final JdbcClient jdbc;
  private final Segments segments;
  private final SegmentStore store;
  private final MemberStore members;
  private final Preview preview;
  private final Ingest ingest;
  private final int people;
  private final int rounds;
  private final Random random = new Random(4);

  private SegmentsBench(ConfigurableApplicationContext server, int people, int rounds) {
    this.server = server;
    this.jdbc = server.getBean(JdbcClient.class);
    this.segments = server.getBean(Segments.class);
    this.store = server.getBean(SegmentStore.class);
    this.members = server.getBean(MemberStore.class);
    this.preview = server.getBean(Preview.class);
    this.ingest = server.getBean(Ingest.class);
    this.people = people;
    this.rounds = rounds;
  }

  public static void main(String[] arguments) throws Exception {
    List<String> options = List.of(arguments);
    boolean growth = options.contains("--growth");
    Path data = Files.createTempDirectory("kundig-bench");
    data.toFile().setExecutable(true, false);
    data.toFile().setReadable(true, false);
    try (var server =
        SpringApplication.run(
            Kundig.class, "--kundig.port=0", "--kundig.data=" + data.resolve("data"))) {
      server.getBean(Shops.class).update(TestShops.nordlicht());
      var bench =
          new SegmentsBench(
              server,
              option(options, "--people", growth ? 1_000_000 : 100_000),
              option(options, "--rounds", 5));
      if (growth) {
        bench.grow();
      } else {
        bench.run();
      }
    } finally {
      delete(data);
    }
  }

  private void run() throws Exception {
    fill(0, people);
    awaitConsumers();
    Duration first = timed(() -> awaitLive(create(did(METRICS[0], 3, 30))));
    print("segments-first-use", first.toMillis() / 1e3, "s for " + people + " people", 0, 0);
    List<Segment> made = new ArrayList<>();
    for (int i = 1; i < SEGMENTS; i++) {
      made.add(create(typical(i)));
    }
    Duration all = timed(() -> awaitLive(made.getLast()));
    print("segments-refresh-199", all.toMillis() / 1e3, "s", 10, 0);
    Segment one = create(did(METRICS[1], 2, 45));
    print("segments-refresh-1", timed(() -> awaitLive(one)).toMillis() / 1e3, "s", 2, 0);
    for (int question = 0; question < 3; question++) {
      ask(question);
    }
    live("segments-live", 0, 25);
    // Whoever is met for the first time since there are new segments is judged by all of them; who
    // comes back after months changes a dozen segments with each event, who is here now hardly any.
    throughput("segments-events-first-met", people, 0);
    throughput("segments-events-coming-back", people, 0);
    throughput("segments-events-visitors-warming", VISITORS, 0);
    throughput("segments-events", VISITORS, 5_000);
    live("segments-live-busy", 500, 150);
  }

  /// `--growth`: how much longer an event takes at ten million stored events than at 100 thousand,
  /// by itself and in a long row of others; from as many people, all of whom were here before.
  private void grow() throws Exception {
    fill(0, FEW);
    server.getBean(Consumers.class).awaitCaughtUp();
    for (int i = 1; i < SEGMENTS; i++) {
      create(typical(i));
    }
    Segment signal = create(did("Bench Signal", 1, 5));
    awaitLive(signal);
    Growth few = growth(signal, FEW);
    server
        .getBean(TransactionTemplate.class)
        .executeWithoutResult(
            _ -> {
              jdbc.sql("select 1 from events.cursor for update").query(_ -> {});
              fill(FEW, people);
              // They are read as everybody's past, not one after the other.
              jdbc.sql("update events.cursor set txid = pg_current_xact_id(), seq = 2147483647")
                  .update();
            });
    server.getBean(Consumers.class).awaitCaughtUp();
    jdbc.sql("update segments.engine set built_at = null, built_to = null").update();
    Duration read = timed(this::awaitBuilt);
    System.err.printf("read %,d people in %d s%n", people, read.toSeconds());
    jdbc.sql("vacuum (analyze) segments.profile_facts").update();
    Growth many = growth(signal, people);
    print("segments-growth-alone", percent(many.alone, few.alone), "% longer", 30, 0);
    print("segments-growth-in-a-row", percent(many.inARow, few.inARow), "% longer", 30, 0);
  }

  private static double percent(double many, double few) {
    return (many / few - 1) * 100;
  }

  /// Milliseconds an event takes.
  ///
  /// @param alone the median from the answer of ingest to the bit
  /// @param inARow from ingest to the cursor, in the mean of many
  private record Growth(double alone, double inARow) {}

  private Growth growth(Segment signal, int among) throws Exception {
    int[] crowd = random.ints(CROWD, 0, among).toArray();
    millisOfEach(crowd, 10_000);
    double[] alone = new double[200];
    for (int i = 0; i < alone.length; i++) {
      UUID person = accept("Bench Signal", crowd[i]);
      long start = System.nanoTime();
      while (!members.segmentsOf(person).contains(signal.no())) {
        Thread.sleep(0, 200_000);
      }
      alone[i] = (System.nanoTime() - start) / 1e6;
      Thread.sleep(20);
    }
    double[] inARow = {
      millisOfEach(crowd, 10_000), millisOfEach(crowd, 10_000), millisOfEach(crowd, 10_000)
    };
    System.err.printf(
        Locale.ROOT,
        "%,d events: %.2f ms alone, %.3f ms in a row%n",
        jdbc.sql("select count(*) from events.event").query(Long.class).single(),
        median(alone),
        median(inARow));
    return new Growth(median(alone), median(inARow));
  }

  private double millisOfEach(int[] crowd, int events) {
    long start = System.nanoTime();
    for (int from = 0; from < events; from += 500) {
      List<Fact> facts = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        facts.add(
            fact(METRICS[random.nextInt(METRICS.length)], crowd[random.nextInt(crowd.length)]));
      }
      ingest.accept(facts);
    }
    server.getBean(Consumers.class).awaitCaughtUp();
    return (System.nanoTime() - start) / 1e6 / events;
  }

  private void awaitBuilt() {
    while (jdbc.sql("select built_at is null from segments.engine").query(Boolean.class).single()) {
      pause();
    }
  }

  private void ask(int question) {
    Condition condition =
        switch (question) {
          case 0 -> did(METRICS[0], 2, 30);
          case 1 ->
              new Condition.All(
                  List.of(did(METRICS[1], 1, 90), new Condition.Trait("city", text("Kiel"))));
          default ->
              new Condition.All(
                  List.of(
                      did(METRICS[2], 1, 60), new Condition.None(List.of(did(METRICS[4], 1, 60)))));
        };
    String sql =
        switch (question) {
          case 0 ->
              "select count(*) from (select profile_id from events.event e join events.metric m using (metric_id) where m.name = '%s' and e.id >= '%s' and e.at > (now() at time zone 'Europe/Berlin' - interval '30 days') at time zone 'Europe/Berlin' group by 1 having count(*) >= 2) as x"
                  .formatted(METRICS[0], idAt(30));
          case 1 ->
              "select count(*) from profiles.profile p where lower(p.traits ->> 'city') = 'kiel' and exists (select from events.event e join events.metric m using (metric_id) where e.profile_id = p.profile_id and m.name = '%s' and e.id >= '%s' and e.at > (now() at time zone 'Europe/Berlin' - interval '90 days') at time zone 'Europe/Berlin')"
                  .formatted(METRICS[1], idAt(90));
          default ->
              "select count(distinct e.profile_id) from events.event e join events.metric m using (metric_id) where m.name = '%s' and e.id >= '%s' and e.at > (now() at time zone 'Europe/Berlin' - interval '60 days') at time zone 'Europe/Berlin' and not exists (select from events.event o join events.metric n using (metric_id) where o.profile_id = e.profile_id and n.name = '%s' and o.id >= '%s' and o.at > (now() at time zone 'Europe/Berlin' - interval '60 days') at time zone 'Europe/Berlin')"
                  .formatted(METRICS[2], idAt(60), METRICS[4], idAt(60));
        };
    double[] estimate = new double[rounds];
    double[] exact = new double[rounds];
    double[] byHand = new double[rounds];
    long counted = 0;
    long expected = 0;
    for (int i = 0; i < rounds; i++) {
      estimate[i] = timed(() -> preview.ask("bench", condition, null, false, 10)).toNanos() / 1e6;
      long start = System.nanoTime();
      counted = preview.ask("bench", condition, null, true, 10).count();
      exact[i] = (System.nanoTime() - start) / 1e6;
      start = System.nanoTime();
      expected = jdbc.sql(sql).query(Long.class).single();
      byHand[i] = (System.nanoTime() - start) / 1e6;
    }
    System.err.printf("question %d: %d counted, %d by hand%n", question, counted, expected);
    print("segments-estimate-" + question, median(estimate), "ms", 100, 0);
    print("segments-exact-" + question, median(exact), "ms", 1_500, median(byHand));
  }

  /// From the answer of ingest to the bit, while other events come in.
  private void live(String name, int eventsPerSecond, double bar) throws Exception {
    Segment segment = create(did("Bench Signal " + eventsPerSecond, 1, 5));
    awaitLive(segment);
    Thread others = Thread.ofPlatform().start(() -> load(eventsPerSecond));
    int samples = 200;
    double[] millis = new double[samples];
    for (int i = 0; i < samples; i++) {
      UUID person = accept("Bench Signal " + eventsPerSecond, random.nextInt(people));
      long start = System.nanoTime();
      while (!members.segmentsOf(person).contains(segment.no())) {
        Thread.sleep(0, 200_000);
      }
      millis[i] = (System.nanoTime() - start) / 1e6;
      Thread.sleep(20);
    }
    others.interrupt();
    others.join();
    Arrays.sort(millis);
    print(name + "-p50", millis[samples / 2], "ms", 0, 0);
    print(name + "-p99", millis[samples * 99 / 100], "ms", bar, 0);
  }

  private void load(int eventsPerSecond) {
    Random somebody = new Random(11);
    long start = System.nanoTime();
    long sent = 0;
    while (eventsPerSecond > 0 && !Thread.currentThread().isInterrupted()) {
      long wanted = (System.nanoTime() - start) * eventsPerSecond / 1_000_000_000;
      List<Fact> facts = new ArrayList<>();
      for (; sent < wanted; sent++) {
        facts.add(fact(METRICS[(int) (sent % METRICS.length)], somebody.nextInt(VISITORS)));
      }
      if (!facts.isEmpty()) {
        ingest.accept(facts);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  /// @param crowd how many people the events are spread over
  private void throughput(String name, int crowd, double bar) {
    Consumers consumers = server.getBean(Consumers.class);
    int events = 30_000;
    Random somebody = new Random(7);
    long changes = changes();
    long start = System.nanoTime();
    for (int from = 0; from < events; from += 500) {
      List<Fact> facts = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        facts.add(fact(METRICS[random.nextInt(METRICS.length)], somebody.nextInt(crowd)));
      }
      ingest.accept(facts);
    }
    double accepted = (System.nanoTime() - start) / 1e9;
    consumers.awaitCaughtUp();
    double judged = (System.nanoTime() - start) / 1e9;
    System.err.printf(
        Locale.ROOT,
        "accepted in %.1f s, judged after %.1f s, %.2f memberships changed by an event%n",
        accepted,
        judged,
        (changes() - changes) / (double) events);
    print(name, events / judged, "events/s with 200 segments", bar, 0);
  }

  private long changes() {
    return jdbc.sql("select coalesce(sum(entered + left_), 0) from segments.day")
        .query(Long.class)
        .single();
  }

  private UUID accept(String metric, int person) {
    return switch (ingest.accept(List.of(fact(metric, person))).getFirst()) {
      case Ingest.Outcome.Accepted accepted -> accepted.profileId().value();
      case Ingest.Outcome other -> throw new IllegalStateException(other.toString());
    };
  }

  private static Fact fact(String metric, int person) {
    return new Fact.Track(
        1,
        UUID.randomUUID().toString(),
        List.of(new Identifier.Email("person" + person + "@example.de")),
        Instant.now(),
        metric,
        JsonNodeFactory.instance.objectNode().put("Brand", "Nordlicht"),
        Map.of(),
        Fact.Trust.PROVEN);
  }

  private Condition typical(int i) {
    String metric = METRICS[i % METRICS.length];
    int days = 7 + i % 180;
    return switch (i % 5) {
      case 0 -> did(metric, 1 + i % 4, days);
      case 1 ->
          new Condition.All(
              List.of(did(metric, 1, days), new Condition.Trait("city", text("Kiel"))));
      case 2 ->
          new Condition.All(
              List.of(
                  did(metric, 1, days),
                  new Condition.None(List.of(did(METRICS[(i + 1) % METRICS.length], 1, days)))));
      case 3 ->
          new Condition.Any(
              List.of(did(metric, 2, days), did(METRICS[(i + 2) % METRICS.length], 2, days)));
      default ->
          new Condition.All(
              List.of(
                  SegmentCast.subscribed(),
                  did(metric, 1, days),
                  new Condition.Created(new When.AtLeastAgo(new Span(30, Unit.DAYS)))));
    };
  }

  private static Condition did(String metric, int times, int days) {
    return SegmentCast.did(metric, SegmentCast.atLeast(times), SegmentCast.last(days, Unit.DAYS));
  }

  private static ValueTest text(String value) {
    return new ValueTest.Text(ValueTest.Text.Operator.EQUALS, value, false);
  }

  private Segment create(Condition condition) {
    return segments.create(new Segments.Draft("Bench " + UUID.randomUUID(), "", null, condition));
  }

  private void awaitLive(Segment segment) {
    while (segments.get(segment.id()).state() != Segment.State.LIVE) {
      pause();
    }
  }

  /// Of millions of events that are new at once.
  private void awaitConsumers() {
    Consumers consumers = server.getBean(Consumers.class);
    while (consumers.states().stream().anyMatch(Consumers.State::behind)) {
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Partitions are made by the log itself: an event in each month.
  private void fill(int from, int to) {
    EventLog log = server.getBean(EventLog.class);
    TransactionTemplate transaction = server.getBean(TransactionTemplate.class);
    Instant now = Instant.now();
    ProfileId nobody = new ProfileId(UUID.randomUUID());
    List<Event> one = new ArrayList<>();
    for (int month = 0; month < MONTHS; month++) {
      Instant at = now.atZone(ZoneOffset.UTC).minusMonths(month).toInstant();
      for (String metric : METRICS) {
        one.add(
            new Event(
                Ids.random(at), nobody, 1, metric, at, JsonNodeFactory.instance.objectNode()));
      }
    }
    transaction.executeWithoutResult(_ -> log.append(one));
    for (String sql :
        List.of(
            "drop table if exists public.bench_people",
            "create unlogged table public.bench_people as select n, (lpad(to_hex((extract(epoch from now() - n %% 400 * interval '1 day') * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid as id from generate_series(%d, %d) as n"
                .formatted(from, to - 1),
            "insert into profiles.profile (profile_id, known, traits, trait_times, email, search, created_at) select id, true, jsonb_build_object('email', 'person' || n || '@example.de', 'city', (array['Kiel', 'Köln', 'Ulm', 'Jena'])[n % 4 + 1], 'first_name', 'Anna'), '{}', 'person' || n || '@example.de', 'person' || n, now() - n % 400 * interval '1 day' from public.bench_people",
            "insert into profiles.identifier_owner select 'e:person' || n || '@example.de', id, now() from public.bench_people",
            "insert into consent.state select id, 'email', 'marketing', 'subscribed', 'form', now() - n % 300 * interval '1 day', 'bench' from public.bench_people where n % 3 < 2",
            "insert into events.event (profile_id, id, metric_id, shop_id, at, txid, seq, properties) select p.id, (lpad(to_hex((extract(epoch from t.at) * 1000)::bigint), 12, '0') || '7' || substr(md5(p.n || ' ' || k), 1, 3) || '8' || substr(md5(p.n || ' ' || k), 4, 15))::uuid, m.metric_id, 1, t.at, pg_current_xact_id(), row_number() over (), '{\"Brand\": \"Nordlicht\", \"ProductID\": \"espresso\", \"value\": 12.9}' from public.bench_people p cross join generate_series(0, 9) as k cross join lateral (select date_trunc('milliseconds', now() - ((p.n::bigint * 7919 + k * 104729) % 380) * interval '1 day' - ((p.n * 31 + k * 17) % 1440) * interval '1 minute') as at) as t join events.metric m on m.name = (array['Viewed Product', 'Opened Email', 'Added to Cart', 'Clicked Email', 'Started Checkout', 'Active on Site'])[(p.n + k * k) % 6 + 1]")) {
      jdbc.sql(sql).update();
    }
    jdbc.sql("analyze").update();
  }

  private static UUID idAt(int daysAgo) {
    long millis = Instant.now().minus(Duration.ofDays(daysAgo + 1)).toEpochMilli();
    return new UUID(millis << 16, 0);
  }

  private static Duration timed(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static double median(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void print(String name, double figure, String unit, double bar, double limit) {
    System.out.printf(
        Locale.ROOT,
        "{\"name\":\"%s\",\"figure\":%.1f,\"unit\":\"%s\",\"limit\":%.1f,\"bar\":%.0f}%n",
        name,
        figure,
        unit,
        limit,
        bar);
  }

  private static int option(List<String> options, String name, int fallback) {
    int at = options.indexOf(name);
    return at < 0 ? fallback : Integer.parseInt(options.get(at + 1));
  }

  private static void delete(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
