package io.kundig.forms;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.ConsentChange.Method;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Consent;
import io.kundig.consent.Purpose;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.shared.Ids;
import io.kundig.support.KundigTest;
import io.kundig.tracking.TrackedLinks;
import io.kundig.tracking.TrackedLinks.MessageKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

@KundigTest
class ChoicePageTests {

  private final MockMvcTester http;
  private final JdbcClient jdbc;
  private final TrackedLinks links;
  private final Profiles profiles;
  private final Consents consents;
  private final Ingest ingest;
  private final KundigClock clock;
  private final Shops shops;

  ChoicePageTests(
      MockMvcTester http,
      JdbcClient jdbc,
      TrackedLinks links,
      Profiles profiles,
      Consents consents,
      Ingest ingest,
      KundigClock clock,
      Shops shops) {
    this.http = http;
    this.jdbc = jdbc;
    this.links = links;
    this.profiles = profiles;
    this.consents = consents;
    this.ingest = ingest;
    this.clock = clock;
    this.shops = shops;
  }

  @BeforeEach
  void aShop() {
    shops.update(TestShops.nordlicht());
  }

  @Test
  void oneClickUnsubscribesAtOnceWithoutCookiesOrTokensOfASession() {
    MessageKey message = messageTo(subscriber("friederike@example.org"));
    String link = pathOf(links.unsubscribe(message));

    assertThat(http.get().uri(link)).hasStatusOk().bodyText().contains("Abmelden");
    assertThat(http.head().uri(link)).hasStatusOk();
    assertThat(marketingOf(message)).as("a GET only shows a page").contains(State.SUBSCRIBED);

    MvcTestResult answer =
        http.post()
            .uri(link)
            .contentType(MediaType.APPLICATION_FORM_URLENCODED)
            .content("List-Unsubscribe=One-Click")
            .exchange();
    assertThat(answer).hasStatusOk();
    assertThat(answer.getResponse().getCookies()).isEmpty();
    assertThat(marketingOf(message)).contains(State.UNSUBSCRIBED);
    assertThat(methodOf(message)).contains(Method.ONE_CLICK);
    assertThat(unsubscribesOf(message.profileId()))
        .singleElement()
        .asString()
        .contains(message.messageId().toString(), "one_click");
  }

  @Test
  void oneClickInAMultipartBodyWorksToo() {
    MessageKey message = messageTo(subscriber("multi@example.org"));
    assertThat(
            http.post()
                .uri(pathOf(links.unsubscribe(message)))
                .multipart()
                .param("List-Unsubscribe", "One-Click"))
        .hasStatusOk();
    assertThat(methodOf(message)).contains(Method.ONE_CLICK);
  }

