package io.kundig.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.jayway.jsonpath.JsonPath;
import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Suppression;
import io.kundig.consent.Purpose;
import io.kundig.messaging.Decision.Reason;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.ProfileId;
import io.kundig.support.KundigTest;
import io.kundig.tracking.TrackedLinks;
import io.kundig.tracking.TrackedLinks.MessageKey;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.transaction.support.TransactionTemplate;

@KundigTest(properties = "kundig.api-key=kk_test_0123456789abcdef0123456789abcdef")
@Import(Cast.class)
class MessagingTests {

  private final Messaging messaging;
  private final Sending sending;
  private final Consents consents;
  private final TrackedLinks links;
  private final Cast cast;
  private final JdbcClient jdbc;
  private final KundigClock clock;
  private final MockMvc http;
  private final TransactionTemplate transaction;

  MessagingTests(
      Messaging messaging,
      Sending sending,
      Consents consents,
      TrackedLinks links,
      Cast cast,
      JdbcClient jdbc,
      KundigClock clock,
      MockMvc http,
      TransactionTemplate transaction) {
    this.messaging = messaging;
    this.sending = sending;
    this.consents = consents;
    this.links = links;
    this.cast = cast;
    this.jdbc = jdbc;
    this.clock = clock;
    this.http = http;
    this.transaction = transaction;
  }

  @Test
  void aMessageIsDecidedStoredAndPutIntoTheMailbox() throws Exception {
    ProfileId friederike = cast.subscriber("Friederike", "Harms", "friederike@example.org");
    MessageRequest request = cast.marketing(friederike, "hello");

    assertThat(ask(request)).isInstanceOf(Decision.Send.class);
    sending.runDue();

    http.perform(api(get("/api/v1/messages/" + request.messageId())))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.state").value("handed_over"))
        .andExpect(jsonPath("$.who").value("Friederike Harms"))
        .andExpect(jsonPath("$.to").value("friederike@example.org"))
        .andExpect(jsonPath("$.decision.outcome").value("send"))
        .andExpect(
            jsonPath("$.decision.checks[*].code")
                .value(
                    hasItems(
                        "address_known",
                        "consent",
                        "frequency_gap",
                        "template_ok",
                        "unsubscribe_link")))
        .andExpect(jsonPath("$.decision.checks[?(@.result != 'pass')]").isEmpty())
        .andExpect(jsonPath("$.history[-1].state").value("handed_over"));
    http.perform(api(get("/api/v1/messages/" + request.messageId() + "/content")))
        .andExpect(jsonPath("$.html").value(containsString("Friederike")))
        .andExpect(jsonPath("$.headers.List-Unsubscribe-Post").value("List-Unsubscribe=One-Click"));
    String source = sourceOf(request.messageId());
    assertThat(source)
        .contains(
            "Message-ID: <" + request.messageId() + "@nordlicht.example>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "List-Id: ",
            "Feedback-ID: hello:")
        .doesNotContain("/t/o/", "/t/c/");
    assertThat(eventsOf(friederike, "Received Email")).isEqualTo(1);
  }

  @Test
  void aMailInTheBrowserRunsNothing() throws Exception {
    ProfileId friederike = cast.subscriber("Friederike", "Harms", "browser@example.org");
    MessageRequest request = cast.marketing(friederike, "browser");
    ask(request);
    sending.runDue();
    String link = links.browser(new MessageKey(friederike, request.messageId(), 1));

    http.perform(get(link.substring(link.indexOf("/m/"))))
        .andExpect(status().isOk())
        .andExpect(
            header()
                .string(
                    "Content-Security-Policy",
                    allOf(
                        containsString("default-src 'none'"),
                        containsString(" sandbox "),
                        not(containsString("script")))));
  }

  @Test
  void theSameRequestTwiceIsOneMessage() {
    ProfileId jonas = cast.subscriber("Jonas", "Petersen", "jonas@example.org");
    MessageRequest request = cast.marketing(jonas, "hello");

    assertThat(ask(request)).isInstanceOf(Decision.Send.class);
    assertThat(messaging.request(List.of(request, request)))
        .hasSize(2)
        .hasOnlyElementsOfType(Decision.Send.class);
    sending.runDue();
    assertThat(ask(request)).isInstanceOf(Decision.Send.class);
    sending.runDue();

    assertThat(mailsTo("jonas@example.org")).isEqualTo(1);
  }

