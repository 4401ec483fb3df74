package io.kundig.customers;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Suppression;
import io.kundig.consent.Purpose;
import io.kundig.flows.Flows;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.platform.AllDueWork;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.support.KundigTest;
import io.kundig.support.TestClock;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Friederike has left her traces everywhere, and asks to be forgotten.
@KundigTest(properties = "kundig.api-key=" + ErasureTests.KEY)
class ErasureTests {

  static final String KEY = "kk_test_erasure_0123456789abcdefghijkl";

  private static final Instant NOW = TestClock.START;
  private static final String EMAIL = "friederike.quast@example.de";
  private static final List<String> TRACES =
      List.of(
          EMAIL,
          "Friederike-Änne",
          "Quastendorff",
          "+491701234567",
          "browser-of-hers",
          "198.51.100.7");

  private final MockMvcTester http;
  private final Ingest ingest;
  private final Profiles profiles;
  private final Consents consents;
  private final Flows flows;
  private final Shops shops;
  private final AllDueWork work;
  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;

  ErasureTests(
      MockMvcTester http,
      Ingest ingest,
      Profiles profiles,
      Consents consents,
      Flows flows,
      Shops shops,
      AllDueWork work,
      JdbcClient jdbc,
      TransactionTemplate transactions) {
    this.http = http;
    this.ingest = ingest;
    this.profiles = profiles;
    this.consents = consents;
    this.flows = flows;
    this.shops = shops;
    this.work = work;
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  @BeforeEach
  void openTheShop() {
    shops.update(TestShops.nordlicht());
    flows.activate(1, "welcome");
    flows.activate(1, "abandoned_cart");
    profiles.byIdentifier(new Identifier.Email(EMAIL)).ifPresent(this::erase);
    jdbc.sql("truncate consent.suppression").update();
  }

  @Test
  void whoeverIsErasedIsNowhereInTheDatabase() {
    ProfileId friederike = leaveTraces();
    for (String trace : TRACES) {
      assertThat(tablesWith(trace)).as("before: " + trace).isNotEmpty();
    }
    BigDecimal revenue = revenue(friederike);
    assertThat(revenue).isPositive();
    int sent = sent(friederike);
    assertThat(sent).isPositive();

    assertThat(erase(friederike)).isEqualTo(204);

    for (String trace : TRACES) {
      assertThat(tablesWith(trace)).as(trace).isEmpty();
    }
    assertThat(revenue(friederike)).as("for the books").isEqualByComparingTo(revenue);
    assertThat(sent(friederike)).as("for the figures").isEqualTo(sent);
    assertThat(rows("messaging.content", friederike)).isZero();
    assertThat(audited(friederike)).contains("profile.erased {}", "profile.updated {}");
    assertThat(consents.suppressed(ChannelKind.EMAIL, List.of(EMAIL)))
        .containsOnlyKeys(EMAIL)
        .extractingByKey(EMAIL)
        .extracting(Suppression::reason)
        .isEqualTo(Suppression.Reason.OBJECTION);
    assertThat(http.get().uri("/api/v1/profiles/" + friederike + "/timeline").headers(this::key))
        .hasStatusOk();
    assertThat(http.get().uri("/api/v1/reports/orders").headers(this::key)).hasStatusOk();
    assertThat(http.get().uri("/api/v1/messages?profile=" + friederike).headers(this::key))
        .hasStatusOk();
    assertThat(http.get().uri("/api/v1/ingest/live").headers(this::key))
        .hasStatusOk()
        .bodyText()
        .doesNotContain(EMAIL);
  }

  @Test
  void nothingGoesToThemWhoeverBringsTheAddressBack() {
    ProfileId first = leaveTraces();
    assertThat(sent(first)).isPositive();
    erase(first);
    ProfileId back = identify(EMAIL);
    subscribe();
    work.settle();

    assertThat(back).isNotEqualTo(first);
    assertThat(sent(back)).isZero();
  }

  @Test
  void whatIsBeingWrittenMeanwhileGoesToo() throws Exception {
    ProfileId friederike = leaveTraces();
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch erasing = new CountDownLatch(1);
    CompletableFuture<Void> late =
        CompletableFuture.runAsync(
            () ->
                transactions.executeWithoutResult(
                    _ -> {
                      jdbc.sql(
                              "insert into ingest.set_aside values (gen_random_uuid(), 1, now(), '', :body)")
                          .param("body", "late " + EMAIL)
                          .update();
                      written.countDown();
                      await(erasing);
                    }));
    await(written);
    CompletableFuture<Integer> erased = CompletableFuture.supplyAsync(() -> erase(friederike));
    Thread.sleep(300);
    erasing.countDown();
    late.join();

    assertThat(erased.join()).isEqualTo(204);
    assertThat(tablesWith(EMAIL)).isEmpty();
  }

  @Test
  void nobodyIsErasedByAnIdThatIsNone() {
    assertThat(erase(new ProfileId(UUID.randomUUID()))).isEqualTo(404);
  }

  private ProfileId leaveTraces() {
    ProfileId friederike = identify(EMAIL);
    identify("x.other@example.de");
    ingest.accept(
        List.of(
            new Fact.Identify(
                1,
                UUID.randomUUID().toString(),
                List.of(new Identifier.Email("x.other@example.de")),
                NOW,
                Map.of("phone", "+491701234567"),
                Fact.Trust.PUBLIC)));
    subscribe();
    track("Viewed Product", product());
    track("Added to Cart", product());
    track("Placed Order", order());
    work.settle();
    assertThat(
            http.patch()
                .uri("/api/v1/profiles/" + friederike)
                .headers(this::key)
                .contentType(org.springframework.http.MediaType.APPLICATION_JSON)
                .content(
                    "{\"traits\":{\"last_name\":\"Quastendorff\",\"note\":\"Friederike-Änne\"}}"))
        .hasStatusOk();
    String fact = "{\"email\":\"" + EMAIL.toUpperCase(Locale.ROOT) + "\"}";
    jdbc.sql("insert into ingest.set_aside values (gen_random_uuid(), 1, now(), 'why', :body)")
        .param("body", fact)
        .update();
    jdbc.sql(
            """
            insert into sources.rejected_row values (gen_random_uuid(), 1, 'bad_date', 'FAILED', '', '', :cells)
            """)
        .param("cells", "Quastendorff\u001F" + EMAIL)
        .update();
    jdbc.sql(
            """
            insert into forms.signup (id, shop_id, form_key, email, language, wording, traits, source, ip,
              created_at, expires_at)
            values (gen_random_uuid(), 1, 'newsletter', :email, 'de', 'Ja.', '{}', 'footer', '198.51.100.7', now(), now())
            """)
        .param("email", EMAIL)
        .update();
    jdbc.sql(
            """
            insert into accounts.idempotency values ('\\x01', '\\x02', now(), 201, '{}', convert_to(:body, 'UTF8'))
            on conflict do nothing
            """)
        .param("body", fact.toLowerCase(Locale.ROOT))
        .update();
    return friederike;
  }

  private ProfileId identify(String email) {
    boolean hers = email.equals(EMAIL);
    List<Identifier> identifiers =
        hers
            ? List.of(
                new Identifier.UserId(1, "F-4711"),
                new Identifier.Email(email),
                new Identifier.Phone("+491701234567"),
                new Identifier.AnonymousId(1, "browser-of-hers"))
            : List.of(new Identifier.Email(email));
    Map<String, Object> traits =
        hers ? Map.of("first_name", "Friederike-Änne", "last_name", "Quastendorff") : Map.of();
    return ((Ingest.Outcome.Accepted)
            ingest
                .accept(
                    List.of(
                        new Fact.Identify(
                            1,
                            UUID.randomUUID().toString(),
                            identifiers,
                            NOW,
                            traits,
                            Fact.Trust.PROVEN)))
                .getFirst())
        .profileId();
  }

  private void subscribe() {
    ProfileId person = profiles.byIdentifier(new Identifier.Email(EMAIL)).orElseThrow();
    ingest.accept(
        List.of(
            new Fact.Consent(
                1,
                UUID.randomUUID().toString(),
                List.of(new Identifier.Email(EMAIL)),
                NOW,
                List.of(
                    new ConsentChange(
                        person,
                        ChannelKind.EMAIL,
                        Purpose.MARKETING,
                        ConsentChange.State.SUBSCRIBED,
                        ConsentChange.Method.API,
                        NOW,
                        "call of Friederike-Änne",
                        "Ja, gern.",
                        "198.51.100.7",
                        "Firefox")),
                Map.of())));
  }

  private void track(String metric, ObjectNode properties) {
    ingest.accept(
        List.of(
            new Fact.Track(
                1,
                UUID.randomUUID().toString(),
                List.of(new Identifier.Email(EMAIL)),
                NOW,
                metric,
                properties.put("billing_name", "Friederike-Änne Quastendorff"),
                Map.of(),
                Fact.Trust.PROVEN)));
  }

  private static ObjectNode product() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("product_id", "espresso")
        .put("name", "Nordlicht Espresso")
        .put("price", 12.9);
  }

