package io.kundig.segments;

import static io.kundig.segments.SegmentCast.atLeast;
import static io.kundig.segments.SegmentCast.did;
import static io.kundig.segments.SegmentCast.email;
import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.ingest.Ingest;
import io.kundig.platform.AllDueWork;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.ProfileId;
import io.kundig.shared.Conflict;
import io.kundig.support.KundigTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;

/// What somebody may try on segments by the API, with a key or as a member of staff.
@KundigTest(properties = "kundig.api-key=" + SegmentAttackTests.KEY)
class SegmentAttackTests {

  static final String KEY = "kk_test_segment_attacks_0123456789abcdefgh";

  private final MockMvcTester http;
  private final Segments segments;
  private final Preview preview;
  private final SegmentViews views;
  private final Shops shops;
  private final AllDueWork work;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final SegmentCast cast;

  SegmentAttackTests(
      MockMvcTester http,
      Segments segments,
      Preview preview,
      SegmentViews views,
      Shops shops,
      Ingest ingest,
      AllDueWork work,
      KundigClock clock,
      JdbcClient jdbc,
      TransactionTemplate transactions) {
    this.http = http;
    this.segments = segments;
    this.preview = preview;
    this.views = views;
    this.shops = shops;
    this.work = work;
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.cast = new SegmentCast(ingest, clock);
  }