  @Test
  void aMessageThatIsNotSentIsKeptWithItsReason() throws Exception {
    ProfileId jonas = cast.known("Jonas", "Petersen", "jonas.unsubscribed@example.org");
    MessageRequest request = cast.marketing(jonas, "hello");

    assertThat(ask(request)).isInstanceOf(Decision.Skip.class);

    http.perform(api(get("/api/v1/messages").param("profile", jonas.toString())))
        .andExpect(jsonPath("$.items.length()").value(1))
        .andExpect(jsonPath("$.items[0].state").value("skipped"))
        .andExpect(jsonPath("$.items[0].reason").value("no_consent"));
  }

  @Test
  void onlyWhoAllowsItIsTracked() {
    ProfileId mara = cast.subscriber("Mara", "Lindqvist", "mara@example.org");
    cast.consent(mara, Purpose.TRACKING, State.SUBSCRIBED);
    MessageRequest request = cast.marketing(mara, "hello");

    ask(request);
    sending.runDue();

    assertThat(htmlOf(request.messageId())).contains("/t/o/").contains("/t/c/");
  }

  @Test
  void twoFlowsAtOnceWriteOneAdvertisement() throws Exception {
    List<ProfileId> people = cast.subscribers("twice", 40);
    List<MessageRequest> welcome =
        people.stream().map(it -> cast.marketing(it, "welcome")).toList();
    List<MessageRequest> cart =
        people.reversed().stream().map(it -> cast.marketing(it, "cart")).toList();

    var start = new CyclicBarrier(2);
    List<Decision> decisions;
    try (var threads = Executors.newFixedThreadPool(2)) {
      List<Callable<List<Decision>>> both =
          Stream.of(welcome, cart)
              .<Callable<List<Decision>>>map(
                  requests ->
                      () -> {
                        start.await();
                        return messaging.request(requests);
                      })
              .toList();
      decisions =
          threads.invokeAll(both).stream().flatMap(done -> done.resultNow().stream()).toList();
    }

    assertThat(decisions).filteredOn(Decision.Send.class::isInstance).hasSize(40);
    assertThat(decisions)
        .filteredOn(Decision.Skip.class::isInstance)
        .extracting(decision -> ((Decision.Skip) decision).reason())
        .hasSize(40)
        .containsOnly(Reason.FREQUENCY_GAP);
  }

  @Test
  void twoAdvertisementsInOneBatchAreOneToo() {
    ProfileId person = cast.subscriber("Jonas", "Petersen", "jonas.batch@example.org");

    List<Decision> decisions =
        messaging.request(List.of(cast.marketing(person, "one"), cast.marketing(person, "two")));

    assertThat(decisions)
        .satisfiesExactly(
            one -> assertThat(one).isInstanceOf(Decision.Send.class),
            two -> assertThat(((Decision.Skip) two).reason()).isEqualTo(Reason.FREQUENCY_GAP));
  }

  @Test
  void whatWasNotSentDoesNotCountForTheGap() {
    ProfileId person = cast.subscriber("Jonas", "Petersen", "jonas.gap@example.org");
    consents(person, State.UNSUBSCRIBED);
    ask(cast.marketing(person, "skipped"));
    clock.tick(Duration.ofSeconds(1));
    consents(person, State.SUBSCRIBED);

    assertThat(ask(cast.marketing(person, "first"))).isInstanceOf(Decision.Send.class);
    assertThat(ask(cast.transactional(person, "receipt"))).isInstanceOf(Decision.Send.class);
    sending.runDue();
    clock.tick(Duration.ofHours(15));
    assertThat(ask(cast.marketing(person, "early"))).isInstanceOf(Decision.Skip.class);
    clock.tick(Duration.ofHours(1));
    assertThat(ask(cast.marketing(person, "later"))).isInstanceOf(Decision.Send.class);
  }

