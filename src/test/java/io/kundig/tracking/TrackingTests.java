package io.kundig.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.ConsentChange.Method;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Consents;
import io.kundig.consent.Purpose;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.shared.Ids;
import io.kundig.support.KundigTest;
import io.kundig.tracking.TrackedLinks.MessageKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@KundigTest
class TrackingTests {

  private static final String BROWSER =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36";
  private static final String GMAIL =
      "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";
  private static final String SHOP = "https://nordlicht.example/";
  private static int next;

  private final MockMvcTester http;
  private final JdbcClient jdbc;
  private final TrackedLinks links;
  private final Ingest ingest;
  private final Profiles profiles;
  private final Consents consents;
  private final KundigClock clock;

  private MessageKey message =
      new MessageKey(new ProfileId(new java.util.UUID(0, 0)), new java.util.UUID(0, 0), 1);

  TrackingTests(
      MockMvcTester http,
      JdbcClient jdbc,
      TrackedLinks links,
      Ingest ingest,
      Profiles profiles,
      Consents consents,
      KundigClock clock) {
    this.http = http;
    this.jdbc = jdbc;
    this.links = links;
    this.ingest = ingest;
    this.profiles = profiles;
    this.consents = consents;
    this.clock = clock;
  }

  @BeforeEach
  void aMailToFriederikeWhoAllowsMeasuring() {
    clock.tick(Duration.ofMinutes(10));
    Identifier.Email email = new Identifier.Email("friederike" + next++ + "@example.org");
    ingest.accept(
        List.of(
            new Fact.Identify(
                1, "m" + next, List.of(email), clock.instant(), Map.of(), Fact.Trust.PROVEN)));
    ProfileId friederike = profiles.byIdentifier(email).orElseThrow();
    consents.record(List.of(tracking(friederike, State.SUBSCRIBED)));
    message = new MessageKey(friederike, Ids.random(clock.instant()), 1);
  }

  @Test
  void aClickIsCountedAndLeadsToItsTarget() {
    MvcTestResult answer = click(SHOP + "kaffee?x=1&y=ä#oben", BROWSER);
    assertThat(answer)
        .hasStatus(302)
        .hasHeader("Location", "https://nordlicht.example/kaffee?x=1&y=%C3%A4#oben")
        .hasHeader("Referrer-Policy", "no-referrer")
        .hasHeader("Cache-Control", "no-store");
    assertThat(events("Clicked Email"))
        .singleElement()
        .asString()
        .contains(message.messageId().toString(), SHOP + "kaffee?x=1&y=ä#oben")
        .doesNotContain("$bot", "$prefetch");
  }

  @Test
  void theSameClickTwiceInAMomentIsOne() {
    click(SHOP, BROWSER);
    click(SHOP, BROWSER);
    assertThat(events("Clicked Email")).hasSize(1);
    clock.tick(Duration.ofSeconds(6));
    click(SHOP, BROWSER);
    assertThat(events("Clicked Email")).hasSize(2);
  }

  @Test
  void anOpenIsCountedOncePerMinute() {
    assertThat(open(GMAIL)).hasStatusOk().hasContentType("image/gif");
    open(GMAIL);
    assertThat(events("Opened Email")).singleElement().asString().doesNotContain("$prefetch");
    clock.tick(Duration.ofMinutes(2));
    open(GMAIL);
    assertThat(events("Opened Email")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Barracuda Sentinel (EE)",
        "python-requests/2.32",
        "Mozilla/5.0 (compatible; Googlebot/2.1)",
        "Mozilla/5.0 (X11) HeadlessChrome/142.0",
        "curl/8.5.0",
        "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
        " "
      })
  void machinesAreRecordedAndMarked(String agent) {
    assertThat(click(SHOP, agent)).hasStatus(302);
    assertThat(events("Clicked Email")).singleElement().asString().contains("\"$bot\": true");
  }