  private static ObjectNode order() {
    ObjectNode order =
        product()
            .put("order_id", UUID.randomUUID().toString())
            .put("total", 12.9)
            .put("currency", "EUR");
    order.putArray("products").add(product());
    return order;
  }

  private int erase(ProfileId person) {
    return http.delete()
        .uri("/api/v1/profiles/" + person)
        .headers(this::key)
        .exchange()
        .getResponse()
        .getStatus();
  }

  private void key(org.springframework.http.HttpHeaders headers) {
    headers.setBearerAuth(KEY);
  }

  /// Tables with a row that holds it, in whatever column.
  private List<String> tablesWith(String trace) {
    String hex = HexFormat.of().formatHex(trace.getBytes(StandardCharsets.UTF_8));
    List<String> found = new ArrayList<>();
    List<String> tables =
        jdbc.sql(
                """
                select format('%I.%I', table_schema, table_name) from information_schema.tables
                where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
                """)
            .query(String.class)
            .list();
    for (String table : tables) {
      boolean has =
          jdbc.sql(
                  """
                  select exists (select 1 from %s t
                    where strpos(lower(t::text), :trace) > 0 or strpos(t::text, :hex) > 0)
                  """
                      .formatted(table))
              .param("trace", trace.toLowerCase(Locale.ROOT))
              .param("hex", hex)
              .query(Boolean.class)
              .single();
      if (has) {
        found.add(table);
      }
    }
    return found;
  }

  private BigDecimal revenue(ProfileId person) {
    return jdbc.sql("select coalesce(sum(net), 0) from orders.orders where profile_id = :id")
        .param("id", person.value())
        .query(BigDecimal.class)
        .single();
  }

  private int sent(ProfileId person) {
    return jdbc.sql(
            "select count(*) from messaging.message where profile_id = :id and state = 'handed_over'")
        .param("id", person.value())
        .query(Integer.class)
        .single();
  }

  private int rows(String table, ProfileId person) {
    return jdbc.sql("select count(*) from " + table + " where profile_id = :id")
        .param("id", person.value())
        .query(Integer.class)
        .single();
  }

  private List<String> audited(ProfileId person) {
    return jdbc.sql(
            "select action || ' ' || changes::text from accounts.audit where subject = :subject")
        .param("subject", "profile:" + person)
        .query(String.class)
        .list();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(
              latch.await(
                  Duration.ofSeconds(20).toSeconds(), java.util.concurrent.TimeUnit.SECONDS))
          .isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
