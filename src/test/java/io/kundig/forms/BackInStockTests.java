package io.kundig.forms;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.consent.Consents;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.support.KundigTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@KundigTest(properties = "kundig.write-key=wk_test")
class BackInStockTests {

  private static final String SHOP_PAGE = "https://nordlicht.example";
  private static int nextIp = 1;

  private final MockMvcTester http;
  private final JdbcClient jdbc;
  private final ConfirmationTokens tokens;
  private final UnconfirmedCleanup cleanup;
  private final Profiles profiles;
  private final Consents consents;
  private final KundigClock clock;
  private final Shops shops;

  private String ip = "";

  BackInStockTests(
      MockMvcTester http,
      JdbcClient jdbc,
      ConfirmationTokens tokens,
      UnconfirmedCleanup cleanup,
      Profiles profiles,
      Consents consents,
      KundigClock clock,
      Shops shops) {
    this.http = http;
    this.jdbc = jdbc;
    this.tokens = tokens;
    this.cleanup = cleanup;
    this.profiles = profiles;
    this.consents = consents;
    this.clock = clock;
    this.shops = shops;
  }

  @BeforeEach
  void aShopAndAVisitor() {
    shops.update(TestShops.nordlicht());
    ip = "198.51.100." + nextIp++;
  }

  @Test
  void aWishCountsOnceItsOwnerConfirmedAndIsNoConsentToMarketing() {
    assertThat(wish("kim@example.org", Map.of("variant", "250g", "title", "Nordlicht Espresso")))
        .hasStatus(202)
        .hasHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .doesNotContainHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS);
    assertThat(profileOf("kim@example.org")).as("no contact yet").isEmpty();
    String link = link("kim@example.org");
    assertThat(http.get().uri(link))
        .hasStatusOk()
        .bodyText()
        .contains("Nordlicht Espresso", "sobald dieser Artikel wieder lieferbar ist");
    assertThat(profileOf("kim@example.org")).as("a scanner confirms nothing").isEmpty();

    assertThat(confirm(link)).hasStatusOk().bodyText().contains("Wir geben dir Bescheid");
    assertThat(confirm(link)).hasStatusOk();

    ProfileId kim = profileOf("kim@example.org").orElseThrow();
    assertThat(facts(kim))
        .singleElement()
        .satisfies(
            fact ->
                assertThat(fact)
                    .contains("\"product_id\": \"NL-250\"", "\"variant_id\": \"250g\"")
                    .contains("\"name\": \"Nordlicht Espresso\"", "einmal eine E-Mail"));
    assertThat(consents.of(Set.of(kim))).isEmpty();
  }

  @Test
  void theProofOutlivesTheTwoWeeksOfTheUnconfirmed() {
    wish("kept@example.org", Map.of());
    wish("gone@example.org", Map.of());
    confirm(link("kept@example.org"));
    clock.tick(Duration.ofDays(15));
    cleanup.runDue();

    assertThat(
            jdbc.sql(
                    "select email || ' ' || confirmed_ip from forms.signup where email in ('kept@example.org', 'gone@example.org')")
                .query(String.class)
                .list())
        .containsExactly("kept@example.org " + ip);
    clock.tick(SignUps.PROOF_KEPT);
    cleanup.runDue();
    assertThat(count("select count(*) from forms.signup where email = 'kept@example.org'"))
        .isZero();
  }

  @Test
  void aStrangersWordsReachNobodyByMail() {
    String lure = "Gewinne 1.000 € auf https://evil.example <b>jetzt</b>\r\nBcc: x@y.example";
    wish("victim@example.org", Map.of("title", lure));

    Map<String, Object> message =
        jdbc.sql("select * from messaging.message where address = 'victim@example.org'")
            .query()
            .singleRow();
    assertThat(message.get("template_key")).isEqualTo("stock-confirm");
    assertThat(String.valueOf(message.get("data"))).doesNotContain("evil", "Gewinne");
    assertThat(http.get().uri(link("victim@example.org")))
        .hasStatusOk()
        .bodyText()
        .doesNotContain("<b>jetzt", "\r\nBcc")
        .contains("&lt;b&gt;jetzt");
  }

  @ParameterizedTest
  @CsvSource({
    "wk_wrong, a@example.org, NL-250, '', 404",
    "wk_test, no address, NL-250, '', 422",
    "wk_test, b@example.org, '', '', 422",
    "wk_test, c@example.org, NL-250, https://evil.example, 202"
  })
  void nothingIsKeptOfWhatIsNoWish(
      String key, String email, String product, String website, int status) {
    assertThat(send(Map.of("key", key, "email", email, "product", product, "website", website)))
        .hasStatus(status);
    assertThat(count("select count(*) from forms.signup where email like '%" + email + "'"))
        .isZero();
  }

  @Test
  void nobodyIsBombedByTheNewsletterAndThisTogether() {
    for (int i = 0; i < 5; i++) {
      ip = "203.0.113." + i;
      assertThat(wish("often@example.org", Map.of("product", "p" + i))).hasStatus(202);
    }
    assertThat(count("select count(*) from messaging.message where address = 'often@example.org'"))
        .isEqualTo(3);
    ip = "203.0.113.99";
    for (int i = 0; i < 10; i++) {
      wish("many" + i + "@example.org", Map.of());
    }
    assertThat(wish("many10@example.org", Map.of())).hasStatus(429);
  }

  @Test
  void theFormShowsTheWordingThatIsKept() throws IOException {
    assertThat(Files.readString(Path.of("snippet/src/parts/stock.ts")))
        .contains(BackInStockController.WORDING.de(), BackInStockController.WORDING.en());
  }

  private MvcTestResult wish(String email, Map<String, String> more) {
    Map<String, String> fields = new HashMap<>(more);
    fields.putIfAbsent("product", "NL-250");
    fields.putIfAbsent("key", "wk_test");
    fields.putIfAbsent("lang", "de");
    fields.put("email", email);
    return send(fields);
  }

  private MvcTestResult send(Map<String, String> fields) {
    var request =
        http.post()
            .uri("/f/back-in-stock")
            .with(
                it -> {
                  it.setRemoteAddr(ip);
                  return it;
                })
            .header(HttpHeaders.ORIGIN, SHOP_PAGE)
            .contentType(MediaType.APPLICATION_FORM_URLENCODED);
    fields.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult confirm(String link) {
    return http.post()
        .uri(link)
        .with(
            it -> {
              it.setRemoteAddr(ip);
              return it;
            })
        .exchange();
  }

  private String link(String email) {
    UUID id =
        jdbc.sql("select id from forms.signup where email = :email")
            .param("email", email)
            .query(UUID.class)
            .single();
    return tokens.link(id).replaceFirst("https?://[^/]+", "");
  }

  private Optional<ProfileId> profileOf(String email) {
    return profiles.byIdentifier(new Identifier.Email(email));
  }

  private List<String> facts(ProfileId id) {
    return jdbc.sql(
            """
            select properties::text from events.event join events.metric using (metric_id)
              where profile_id = :id and name = 'Subscribed to Back in Stock'
            """)
        .param("id", id.value())
        .query(String.class)
        .list();
  }

  private int count(String sql) {
    return jdbc.sql(sql).query(Integer.class).single();
  }
}