  @Test
  void applesMailProxyAndBrowsersThatLoadAheadAreMarkedAsSuch() {
    open("Mozilla/5.0");
    assertThat(events("Opened Email")).singleElement().asString().contains("\"$prefetch\": true");
    http.get()
        .uri(path(links.click(message, SHOP)))
        .header("User-Agent", BROWSER)
        .header("Sec-Purpose", "prefetch;prerender")
        .exchange();
    assertThat(events("Clicked Email")).singleElement().asString().contains("\"$prefetch\": true");
  }

  @Test
  void aScannerThatCallsItselfABrowserGivesItselfAwayByFollowingEverything() {
    for (String page : List.of("a", "b", "c", "d", "e")) {
      click(SHOP + page, BROWSER);
    }
    assertThat(events("Clicked Email").stream().filter(e -> e.contains("$bot"))).hasSize(3);
  }

  @Test
  void onlyAskingForTheHeadCountsNothing() {
    assertThat(http.head().uri(path(links.click(message, SHOP)))).hasStatus(302);
    assertThat(http.head().uri(path(links.pixel(message)))).hasStatusOk();
    assertThat(events("Clicked Email")).isEmpty();
    assertThat(events("Opened Email")).isEmpty();
  }

  @Test
  void whoWithdrewMeasuringIsNotMeasuredAndStillArrives() {
    clock.tick(Duration.ofMinutes(1));
    consents.record(List.of(tracking(message.profileId(), State.UNSUBSCRIBED)));
    assertThat(click(SHOP, BROWSER)).hasStatus(302);
    open(BROWSER);
    assertThat(events("Clicked Email")).isEmpty();
    assertThat(events("Opened Email")).isEmpty();
  }

  @Test
  void theRedirectLeadsNowhereItWasNotSignedFor() {
    String token = path(links.click(message, SHOP)).substring(5);
    for (String forged :
        List.of(
            token.substring(0, token.length() - 2) + "xx",
            token.substring(2),
            path(links.unsubscribe(message)).substring(3),
            "aHR0cHM6Ly9ldmlsLmV4YW1wbGU",
            "https:%2F%2Fevil.example")) {
      MvcTestResult answer =
          http.get().uri("/t/c/" + forged + "?url=https://evil.example").exchange();
      assertThat(answer).as(forged).hasStatus4xxClientError();
      assertThat(answer.getResponse().getHeader("Location")).as(forged).isNull();
    }
    assertThat(events("Clicked Email")).isEmpty();
    assertThat(http.get().uri("/t/o/forged.gif")).hasStatusOk();
  }

  @Test
  void aLineBreakInATargetIsNoHeader() {
    MvcTestResult answer = click(SHOP + "\r\nSet-Cookie: a=b", BROWSER);
    assertThat(answer)
        .hasStatus(302)
        .hasHeader("Location", "https://nordlicht.example/%0D%0ASet-Cookie:%20a=b");
    assertThat(answer.getResponse().getCookies()).isEmpty();
  }

  @Test
  void theAddressIsNowhereInALink() {
    assertThat(links.click(message, SHOP) + links.pixel(message) + links.unsubscribe(message))
        .doesNotContain("friederike", "example.org");
  }

  private MvcTestResult click(String target, String agent) {
    return http.get()
        .uri(path(links.click(message, target)))
        .header("User-Agent", agent)
        .exchange();
  }

  private MvcTestResult open(String agent) {
    return http.get().uri(path(links.pixel(message))).header("User-Agent", agent).exchange();
  }

  private List<String> events(String metric) {
    return jdbc.sql(
            """
            select e.properties::text from events.event e join events.metric m using (metric_id)
              where e.profile_id = :profile and m.name = :metric
            """)
        .param("profile", message.profileId().value())
        .param("metric", metric)
        .query(String.class)
        .list();
  }

  private ConsentChange tracking(ProfileId profile, State state) {
    return new ConsentChange(
        profile,
        ChannelKind.EMAIL,
        Purpose.TRACKING,
        state,
        Method.PREFERENCE_PAGE,
        clock.instant(),
        "test",
        null,
        null,
        null);
  }

  private static String path(String link) {
    return link.replaceFirst("https?://[^/]+", "");
  }
}
