package io.kundig.forms;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Consent;
import io.kundig.consent.Consents.Suppression;
import io.kundig.consent.Consents.Suppression.Reason;
import io.kundig.consent.Purpose;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.support.KundigTest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

@KundigTest(properties = "kundig.api-key=kk_of_the_shops_server")
class SignUpPageTests {

  private static final String AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0";
  private static int nextIp = 1;

  private final MockMvcTester http;
  private final JdbcClient jdbc;
  private final ConfirmationTokens tokens;
  private final UnconfirmedCleanup cleanup;
  private final Profiles profiles;
  private final Consents consents;
  private final Ingest ingest;
  private final KundigClock clock;
  private final Shops shops;

  private String ip = "";

  SignUpPageTests(
      MockMvcTester http,
      JdbcClient jdbc,
      ConfirmationTokens tokens,
      UnconfirmedCleanup cleanup,
      Profiles profiles,
      Consents consents,
      Ingest ingest,
      KundigClock clock,
      Shops shops) {
    this.http = http;
    this.jdbc = jdbc;
    this.tokens = tokens;
    this.cleanup = cleanup;
    this.profiles = profiles;
    this.consents = consents;
    this.ingest = ingest;
    this.clock = clock;
    this.shops = shops;
  }

  @BeforeEach
  void aShopAndAVisitor() {
    shops.update(TestShops.nordlicht());
    jdbc.sql("delete from forms.signup").update();
    jdbc.sql("delete from forms.confirmation_budget").update();
    nextIp++;
    ip = "198.51.100." + nextIp;
  }