  @Test
  void whoOptsOutBeforeItLeavesGetsNothing() throws Exception {
    ProfileId person = cast.subscriber("Jonas", "Petersen", "jonas.late@example.org");
    MessageRequest request = cast.marketing(person, "hello");

    transaction.executeWithoutResult(
        _ -> {
          messaging.request(List.of(request));
          consents(person, State.UNSUBSCRIBED);
        });
    sending.runDue();

    assertThat(mailsTo("jonas.late@example.org")).isZero();
    http.perform(api(get("/api/v1/messages/" + request.messageId())))
        .andExpect(jsonPath("$.state").value("skipped"))
        .andExpect(jsonPath("$.reason").value("unsubscribed"))
        .andExpect(jsonPath("$.decision.outcome").value("skip"));
  }

  @Test
  void anAddressSuppressedMeanwhileGetsNothing() {
    ProfileId person = cast.known("Jonas", "Petersen", "jonas.gone@example.org");
    MessageRequest request = cast.transactional(person, "receipt");

    transaction.executeWithoutResult(
        _ -> {
          messaging.request(List.of(request));
          consents.suppress(
              ChannelKind.EMAIL,
              "jonas.gone@example.org",
              new Suppression(Suppression.Reason.HARD_BOUNCE, clock.instant(), null));
        });
    sending.runDue();

    assertThat(mailsTo("jonas.gone@example.org")).isZero();
    assertThat(stateOf(request.messageId())).isEqualTo("skipped");
  }

  @Test
  void oneThatCannotBeWrittenDoesNotHoldUpTheOthers() {
    ProfileId good = cast.known("Friederike", "Harms", "good@example.org");
    ProfileId bad = cast.known("Jonas", "Petersen", "bad@example.org");
    MessageRequest broken = cast.transactional(bad, "broken");
    MessageRequest unknown =
        new MessageRequest(
            broken.messageId(),
            bad,
            1,
            broken.channel(),
            broken.kind(),
            broken.origin(),
            "no-such-template",
            null,
            broken.data(),
            broken.at());

    messaging.request(List.of(unknown, cast.transactional(good, "fine")));
    sending.runDue();

    assertThat(stateOf(unknown.messageId())).isEqualTo("skipped");
    assertThat(mailsTo("good@example.org")).isEqualTo(1);
  }

  @Test
  void aTemplateThatBreaksInAWayNobodyForesawDoesNotHoldUpTheOthers() {
    ProfileId good = cast.known("Friederike", "Harms", "foreseen@example.org");
    MessageRequest like = cast.transactional(good, "broken-template");
    jdbc.sql(
            """
            insert into templates.template_version
              (template_key, language, version, subject, preheader, mjml, created_at)
            values ('broken', 'de', 1, 'x', '', '<mjml><mj-body><no-such-element/>', :at)
            """)
        .param("at", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    MessageRequest broken =
        new MessageRequest(
            like.messageId(),
            good,
            1,
            like.channel(),
            like.kind(),
            like.origin(),
            "broken",
            null,
            like.data(),
            like.at());

    messaging.request(List.of(broken, cast.transactional(good, "foreseen")));
    sending.runDue();

    assertThat(stateOf(broken.messageId())).isEqualTo("skipped");
    assertThat(mailsTo("foreseen@example.org")).isEqualTo(1);
  }

  @Test
  void aMessageForLaterLeavesLater() {
    ProfileId person = cast.known("Friederike", "Harms", "later@example.org");
    MessageRequest now = cast.transactional(person, "later");
    MessageRequest tomorrow =
        new MessageRequest(
            now.messageId(),
            person,
            1,
            now.channel(),
            now.kind(),
            now.origin(),
            now.templateKey(),
            null,
            now.data(),
            now.at().plus(Duration.ofDays(1)));

    ask(tomorrow);
    sending.runDue();
    assertThat(stateOf(now.messageId())).isEqualTo("planned");
    assertThat(sending.nextDue()).contains(tomorrow.at());
    clock.tick(Duration.ofDays(1));
    sending.runDue();

    assertThat(stateOf(now.messageId())).isEqualTo("handed_over");
  }

  @Test
  void whatIsRequestedLeavesByItself() throws Exception {
    ProfileId person = cast.known("Friederike", "Harms", "at.once@example.org");
    MessageRequest request = cast.transactional(person, "hello");

    ask(request);

    for (int i = 0; i < 100 && !stateOf(request.messageId()).equals("handed_over"); i++) {
      Thread.sleep(20);
    }
    assertThat(stateOf(request.messageId())).isEqualTo("handed_over");
  }

  @Test
  void aTestMailGoesWhereStaffSay() throws Exception {
    http.perform(
            api(post("/api/v1/test-mails"))
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"to\":\"Mara.Lindqvist@Nordlicht.Example\"}"))
        .andExpect(status().isAccepted())
        .andExpect(jsonPath("$.messageId").exists())
        .andExpect(jsonPath("$.profileId").exists());
    sending.runDue();

    assertThat(mailsTo("mara.lindqvist@nordlicht.example")).isEqualTo(1);
    http.perform(api(get("/api/v1/sandbox/mailbox").param("limit", "1")))
        .andExpect(jsonPath("$.items[0].to").value("mara.lindqvist@nordlicht.example"));
  }