  @Test
  void unsubscribingAgainChangesNothing() throws Exception {
    MessageKey message = messageTo(subscriber("again@example.org"));
    String link = pathOf(links.unsubscribe(message));
    List<Callable<MvcTestResult>> clicks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      clicks.add(() -> http.post().uri(link).exchange());
    }
    try (var threads = Executors.newFixedThreadPool(6)) {
      for (var click : threads.invokeAll(clicks)) {
        assertThat(click.get()).hasStatusOk();
      }
    }
    clock.tick(Duration.ofDays(1));
    assertThat(http.post().uri(link)).hasStatusOk().bodyText().contains("Du bist abgemeldet");
    assertThat(unsubscribesOf(message.profileId())).hasSize(1);
  }

  @Test
  void anOldLinkUnsubscribesThePersonTheProfileWasMergedInto() {
    ProfileId anonymous = subscriber("before@example.org");
    ProfileId known = subscriber("after@example.org");
    MessageKey toTheOld = messageTo(anonymous);
    ingest.accept(
        List.of(
            new Fact.Identify(
                1,
                "merge",
                List.of(
                    new Identifier.Email("after@example.org"), new Identifier.UserId(1, "4711")),
                clock.instant(),
                Map.of(),
                Fact.Trust.PROVEN),
            new Fact.Identify(
                1,
                "merge-2",
                List.of(
                    new Identifier.UserId(1, "4711"), new Identifier.Email("before@example.org")),
                clock.instant(),
                Map.of(),
                Fact.Trust.PROVEN)));
    ProfileId survivor =
        Objects.requireNonNull(profiles.current(Set.of(anonymous, known)).get(anonymous));
    assertThat(profiles.current(Set.of(known)).get(known)).isEqualTo(survivor);

    assertThat(http.post().uri(pathOf(links.unsubscribe(toTheOld)))).hasStatusOk();

    assertThat(stateOf(survivor, Purpose.MARKETING)).contains(State.UNSUBSCRIBED);
  }

  @Test
  void anObjectionAlsoEndsMailsToExistingCustomers() {
    ProfileId jonas = subscriber("jonas.buyer@example.org");
    consents.record(
        List.of(change(jonas, Purpose.EXISTING_CUSTOMER, State.SUBSCRIBED, Method.CHECKOUT)));
    clock.tick(Duration.ofMinutes(1));
    http.post().uri(pathOf(links.unsubscribe(messageTo(jonas)))).exchange();
    assertThat(stateOf(jonas, Purpose.EXISTING_CUSTOMER)).contains(State.UNSUBSCRIBED);
  }

  @Test
  void peopleChooseWhatTheyAllow() {
    MessageKey message = messageTo(subscriber("choose@example.org"));
    String link = pathOf(links.preferences(message));

    var page = Jsoup.parse(bodyOf(http.get().uri(link).exchange()));
    assertThat(page.select("input[name=marketing]").hasAttr("checked")).isTrue();
    assertThat(page.select("input[name=tracking]").hasAttr("checked")).isFalse();
    assertThat(page.text()).contains("c•••@example.org").doesNotContain("choose@example.org");
    assertThat(stateOf(message.profileId(), Purpose.TRACKING)).isEmpty();

    clock.tick(Duration.ofMinutes(1));
    MvcTestResult saved = http.post().uri(link).param("tracking", "yes").exchange();
    assertThat(saved).hasStatusOk().bodyText().contains("Gespeichert");
    assertThat(marketingOf(message)).contains(State.UNSUBSCRIBED);
    assertThat(stateOf(message.profileId(), Purpose.TRACKING)).contains(State.SUBSCRIBED);
    assertThat(
            jdbc.sql(
                    "select wording from consent.ledger where profile_id = :id and purpose = 'tracking'")
                .param("id", message.profileId().value())
                .query(String.class)
                .single())
        .isEqualTo(
            "Rösterei Nordlicht darf messen, ob ich die E-Mails öffne und worauf ich klicke. Das ist"
                + " freiwillig.");

    clock.tick(Duration.ofMinutes(1));
    http.post().uri(link).param("marketing", "yes").param("tracking", "yes").exchange();
    assertThat(marketingOf(message)).contains(State.SUBSCRIBED);
    assertThat(methodOf(message)).contains(Method.PREFERENCE_PAGE);
  }

  @Test
  void linksOfOneKindOrAnotherPersonOpenNothing() {
    MessageKey message = messageTo(subscriber("kinds@example.org"));
    String token = pathOf(links.browser(message)).substring(3);
    assertThat(http.post().uri("/u/" + token)).hasStatus(404);
    assertThat(http.get().uri("/p/" + token)).hasStatus(404);
    assertThat(http.get().uri("/m/" + token)).as("never sent").hasStatus(404);
    assertThat(http.post().uri("/u/" + UUID.randomUUID())).hasStatus(404);
    assertThat(http.post().uri("/u/" + token.substring(1))).hasStatus(404);
    assertThat(marketingOf(message)).contains(State.SUBSCRIBED);
  }

  @Test
  void aPersonWhoIsGoneCanStillPressTheButton() {
    MessageKey message =
        new MessageKey(new ProfileId(Ids.random(clock.instant())), Ids.random(clock.instant()), 1);
    assertThat(http.post().uri(pathOf(links.unsubscribe(message)))).hasStatusOk();
    assertThat(http.post().uri(pathOf(links.preferences(message)))).hasStatusOk();
    assertThat(unsubscribesOf(message.profileId())).isEmpty();
  }

  @Test
  void pagesSpeakThePersonsLanguage() {
    ProfileId mara = subscriber("mara.en@example.org");
    profiles.update(mara, Map.of("locale", "en-GB"), clock.instant());
    assertThat(http.get().uri(pathOf(links.unsubscribe(messageTo(mara)))))
        .bodyText()
        .contains("<html lang=\"en\">", "Unsubscribe");
  }

  @Test
  void offersToACustomerAreEndedByThemselves() throws Exception {
    ProfileId jonas = subscriber("jonas.buys@example.org");
    MessageKey message = messageTo(jonas);
    String link = pathOf(links.preferences(message));
    assertThat(Jsoup.parse(bodyOf(http.get().uri(link).exchange())).select("input[name=existing]"))
        .as("nobody can allow them here")
        .isEmpty();
    http.post().uri(link).param("marketing", "yes").param("existing", "yes").exchange();
    assertThat(stateOf(jonas, Purpose.EXISTING_CUSTOMER)).isEmpty();

    consents.record(
        List.of(change(jonas, Purpose.EXISTING_CUSTOMER, State.SUBSCRIBED, Method.CHECKOUT)));
    clock.tick(Duration.ofMinutes(1));
    var page = Jsoup.parse(bodyOf(http.get().uri(link).exchange()));
    assertThat(page.select("input[name=existing]").hasAttr("checked")).isTrue();
    http.post().uri(link).param("existing", "yes").exchange();
    assertThat(stateOf(jonas, Purpose.EXISTING_CUSTOMER)).contains(State.SUBSCRIBED);
    assertThat(marketingOf(message)).contains(State.UNSUBSCRIBED);

    clock.tick(Duration.ofMinutes(1));
    http.post().uri(link).param("marketing", "yes").exchange();
    assertThat(stateOf(jonas, Purpose.EXISTING_CUSTOMER)).contains(State.UNSUBSCRIBED);
    assertThat(marketingOf(message)).contains(State.SUBSCRIBED);
  }

  private ProfileId subscriber(String email) {
    ingest.accept(
        List.of(
            new Fact.Consent(
                1,
                "m-" + email,
                List.of(new Identifier.Email(email)),
                clock.instant(),
                List.of(
                    change(
                        new ProfileId(UUID.randomUUID()),
                        Purpose.MARKETING,
                        State.SUBSCRIBED,
                        Method.DOUBLE_OPT_IN)),
                Map.of("locale", "de"))));
    clock.tick(Duration.ofMinutes(1));
    return profiles.byIdentifier(new Identifier.Email(email)).orElseThrow();
  }

  private ConsentChange change(ProfileId profile, Purpose purpose, State state, Method method) {
    return new ConsentChange(
        profile,
        ChannelKind.EMAIL,
        purpose,
        state,
        method,
        clock.instant(),
        "form:newsletter",
        "Ja",
        null,
        null);
  }

  private MessageKey messageTo(ProfileId profile) {
    return new MessageKey(profile, Ids.random(clock.instant()), 1);
  }

  private Optional<State> marketingOf(MessageKey message) {
    return stateOf(message.profileId(), Purpose.MARKETING);
  }

  private Optional<State> stateOf(ProfileId profile, Purpose purpose) {
    return consentOf(profile, purpose).map(Consent::state);
  }

  private Optional<Method> methodOf(MessageKey message) {
    return consentOf(message.profileId(), Purpose.MARKETING).map(Consent::method);
  }

  private Optional<Consent> consentOf(ProfileId profile, Purpose purpose) {
    return consents.of(Set.of(profile)).getOrDefault(profile, List.of()).stream()
        .filter(consent -> consent.purpose() == purpose)
        .findFirst();
  }

  private List<String> unsubscribesOf(ProfileId profile) {
    return jdbc.sql(
            """
            select e.properties::text from events.event e join events.metric m using (metric_id)
              where e.profile_id = :profile and m.name = 'Unsubscribed from Email Marketing'
            """)
        .param("profile", profile.value())
        .query(String.class)
        .list();
  }

  private static String pathOf(String link) {
    return link.replaceFirst("https?://[^/]+", "");
  }

  private static String bodyOf(MvcTestResult result) {
    try {
      return result.getResponse().getContentAsString();
    } catch (java.io.UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
