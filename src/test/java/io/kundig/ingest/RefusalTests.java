package io.kundig.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.profiles.Identifier;
import io.kundig.support.KundigTest;
import io.kundig.support.TestClock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// What is answered when facts cannot be stored, and what becomes of them.
@KundigTest(properties = {"kundig.api-key=" + RefusalTests.KEY, "kundig.write-key=wk_refusal"})
class RefusalTests {

  static final String KEY = "kk_test_refusals_0123456789abcdefghij";

  private final MockMvcTester http;
  private final Ingest ingest;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final JsonMapper json;

  RefusalTests(
      MockMvcTester http,
      Ingest ingest,
      JdbcClient jdbc,
      TransactionTemplate transactions,
      JsonMapper json) {
    this.http = http;
    this.ingest = ingest;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.json = json;
  }

  @BeforeEach
  void watch() {
    storeAgain();
    jdbc.sql(
            """
            create or replace trigger refusing before insert on events.event
            for each row execute function events.refuse()
            """)
        .update();
  }

  @ParameterizedTest
  @ValueSource(strings = {"53100", "53200", "58030", "57P01"})
  void aFullDiskIsNoFaultOfTheFact(String state) {
    refuse(state);
    MvcTestResult refused = track("disk-" + state);
    assertThat(refused).hasStatus(503).hasHeader("Retry-After", "1");
    assertThat(waiting()).isEmpty();

    storeAgain();
    assertThat(track("disk-" + state)).hasStatusOk();
    assertThat(track("disk-" + state)).hasStatusOk();
    assertThat(stored("disk-" + state)).isEqualTo(1);
  }

  @Test
  void whatStaffDecideIsRefusedTheSameWay() {
    assertThat(track("decided")).hasStatusOk();
    refuse("53100");
    MvcTestResult refused = unsubscribe("decided@example.com");
    assertThat(refused).hasStatus(503).hasHeader("Retry-After", "1");
    assertThat(refused)
        .hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyJson()
        .extractingPath("$.type")
        .isEqualTo("urn:kundig:problem:unavailable");

    storeAgain();
    assertThat(unsubscribe("decided@example.com")).hasStatus(201);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void moreThanCanBeStoredIsRefusedUntilThereIsRoom() {
    CompletableFuture<Void> flood =
        transactions.execute(
            _ -> {
              jdbc.sql("lock table only events.event in share mode").update();
              List<Fact.Track> facts =
                  IntStream.range(0, Ingest.CAPACITY).mapToObj(RefusalTests::fact).toList();
              var taken = CompletableFuture.runAsync(() -> ingest.accept(facts));
              while (ingest.depth() < Ingest.CAPACITY) {
                Thread.onSpinWait();
              }
              assertThat(track("too-much")).hasStatus(429).hasHeader("Retry-After", "1");
              assertThat(get("/stats").path("queue").path("depth").asInt())
                  .isEqualTo(Ingest.CAPACITY);
              return taken;
            });
    flood.join();

    assertThat(track("too-much")).hasStatusOk();
    assertThat(stored("too-much")).isEqualTo(1);
    while (ingest.depth() > 0) {
      Thread.onSpinWait(); // a lane answers before it counts
    }
  }

  @Test
  void whatTheDatabaseRefusesIsKeptAndCanBeTriedAgain() {
    refuse("22023");
    assertThat(track("poison")).hasStatusOk();
    assertThat(get("/live?limit=1").path("items").path(0).path("outcome").asString())
        .isEqualTo("set_aside");
    List<String> kept = waiting();
    assertThat(kept).hasSize(1);

    assertThat(replay(kept.getFirst())).hasStatus(409);
    assertThat(waiting()).isEqualTo(kept);

    storeAgain();
    assertThat(replay(kept.getFirst())).hasStatus(202);
    assertThat(waiting()).isEmpty();
    assertThat(stored("poison")).isEqualTo(1);
    assertThat(replay(kept.getFirst())).hasStatus(404);
    assertThat(track("poison")).hasStatusOk();
    assertThat(stored("poison")).isEqualTo(1);
  }

  private void refuse(String state) {
    onInsert("raise exception 'not now' using errcode = '" + state + "'");
  }

  private void storeAgain() {
    onInsert("return new");
  }

  private void onInsert(String statement) {
    jdbc.sql(
            """
            create or replace function events.refuse() returns trigger language plpgsql as
            $$ begin %s; end $$
            """
                .formatted(statement))
        .update();
  }

  private static Fact.Track fact(int number) {
    return new Fact.Track(
        1,
        "flood-" + number,
        List.of(new Identifier.UserId(1, "flood")),
        TestClock.START,
        "Flooded",
        JsonNodeFactory.instance.objectNode(),
        Map.of(),
        Fact.Trust.PUBLIC);
  }

  private MvcTestResult track(String name) {
    return http.post()
        .uri("/v1/track")
        .contentType(MediaType.APPLICATION_JSON)
        .content(
            """
            {"writeKey":"wk_refusal","event":"Counted","messageId":"%1$s","userId":"%1$s",
             "timestamp":"2026-03-02T08:00:00Z","properties":{"name":"%1$s"},
             "context":{"traits":{"email":"%1$s@example.com"}}}
            """
                .formatted(name))
        .exchange();
  }

  private MvcTestResult unsubscribe(String email) {
    String id =
        jdbc.sql("select profile_id::text from profiles.profile where email = :email")
            .param("email", email)
            .query(String.class)
            .single();
    return http.post()
        .uri("/api/v1/profiles/" + id + "/consents")
        .header("Authorization", "Bearer " + KEY)
        .contentType(MediaType.APPLICATION_JSON)
        .content(
            """
            {"channel":"email","purpose":"marketing","state":"unsubscribed"}
            """)
        .exchange();
  }

  private MvcTestResult replay(String id) {
    return http.post()
        .uri("/api/v1/ingest/set-aside/" + id + "/replay")
        .header("Authorization", "Bearer " + KEY)
        .exchange();
  }

  private List<String> waiting() {
    return get("/set-aside").path("items").findValuesAsString("id");
  }

  private int stored(String name) {
    return jdbc.sql("select count(*) from events.event where properties ->> 'name' = :name")
        .param("name", name)
        .query(Integer.class)
        .single();
  }

  private JsonNode get(String path) {
    MvcTestResult answer =
        http.get().uri("/api/v1/ingest" + path).header("Authorization", "Bearer " + KEY).exchange();
    assertThat(answer).hasStatusOk();
    return json.readTree(answer.getResponse().getContentAsByteArray());
  }
}