  @Test
  void theListPagesAndFilters() throws Exception {
    List<ProfileId> people = cast.subscribers("page", 5);
    messaging.request(people.stream().map(it -> cast.transactional(it, "page")).toList());

    String first =
        http.perform(api(get("/api/v1/messages").param("step", "page").param("limit", "3")))
            .andExpect(jsonPath("$.items.length()").value(3))
            .andReturn()
            .getResponse()
            .getContentAsString();
    String cursor = JsonPath.read(first, "$.next");
    http.perform(
            api(
                get("/api/v1/messages")
                    .param("step", "page")
                    .param("flow", Cast.FLOW.toString())
                    .param("limit", "3")
                    .param("cursor", cursor)))
        .andExpect(jsonPath("$.items.length()").value(2))
        .andExpect(jsonPath("$.next").doesNotExist());
    http.perform(api(get("/api/v1/messages").param("state", "nonsense")))
        .andExpect(status().isBadRequest());
    http.perform(api(get("/api/v1/messages").param("cursor", "nonsense")))
        .andExpect(status().isBadRequest());
  }

  @Test
  void aNameCannotAddAHeader() {
    ProfileId person =
        cast.known("Jonas\r\nBcc: all@example.org\r\n\r\n<b>", "X", "crlf@example.org");
    MessageRequest request = cast.transactional(person, "crlf");

    ask(request);
    sending.runDue();

    String source = sourceOf(request.messageId());
    String head = source.substring(0, source.indexOf("\r\n\r\n"));
    assertThat(head.lines()).noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("bcc:"));
    assertThat(head).contains("To: ");
  }

  @Test
  void strangersSeeNothing() throws Exception {
    http.perform(get("/api/v1/messages")).andExpect(status().isUnauthorized());
    http.perform(get("/api/v1/sandbox/mailbox")).andExpect(status().isUnauthorized());
  }

  private Decision ask(MessageRequest request) {
    return messaging.request(List.of(request)).getFirst();
  }

  private void consents(ProfileId person, State state) {
    cast.consent(person, Purpose.MARKETING, state);
  }

  private String stateOf(UUID message) {
    return jdbc.sql("select state from messaging.message where message_id = :id")
        .param("id", message)
        .query(String.class)
        .single();
  }

  private int mailsTo(String address) {
    return jdbc.sql("select count(*) from channels.mailbox where recipient = :to")
        .param("to", address)
        .query(Integer.class)
        .single();
  }

  private String sourceOf(UUID message) {
    return jdbc.sql(
            "select convert_from(source, 'UTF8') from channels.mailbox where message_id = :id")
        .param("id", message)
        .query(String.class)
        .single();
  }

  private String htmlOf(UUID message) {
    return jdbc.sql("select html from channels.mailbox where message_id = :id")
        .param("id", message)
        .query(String.class)
        .single();
  }

  private int eventsOf(ProfileId person, String metric) {
    return jdbc.sql(
            """
            select count(*) from events.event e
            where e.profile_id = :profile and e.metric_id = (
              select metric_id from events.metric where name = :metric)
            """)
        .param("profile", person.value())
        .param("metric", metric)
        .query(Integer.class)
        .single();
  }

  private static MockHttpServletRequestBuilder api(MockHttpServletRequestBuilder request) {
    return request.header("Authorization", "Bearer kk_test_0123456789abcdef0123456789abcdef");
  }
}