  @Test
  void aSignUpCountsOnlyOnceItsOwnerConfirmedAndLeavesTheWholeProof() {
    MvcTestResult answer = signUp("Friederike.Harms@Example.org", Map.of("tracking", "yes"));

    assertThat(answer).hasStatusOk().bodyText().contains("Schau in dein Postfach");
    assertThat(profileOf("friederike.harms@example.org")).as("no contact yet").isEmpty();
    String link = confirmationLink("friederike.harms@example.org");

    assertThat(http.get().uri(link)).hasStatusOk().bodyText().contains("<form method=\"post\"");
    assertThat(http.head().uri(link)).hasStatusOk();
    assertThat(profileOf("friederike.harms@example.org"))
        .as("a scanner confirms nothing")
        .isEmpty();

    clock.tick(Duration.ofMinutes(7));
    assertThat(post(link, Map.of())).hasStatusOk().bodyText().contains("Du bist dabei");
    assertThat(post(link, Map.of())).hasStatusOk().bodyText().contains("Du bist dabei");

    ProfileId friederike = profileOf("friederike.harms@example.org").orElseThrow();
    assertThat(consents.of(Set.of(friederike)).get(friederike))
        .extracting(Consent::purpose, Consent::state)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(Purpose.MARKETING, State.SUBSCRIBED),
            org.assertj.core.groups.Tuple.tuple(Purpose.TRACKING, State.SUBSCRIBED));
    List<Map<String, Object>> ledger =
        jdbc.sql(
                "select * from consent.ledger where profile_id = :id and purpose = 'marketing' order by at")
            .param("id", friederike.value())
            .query()
            .listOfRows();
    assertThat(ledger).extracting(row -> row.get("state")).containsExactly("pending", "subscribed");
    assertThat(ledger)
        .allSatisfy(
            row -> {
              assertThat(row.get("ip")).isEqualTo(ip);
              assertThat(row.get("user_agent")).isEqualTo(AGENT);
              assertThat(row.get("wording"))
                  .isEqualTo(
                      "Ja, ich möchte Neues von Rösterei Nordlicht per E-Mail bekommen. Ich kann mich"
                          + " jederzeit wieder abmelden.");
            });
    assertThat(String.valueOf(ledger.get(1).get("source")))
        .startsWith("form:newsletter, confirmation mail ");
    assertThat(eventsOf(friederike, "Subscribed to Email Marketing")).isEqualTo(1);
    assertThat(
            jdbc.sql(
                    "select profile_id from messaging.message where address = 'friederike.harms@example.org'")
                .query(UUID.class)
                .list())
        .as("the mail is part of her story")
        .containsExactly(friederike.value());
  }

  @Test
  void theConfirmationMailGoesThroughMessagingOnceAndKeepsItsLanguage() {
    http.post()
        .uri("/f/1/newsletter?lang=en")
        .with(from(ip))
        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
        .param("email", "jonas@example.org")
        .exchange();
    Map<String, Object> message =
        jdbc.sql("select * from messaging.message where address = 'jonas@example.org'")
            .query()
            .singleRow();
    assertThat(message.get("template_key")).isEqualTo("doi-confirm");
    assertThat(String.valueOf(message.get("data"))).contains("\"locale\": \"en\"", "/c/");
  }

  @Test
  void whoIsKnownAlreadyIsPendingAndLosesNothing() {
    ProfileId jonas = customer("jonas.known@example.org");
    signUp("jonas.known@example.org", Map.of());
    assertThat(stateOf(jonas)).contains(State.PENDING);

    post(confirmationLink("jonas.known@example.org"), Map.of());
    assertThat(stateOf(jonas)).contains(State.SUBSCRIBED);

    clock.tick(Duration.ofDays(2));
    signUp("jonas.known@example.org", Map.of());
    assertThat(stateOf(jonas)).contains(State.SUBSCRIBED);
  }

  @Test
  void whoConfirmsProvesThatTheAddressWorks() {
    for (Reason reason : List.of(Reason.HARD_BOUNCE, Reason.SPAM_COMPLAINT)) {
      String email = reason.name().toLowerCase(Locale.ROOT) + "@example.org";
      signUp(email, Map.of());
      consents.suppress(
          ChannelKind.EMAIL, email, new Suppression(reason, clock.instant(), "550 no such user"));

      post(confirmationLink(email), Map.of());
    }

    assertThat(
            consents.suppressed(
                ChannelKind.EMAIL, Set.of("hard_bounce@example.org", "spam_complaint@example.org")))
        .containsOnlyKeys("spam_complaint@example.org");
  }

  @Test
  void nobodyCanBeBombedAndNobodyLearnsWhoIsKnown() {
    customer("known@example.org");
    String forKnown = bodyOf(signUp("known@example.org", Map.of()));
    String forUnknown = bodyOf(signUp("unknown@example.org", Map.of()));
    for (int i = 0; i < 7; i++) {
      ip = "203.0.113." + i;
      assertThat(bodyOf(signUp("known@example.org", Map.of()))).isEqualTo(forUnknown);
    }
    assertThat(forKnown).isEqualTo(forUnknown);
    assertThat(confirmationMails("known@example.org")).isEqualTo(3);

    clock.tick(Duration.ofHours(25));
    signUp("known@example.org", Map.of());
    assertThat(confirmationMails("known@example.org")).isEqualTo(4);
  }

  @Test
  void aClockThatWasAheadKeepsNobodyFromSigningUp() {
    for (int i = 0; i < 5; i++) {
      ip = "203.0.113." + i;
      signUp("clock@example.org", Map.of());
    }
    assertThat(confirmationMails("clock@example.org")).isEqualTo(3);

    clock.setBackTo(clock.instant().minus(Duration.ofDays(3)));
    signUp("clock@example.org", Map.of());
    assertThat(confirmationMails("clock@example.org")).isEqualTo(4);
    clock.tick(Duration.ofDays(3));
  }

  @Test
  void spellingsOfOneMailboxAreOneVictim() {
    List<String> spellings =
        List.of(
            "victim@gmail.com",
            "victim+1@gmail.com",
            "v.ic.tim@gmail.com",
            "victim@googlemail.com",
            "vic.tim+x+y@googlemail.com",
            "victim+2@gmail.com");
    for (int i = 0; i < spellings.size(); i++) {
      ip = "198.51.100." + i;
      assertThat(signUp(spellings.get(i), Map.of())).hasStatusOk();
      assertThat(signUp(spellings.get(i).replaceFirst("@.*", "@posteo.example"), Map.of()))
          .hasStatusOk();
    }

    assertThat(spellings.stream().mapToLong(this::confirmationMails).sum()).isEqualTo(3);
    assertThat(confirmationMails("victim@posteo.example")).isEqualTo(2);
    assertThat(confirmationMails("victim+1@posteo.example")).isEqualTo(1);
    assertThat(confirmationMails("victim+2@posteo.example")).isZero();
    assertThat(confirmationMails("v.ic.tim@posteo.example")).isEqualTo(1);
  }

  @Test
  void withoutAnImpressumNobodyIsPromisedAMail() {
    Shop nordlicht = TestShops.nordlicht();
    Shop.Impressum none = new Shop.Impressum(null, null, null, null, null, null, null, null, null);
    shops.update(TestShops.with(nordlicht, nordlicht.sender(), none));

    assertNobodyCanSignUp("early@example.org");
  }

  @Test
  void withoutASenderNobodyIsPromisedAMail() {
    Shop nordlicht = TestShops.nordlicht();
    shops.update(
        TestShops.with(nordlicht, new Shop.Sender(null, null, null), nordlicht.impressum()));

    assertNobodyCanSignUp("nosender@example.org");
  }

  private void assertNobodyCanSignUp(String email) {
    ProfileId jonas = customer(email);
    for (int i = 0; i < 4; i++) {
      assertThat(signUp(email, Map.of("lang", "de")))
          .hasStatus(503)
          .bodyText()
          .contains("Anmelden geht gerade nicht")
          .doesNotContain("Postfach");
    }
    assertThat(signUp(email, Map.of("lang", "en")))
        .hasStatus(503)
        .bodyText()
        .contains("Sign-up is not possible right now");
    assertThat(
            api(
                """
                {"shopId":1,"email":"%s","wording":"Ja, Neues per Mail."}
                """
                    .formatted(email)))
        .hasStatus(503)
        .bodyJson()
        .extractingPath("$.type")
        .isEqualTo("urn:kundig:problem:sign-up-not-possible");
    assertThat(confirmationMails(email)).isZero();
    assertThat(stateOf(jonas)).isEmpty();

    shops.update(TestShops.nordlicht());
    assertThat(signUp(email, Map.of("lang", "de"))).hasStatusOk();
    post(confirmationLink(email), Map.of());
    assertThat(stateOf(jonas)).contains(State.SUBSCRIBED);
  }

  @Test
  void oneClientMaySendTheFormTenTimes() {
    for (int i = 0; i < 10; i++) {
      assertThat(signUp("many" + i + "@example.org", Map.of())).hasStatusOk();
    }
    assertThat(signUp("many10@example.org", Map.of())).hasStatus(429);
    assertThat(confirmationMails("many10@example.org")).isZero();
  }

  @Test
  void aMachineThatFillsTheHiddenFieldIsToldTheSameAndNothingHappens() {
    assertThat(signUp("bot@example.org", Map.of("website", "https://evil.example")))
        .hasStatusOk()
        .bodyText()
        .contains("Schau in dein Postfach");
    assertThat(confirmationMails("bot@example.org")).isZero();
  }

  @Test
  void aGetOfTheFormChangesNothing() {
    assertThat(http.get().uri("/f/1/newsletter?email=victim@example.org&tracking=yes"))
        .hasStatusOk();
    assertThat(confirmationMails("victim@example.org")).isZero();
  }

  @Test
  void whatNobodyConfirmedIsDeletedAfterTwoWeeks() {
    ProfileId jonas = customer("jonas.silent@example.org");
    signUp("jonas.silent@example.org", Map.of());
    signUp("stranger@example.org", Map.of());
    String link = confirmationLink("stranger@example.org");

    clock.tick(Duration.ofDays(14).minusMinutes(1));
    assertThat(cleanup.runDue()).isZero();
    assertThat(cleanup.nextDue()).contains(clock.instant().plus(Duration.ofMinutes(1)));
    clock.tick(Duration.ofMinutes(1));
    assertThat(post(link, Map.of())).hasStatus(410).bodyText().contains("abgelaufen");
    assertThat(cleanup.runDue()).isEqualTo(2);

    assertThat(post(link, Map.of())).hasStatus(404);
    assertThat(confirmationMails("stranger@example.org")).as("its address is gone").isZero();
    assertThat(profileOf("stranger@example.org")).isEmpty();
    assertThat(stateOf(jonas)).isEmpty();
    assertThat(
            jdbc.sql("select count(*) from consent.ledger where profile_id = :id")
                .param("id", jonas.value())
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void whatPeopleTypeStaysText() {
    String attack = "\"><script>alert(1)</script>";
    MvcTestResult answer = signUp("jonas" + attack, Map.of("firstName", attack));
    assertThat(answer).hasStatus(422);
    var page = Jsoup.parse(bodyOf(answer));
    assertThat(page.select("script")).isEmpty();
    assertThat(page.select("input[name=email]").attr("value")).isEqualTo("jonas" + attack);

    signUp("named@example.org", Map.of("firstName", "Gewinne jetzt: evil.example/x <b>"));
    assertThat(
            jdbc.sql("select traits::text from forms.signup where email = 'named@example.org'")
                .query(String.class)
                .single())
        .isEqualTo("{}");
    signUp("anna@example.org", Map.of("firstName", "Anna-Lena O’Brien"));
    assertThat(
            jdbc.sql(
                    "select traits->>'first_name' from forms.signup where email = 'anna@example.org'")
                .query(String.class)
                .single())
        .isEqualTo("Anna-Lena O’Brien");
    assertThat(signUp("a@example.org\r\nBcc: all@example.org", Map.of())).hasStatus(422);
  }

  @Test
  void forgedLinksLeadNowhere() {
    signUp("jonas.forged@example.org", Map.of());
    String link = confirmationLink("jonas.forged@example.org");
    String token = link.substring(3);
    UUID other = UUID.randomUUID();
    for (String forged :
        List.of(
            "x",
            "AAAA",
            token.substring(0, token.length() - 4) + "AAAA",
            path(tokens.link(other)).substring(3),
            token + "A".repeat(9_000))) {
      assertThat(http.get().uri("/c/{token}", forged)).as(forged).hasStatus(404);
      assertThat(http.post().uri("/c/{token}", forged)).as(forged).hasStatus(404);
    }
    assertThat(http.get().uri("/f/1/nope")).hasStatus(404);
    assertThat(http.get().uri("/f/99/newsletter")).hasStatus(404);
    assertThat(http.get().uri("/f/1%2F../newsletter")).hasStatus4xxClientError();
    assertThat(profileOf("jonas.forged@example.org")).isEmpty();
  }

  @Test
  void pagesLetNothingInAndNothingOut() {
    MvcTestResult page = http.get().uri("/f/1/newsletter").exchange();
    assertThat(page)
        .hasStatusOk()
        .hasHeader("Referrer-Policy", "no-referrer")
        .hasHeader("X-Robots-Tag", "noindex, nofollow")
        .hasHeader("X-Content-Type-Options", "nosniff")
        .headers()
        .hasValue("Cache-Control", "no-store");
    String policy = String.valueOf(page.getResponse().getHeader("Content-Security-Policy"));
    assertThat(policy)
        .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'")
        .doesNotContain("unsafe", "script-src");
    String nonce = policy.replaceAll(".*'nonce-([^']+)'.*", "$1");
    assertThat(page).bodyText().contains("<style nonce=\"" + nonce + "\">");
    assertThat(page.getResponse().getCookies()).isEmpty();
    assertThat(bodyOf(page)).doesNotContain(" style=\"", "<script");
  }

  @Test
  void aFormLeadsToWebAddressesOnly() {
    for (String url : List.of("javascript:alert(1)", "data:text/html,x", "//evil.example", "/x")) {
      String form = "{\"shopId\":1,\"key\":\"privacy\",\"privacyUrl\":\"%s\"}";
      assertThat(
              http.post()
                  .uri("/api/v1/forms")
                  .header("Authorization", "Bearer kk_of_the_shops_server")
                  .contentType(MediaType.APPLICATION_JSON)
                  .content(form.formatted(url)))
          .as(url)
          .hasStatus(400);
    }
  }

  @Test
  void aShopsServerSignsPeopleUpWithTheProofItCollected() {
    String body =
        """
        {"shopId":1,"email":"%s","wording":"Ja, Neues per Mail.","ip":"192.0.2.44","userAgent":"Safari",
         "traits":{"first_name":"Mara"},"language":"de"}
        """;
    assertThat(api(body.formatted("mara.api@example.org"))).hasStatus(202).bodyText().isEmpty();
    assertThat(api(body.formatted("not an address"))).hasStatus(400);
    assertThat(api("{\"shopId\":1,\"email\":\"a@example.org\"}")).hasStatus(400);
    assertThat(api("{\"shopId\":7,\"email\":\"a@example.org\",\"wording\":\"Ja\"}")).hasStatus(404);
    assertThat(
            http.post()
                .uri("/api/v1/signups")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body.formatted("nokey@example.org")))
        .hasStatus4xxClientError();
    assertThat(confirmationMails("nokey@example.org")).isZero();

    post(confirmationLink("mara.api@example.org"), Map.of());
    ProfileId mara = profileOf("mara.api@example.org").orElseThrow();
    assertThat(
            jdbc.sql("select ip from consent.ledger where profile_id = :id and state = 'pending'")
                .param("id", mara.value())
                .query(String.class)
                .single())
        .isEqualTo("192.0.2.44");
    assertThat(profiles.find(Set.of(mara)).get(mara))
        .extracting(Profiles.Profile::firstName, Profiles.Profile::locale)
        .containsExactly("Mara", "de");
  }

  private MvcTestResult api(String body) {
    return http.post()
        .uri("/api/v1/signups")
        .header("Authorization", "Bearer kk_of_the_shops_server")
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private MvcTestResult signUp(String email, Map<String, String> more) {
    var request =
        http.post()
            .uri("/f/1/newsletter")
            .with(from(ip))
            .header("User-Agent", AGENT)
            .contentType(MediaType.APPLICATION_FORM_URLENCODED)
            .param("email", email);
    more.forEach(request::param);
    return request.exchange();
  }

  private MvcTestResult post(String path, Map<String, String> fields) {
    var request =
        http.post()
            .uri(path)
            .with(from(ip))
            .header("User-Agent", AGENT)
            .contentType(MediaType.APPLICATION_FORM_URLENCODED);
    fields.forEach(request::param);
    return request.exchange();
  }

  private static RequestPostProcessor from(String address) {
    return request -> {
      request.setRemoteAddr(address);
      return request;
    };
  }

  private String confirmationLink(String email) {
    UUID newest =
        jdbc.sql(
                "select id from forms.signup where email = :email order by created_at desc, id desc limit 1")
            .param("email", email)
            .query(UUID.class)
            .single();
    return path(tokens.link(newest));
  }

  private static String path(String link) {
    return link.substring(link.indexOf("/c/"));
  }

  private int confirmationMails(String email) {
    return jdbc.sql("select count(*) from messaging.message where address = :email")
        .param("email", email)
        .query(Integer.class)
        .single();
  }

  private ProfileId customer(String email) {
    ingest.accept(
        List.of(
            new Fact.Identify(
                1,
                "m-" + email,
                List.of(new Identifier.Email(email)),
                clock.instant(),
                Map.of("locale", "de"),
                Fact.Trust.PROVEN)));
    return profileOf(email).orElseThrow();
  }

  private Optional<ProfileId> profileOf(String email) {
    return profiles.byIdentifier(new Identifier.Email(email));
  }

  private Optional<State> stateOf(ProfileId profile) {
    return consents.of(Set.of(profile)).getOrDefault(profile, List.of()).stream()
        .map(Consent::state)
        .findFirst();
  }

  private int eventsOf(ProfileId profile, String metric) {
    return jdbc.sql(
            """
            select count(*) from events.event e join events.metric m using (metric_id)
              where e.profile_id = :profile and m.name = :metric
            """)
        .param("profile", profile.value())
        .param("metric", metric)
        .query(Integer.class)
        .single();
  }

  private static String bodyOf(MvcTestResult result) {
    try {
      return result.getResponse().getContentAsString().replaceAll("nonce=\"[^\"]*\"", "");
    } catch (java.io.UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
