package io.kundig.segments;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.Kundig;
import io.kundig.support.ServerProcess;
import io.kundig.support.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Two servers on one database judge while events come in through both, definitions are changed,
/// and they are killed: while pasts are first read, while a segment is being built, while everybody
/// is judged anew, and in the middle of live events. In the end who is in which segment is what SQL
/// over the log says, and each entry and exit was told once.
class SegmentCrashTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final int PEOPLE = 12_000;
  private static final int LIVE_EVENTS = Integer.getInteger("kundig.crash.events", 4_000);
  private static final int BATCH = 25;
  private static final int SENDERS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Pattern READY =
      Pattern.compile("Kundig is at (http://127\\.0\\.0\\.1:\\d+)");
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
  private static final String KEY = "kk_test_segment_crash_0123456789abcdef";
  private static final String WRITE_KEY = "wk_crash";

  private final JdbcClient jdbc = database.jdbc();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Random random = new Random(Long.getLong("kundig.crash.seed", System.nanoTime()));
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicReferenceArray<String> addresses = new AtomicReferenceArray<>(2);
  private final ServerProcess[] servers = new ServerProcess[2];
  private final Instant giveUp = Instant.now().plus(PATIENCE);

  @TempDir private Path folder;

  @AfterEach
  void end() {
    for (ServerProcess server : servers) {
      if (server != null) {
        server.close();
      }
    }
    http.close();
  }

  @Test
  void whoeverIsKilledAndHoweverManyJudgeEverybodyIsWhereTheLogPutsThem() throws Exception {
    start(0);
    send(
        0,
        event(0, 0, Instant.now()) + "," + event(0, 1, Instant.now().minus(Duration.ofDays(25))));
    fill();

    UUID often = create("Often", did(3, ""));
    await(() -> count("select count(*) from segments.profile_facts") > 0);
    kill(0);
    assertThat(count("select count(*) from segments.engine where built_at is null"))
        .as("killed while pasts are read")
        .isEqualTo(1);
    start(0, 1);
    awaitLive();

    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < SENDERS; i++) {
        int server = i % 2;
        senders.submit(() -> sendAll(server));
      }
      UUID blue =
          create(
              "Blue",
              did(
                  2,
                  ",\"where\":[{\"property\":\"colour\",\"op\":\"equals\",\"value\":\"blue\"}]"));
      create(
          "From Kiel",
          "{\"type\":\"trait\",\"name\":\"city\",\"op\":\"equals\",\"value\":\"kiel\"}");
      create(
          "Often, not blue",
          "{\"type\":\"all\",\"of\":[%s,%s]}".formatted(in(often, true), in(blue, false)));
      create(
          "Within the hour", did(1, ",\"when\":{\"type\":\"last\",\"n\":60,\"unit\":\"minutes\"}"));
      Thread.sleep(random.nextInt(60));
      kill(0);
      kill(1);
      start(0, 1);

      sent(LIVE_EVENTS / 3);
      kill(random.nextInt(2));
      startMissing();
      change(often, "Often", did(4, ""));
      Thread.sleep(random.nextInt(60));
      kill(0);
      sent(LIVE_EVENTS * 2 / 3);
      startMissing();
      kill(1);
      startMissing();
      change(often, "Often", did(3, ""));
    }
    assertThat(acknowledged).hasValue(LIVE_EVENTS);
    awaitLive();
    Instant nearlyAnHourAgo = Instant.now().minus(Duration.ofMinutes(60)).plusSeconds(6);
    assertThat(send(0, event(PEOPLE - 1, LIVE_EVENTS + 10, nearlyAnHourAgo))).isTrue();
    Instant allAreOlder = Instant.now().plusSeconds(8);
    await(() -> Instant.now().isAfter(allAreOlder));
    await(() -> count(BEHIND) == 0);

    assertMembers("Often", "select profile_id from counted group by 1 having count(*) >= 3");
    assertMembers(
        "Blue",
        "select profile_id from counted where properties ->> 'colour' = 'blue' group by 1 having count(*) >= 2");
    assertMembers(
        "From Kiel",
        "select profile_id from profiles.profile where merged_into is null and traits ->> 'city' = 'Kiel'");
    assertMembers(
        "Often, not blue",
        "select profile_id from counted group by 1 having count(*) >= 3 and count(*) filter (where properties ->> 'colour' = 'blue') < 2");
    assertMembers(
        "Within the hour", "select profile_id from counted where at > now() - interval '1 hour'");
    assertThat(count(LEFT_WITHIN_THE_HOUR)).as("left by time alone").isPositive();
    assertThat(count(TOLD_TWICE)).as("entered or left twice in a row").isZero();
    assertThat(count(TOLD_OTHERWISE)).as("told last otherwise than it is").isZero();
    assertThat(count("select count(*) from events.set_aside")).isZero();
  }

  private static final String BEHIND =
      """
      select (select count(*) from segments.touched)
        + (select count(*) from segments.profile_facts where turn_at < now())
        + (select count(*) from events.cursor c, (select txid, seq from events.event order by txid desc, seq desc limit 1) e
           where c.name = 'segments' and (e.txid, e.seq) > (c.txid, c.seq))
      """;

  private static final String MEMBERS =
      """
      member as (
        select s.name, s.segment_id, f.profile_id from segments.segment s
        join segments.member m on m.segment_no = s.no
        cross join lateral generate_series(0, octet_length(m.bits) * 8 - 1) as bit
        join segments.profile_facts f on f.ord = m.chunk * 4096 + bit
        where get_bit(m.bits, bit) = 1)
      """;

  private static final String TOLD =
      """
      told as (
        select e.profile_id, e.properties ->> 'segmentId' as segment, m.name = 'Entered Segment' as entered,
          lag(m.name) over same = m.name as again,
          row_number() over (partition by e.profile_id, e.properties ->> 'segmentId' order by e.txid desc, e.seq desc) = 1 as newest
        from events.event e join events.metric m using (metric_id)
        where m.name in ('Entered Segment', 'Left Segment')
        window same as (partition by e.profile_id, e.properties ->> 'segmentId' order by e.txid, e.seq))
      """;

  /// Of the one whose people were judged anew in between it is not told who fitted then.
  private static final String TOLD_TWICE =
      "with "
          + TOLD
          + "select count(*) from told join segments.segment s on s.segment_id = segment::uuid where again and s.name not like 'Often%'";

  private static final String TOLD_OTHERWISE =
      "with "
          + MEMBERS
          + ","
          + TOLD
          + """
          select count(*) from told join segments.segment s on s.segment_id = segment::uuid
          where newest and s.name not like 'Often%' and entered <> exists (
            select from member x where x.segment_id = s.segment_id and x.profile_id = told.profile_id)
          """;

  private static final String LEFT_WITHIN_THE_HOUR =
      """
      select count(*) from events.event e join events.metric m using (metric_id)
      where m.name = 'Left Segment' and e.properties ->> 'segment' = 'Within the hour'
      """;

  private void assertMembers(String segment, String expected) {
    String both =
        """
        with counted as (
          select e.* from events.event e join events.metric m using (metric_id) where m.name = 'Counted'),
        %s,
        expected as (%s),
        found as (select profile_id from member where name = '%s')
        """
            .formatted(MEMBERS, expected, segment);
    assertThat(
            count(
                both + "select count(*) from (select * from found except select * from expected)"))
        .as("in %s, but the log says otherwise", segment)
        .isZero();
    assertThat(
            count(
                both + "select count(*) from (select * from expected except select * from found)"))
        .as("not in %s, but the log says otherwise", segment)
        .isZero();
  }

  /// People with three events each, without a server: their number is what makes building last.
  private void fill() {
    for (String sql :
        new String[] {
          "create table public.filled as select n, (lpad(to_hex((extract(epoch from now() - interval '20 days') * 1000)::bigint + n), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid as id from generate_series(1, %d) as n"
              .formatted(PEOPLE),
          "insert into profiles.profile (profile_id, known, traits, trait_times, created_at) select id, true, case when n % 3 = 0 then '{\"city\": \"Kiel\"}'::jsonb else '{}' end, '{}', now() - interval '20 days' from public.filled",
          "insert into profiles.identifier_owner select 'u:1:p-' || n, id, now() from public.filled",
          "insert into events.event (profile_id, id, metric_id, shop_id, at, txid, seq, properties) select p.id, (lpad(to_hex((extract(epoch from t.at) * 1000)::bigint), 12, '0') || '7' || substr(md5(p.n || ' ' || k), 1, 3) || '8' || substr(md5(p.n || ' ' || k), 4, 15))::uuid, m.metric_id, 1, t.at, pg_current_xact_id(), row_number() over (), jsonb_build_object('colour', case (n + k) % 2 when 0 then 'blue' else 'red' end) from public.filled p cross join generate_series(1, 3) as k cross join lateral (select date_trunc('milliseconds', now() - (k * 5) * interval '1 day' - p.n * interval '1 second') as at) as t join events.metric m on m.name = 'Counted' where (p.n + k) % 5 < 4"
        }) {
      jdbc.sql(sql).update();
    }
    jdbc.sql("analyze").update();
  }

  private static String did(int times, String more) {
    return "{\"type\":\"did\",\"metric\":\"Counted\",\"is\":{\"op\":\"at_least\",\"value\":%d}%s}"
        .formatted(times, more);
  }

  private static String in(UUID segment, boolean in) {
    return "{\"type\":\"segment\",\"id\":\"%s\",\"in\":%s}".formatted(segment, in);
  }

  private UUID create(String name, String condition) throws Exception {
    Matcher matcher = ID.matcher(ask("POST", "/api/v1/segments", form(name, condition)));
    assertThat(matcher.find()).isTrue();
    return UUID.fromString(matcher.group(1));
  }

  private void change(UUID segment, String name, String condition) throws Exception {
    ask("PUT", "/api/v1/segments/" + segment, form(name, condition));
  }

  private static String form(String name, String condition) {
    return "{\"name\":\"%s\",\"condition\":%s}".formatted(name, condition);
  }

  /// Of whichever server answers.
  private String ask(String method, String path, String body) throws Exception {
    String address = servers[0] == null ? addresses.get(1) : addresses.get(0);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + KEY)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
    return response.body();
  }

  private void sendAll(int server) {
    int to = server;
    try {
      for (int first = next.getAndAdd(BATCH); first < LIVE_EVENTS; first = next.getAndAdd(BATCH)) {
        StringBuilder batch = new StringBuilder();
        for (int n = first; n < first + BATCH; n++) {
          batch.append(n == first ? "" : ",").append(live(n));
        }
        while (!send(to, batch.toString()) && Instant.now().isBefore(giveUp)) {
          to = 1 - to;
          Thread.sleep(20);
        }
        acknowledged.addAndGet(BATCH);
        Thread.sleep(25);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Every fourth is an hour old in some seconds.
  private static String live(int n) {
    if (n % 10 == 9) {
      return "{\"type\":\"identify\",\"messageId\":\"t-%d\",\"userId\":\"p-%d\",\"traits\":{\"city\":\"%s\"}}"
          .formatted(n, 1 + n * 31 % (PEOPLE / 4), n % 4 == 1 ? "Kiel" : "Ulm");
    }
    Duration age = n % 4 == 0 ? Duration.ofMinutes(60).minusSeconds(6) : Duration.ofMinutes(61);
    return event(1 + n * 7919 % (PEOPLE / 4), n + 10, Instant.now().minus(age));
  }

  private static String event(int person, int n, Instant at) {
    return "{\"type\":\"track\",\"event\":\"Counted\",\"messageId\":\"m-%d\",\"timestamp\":\"%s\",\"userId\":\"p-%d\",\"properties\":{\"colour\":\"%s\"}}"
        .formatted(n, at, person, n % 3 == 0 ? "blue" : "red");
  }

  private boolean send(int server, String batch) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(addresses.get(server) + "/v1/batch"))
              .timeout(Duration.ofSeconds(20))
              .POST(
                  BodyPublishers.ofString(
                      "{\"writeKey\":\"" + WRITE_KEY + "\",\"batch\":[" + batch + "]}"))
              .build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private void start(int... which) {
    for (int server : which) {
      servers[server] =
          ServerProcess.start(
              Kundig.class.getName(),
              "--database-url=" + database.url(),
              "--secret=a-secret-for-tests-only",
              "--api-key=" + KEY,
              "--write-key=" + WRITE_KEY,
              "--data=" + folder.resolve("data" + server),
              "--port=0");
    }
    for (int server : which) {
      addresses.set(server, servers[server].awaitLine(READY).group(1));
    }
  }

  private void startMissing() {
    for (int server = 0; server < servers.length; server++) {
      if (servers[server] == null) {
        start(server);
      }
    }
  }

  private void kill(int server) {
    servers[server].kill();
    servers[server] = null;
  }

  private void sent(int events) throws Exception {
    await(() -> acknowledged.get() >= events);
  }

  private void awaitLive() throws Exception {
    await(() -> count("select count(*) from segments.segment where state <> 'live'") == 0);
  }

  private void await(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      assertThat(Instant.now()).as(this::standing).isBefore(giveUp);
      Thread.sleep(2);
    }
  }

  private String standing() {
    return jdbc.sql("select name, state, refreshed_to, problem from segments.segment order by no")
            .query()
            .listOfRows()
        + " acknowledged "
        + acknowledged;
  }

  private long count(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }
}