  @BeforeEach
  void openTheShop() {
    shops.update(TestShops.nordlicht());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'sample','percent':1e400,'key':'k'}",
        "{'type':'sample','percent':1e-400,'key':'k'}",
        "{'type':'sample','percent':1e2147483647,'key':'k'}",
        "{'type':'sample','percent':NaN,'key':'k'}",
        "{'type':'sample','percent':5,'key':'a\\u0000b'}",
        "{'type':'sample','percent':5,'key':'a\\uD800'}",
        "{'type':'did','metric':'\\u0000','is':{'op':'at_least','value':1}}",
        "{'type':'did','metric':'M','is':{'op':'at_least','value':1e999999999}}",
        "{'type':'did','metric':'M','is':{'op':'at_least','value':1},'where':[{'property':'a.b.c.d.e.f.g.h.i.j.k.l','op':'is_set'}]}",
        "{'type':'did','metric':'M','is':{'op':'at_least','value':1},'when':{'type':'last','n':2147483647,'unit':'years'}}",
        "{'type':'did','metric':'M','is':{'op':'at_least','value':1},'when':{'type':'after','date':'-999999999-01-01'}}",
        "{'type':'trait','name':'p','op':'matches','value':'((a{90}){90}){90}'}",
        "{'type':'trait','name':'p','op':'matches','value':'(?<name>'}",
        "{'type':'trait','name':'p','op':'equals','value':{'$gt':''}}",
        "{'type':'trait','name':'p','op':'in','value':[[['x']]]}",
        "{'type':'shop','in':[1,2,999]}",
        "{'type':'segment','id':'00000000-0000-0000-0000-000000000001 or 1=1','in':true}",
        "{'type':'segment','id':'00000000-0000-0000-0000-000000000001','in':true}",
        "{'type':'all','of':'x'}",
        "['all']",
        "null",
        "'x'"
      })
  void whatIsNoConditionIsRefusedWhereverItIsSent(String condition) {
    String json = condition.replace('\'', '"');
    for (String path : List.of("/segments", "/segments/previews", "/segments/explanations")) {
      assertThat(
              post(
                      path,
                      "{\"name\":\"A\",\"profileId\":\"%s\",\"condition\":%s}"
                          .formatted(UUID.randomUUID(), json))
                  .getResponse()
                  .getStatus())
          .as(path)
          .isBetween(400, 422);
    }
  }

  @Test
  void endlessConditionsAreRefused() {
    String deep = "{\"type\":\"all\",\"of\":[".repeat(5_000) + "]}".repeat(5_000);
    String wide =
        "{\"type\":\"any\",\"of\":[%s]}"
            .formatted(
                String.join(
                    ",",
                    java.util.Collections.nCopies(
                        5_000, "{\"type\":\"known_by\",\"kind\":\"email\"}")));
    String many =
        "{\"type\":\"trait\",\"name\":\"p\",\"op\":\"in\",\"value\":[%s]}"
            .formatted(String.join(",", java.util.Collections.nCopies(50_000, "\"x\"")));
    for (String condition : List.of(deep, wide, many)) {
      assertThat(
              post("/segments/previews", "{\"condition\":" + condition + "}")
                  .getResponse()
                  .getStatus())
          .isBetween(400, 422);
    }
  }

  @Test
  void namesAreOnlyNames() {
    String name = "=cmd|'/c calc'!A1\\r\\nSet-Cookie: a=b<script>alert(1)</script>\\\"; drop";
    MvcTestResult made =
        post("/segments", "{\"name\":\"" + name + "\",\"condition\":{\"type\":\"all\",\"of\":[]}}");
    assertThat(made.getResponse().getStatus()).isEqualTo(201);
    work.settle();
    UUID id =
        jdbc.sql("select segment_id from segments.segment where name like '=cmd%'")
            .query(UUID.class)
            .single();
    MvcTestResult file =
        http.get()
            .uri("/api/v1/segments/" + id + "/members.csv")
            .header(HttpHeaders.AUTHORIZATION, "Bearer " + KEY)
            .exchange();
    assertThat(file.getResponse().getHeader(HttpHeaders.CONTENT_DISPOSITION))
        .doesNotContain("\r", "\n");
    assertThat(file.getResponse().getHeaders("Set-Cookie")).noneMatch(one -> one.contains("a=b"));
    for (String broken : List.of("a\\u0000b", "x".repeat(121), "")) {
      assertThat(
              post(
                      "/segments",
                      "{\"name\":\"" + broken + "\",\"condition\":{\"type\":\"all\",\"of\":[]}}")
                  .getResponse()
                  .getStatus())
          .isBetween(400, 422);
    }
    assertThat(
            http.get()
                .uri("/api/v1/segments/" + id + "/members?cursor=1;drop")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + KEY))
        .hasStatus4xxClientError();
  }

  /// They hang in the database; whoever sends events does not notice.
  @Test
  void manyPreviewsAtOnceDoNotTakeTheConnectionsOfEvents() throws Exception {
    segments.create(new Segments.Draft("Any", "", null, did("Something", atLeast(1), When.EVER)));
    work.settle();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<?>> asked = new ArrayList<>();
      transactions.executeWithoutResult(
          _ -> {
            jdbc.sql("lock table segments.member in access exclusive mode").update();
            for (int i = 0; i < 60; i++) {
              UUID asker = UUID.randomUUID();
              Segment any = segments.all().getFirst();
              asked.add(
                  CompletableFuture.runAsync(
                      () ->
                          preview.ask(
                              asker, new Condition.InSegment(any.id(), true), null, true, 1),
                      threads));
            }
            sleep(Duration.ofMillis(500));
            ProfileId person =
                CompletableFuture.supplyAsync(
                        () -> cast.track(email("a-" + UUID.randomUUID()), "Unhindered"), threads)
                    .orTimeout(6, TimeUnit.SECONDS)
                    .join();
            assertThat(person).isNotNull();
          });
      for (CompletableFuture<?> one : asked) {
        try {
          one.get(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | CompletionException e) {
          assertThat(e).hasCauseInstanceOf(Conflict.class);
        }
      }
    }
  }

  @Test
  void theVocabularyStaysSmall() {
    jdbc.sql(
            "insert into events.metric (name) select 'Made up ' || n from generate_series(1, 20000) as n on conflict do nothing")
        .update();
    assertThat(views.vocabulary().metrics()).hasSizeLessThanOrEqualTo(1_000);
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private MvcTestResult post(String path, String body) {
    return http.post()
        .uri("/api/v1" + path)
        .header(HttpHeaders.AUTHORIZATION, "Bearer " + KEY)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }
}
