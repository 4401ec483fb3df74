package io.kundig.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Suppression;
import io.kundig.consent.Purpose;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.ProfileId;
import io.kundig.shared.Conflict;
import io.kundig.support.KundigTest;
import io.kundig.support.SmtpSink;
import io.kundig.support.SmtpSink.Received;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@KundigTest
@Import(Cast.class)
class SmtpSendingTests {

  private static final SmtpSink SINK =
      SmtpSink.start(
          SmtpSink.Options.standard()
              .withFaults(
                  "refuse-recipient:550:nobody.*",
                  "refuse-content:554:spammy.*",
                  "refuse-recipient:451:greylisted.*",
                  "drop-after-content:dropped.*",
                  "drop-before-dot:broken.*",
                  "slow:100:slow.*"));

  private final Messaging messaging;
  private final Sending sending;
  private final Resolutions resolutions;
  private final Consents consents;
  private final Cast cast;
  private final JdbcClient jdbc;
  private final KundigClock clock;

  SmtpSendingTests(
      Messaging messaging,
      Sending sending,
      Resolutions resolutions,
      Consents consents,
      Cast cast,
      JdbcClient jdbc,
      KundigClock clock) {
    this.messaging = messaging;
    this.sending = sending;
    this.resolutions = resolutions;
    this.consents = consents;
    this.cast = cast;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @DynamicPropertySource
  static void mailServer(DynamicPropertyRegistry properties) {
    properties.add("kundig.smtp-url", () -> "smtp://127.0.0.1:" + SINK.port());
  }

  @AfterAll
  static void stop() {
    SINK.close();
  }

  @Test
  void oneBadRecipientDoesNotHarmTheBatch() {
    ProfileId nobody = cast.known("Niemand", "Harms", "nobody@example.org");
    List<ProfileId> others = cast.subscribers("batch", 30);

    MessageRequest bad = cast.transactional(nobody, "bad");
    ask(bad);
    messaging.request(others.stream().map(it -> cast.marketing(it, "batch")).toList());
    sending.runDue();

    assertThat(receivedBy("batch-")).hasSize(30).doesNotHaveDuplicates();
    assertThat(states("batch")).containsOnly("handed_over");
    assertThat(stateOf(bad)).isEqualTo("bounced");
    assertThat(consents.suppressed(ChannelKind.EMAIL, List.of("nobody@example.org")))
        .hasEntrySatisfying(
            "nobody@example.org",
            it -> assertThat(it.reason()).isEqualTo(Suppression.Reason.HARD_BOUNCE));
  }

  @Test
  void aRefusalForGoodEndsIt() {
    MessageRequest request =
        cast.transactional(cast.known("Jonas", "Petersen", "spammy@example.org"), "spam");
    ask(request);
    sending.runDue();
    clock.tick(Duration.ofHours(2));
    sending.runDue();

    assertThat(stateOf(request)).isEqualTo("failed");
    assertThat(attemptsOf(request)).isEqualTo(1);
    assertThat(consents.suppressed(ChannelKind.EMAIL, List.of("spammy@example.org"))).isEmpty();
  }

  @Test
  void aRefusalForTheMomentIsTriedAgainLessAndLessOftenForThreeDays() {
    MessageRequest request =
        cast.transactional(cast.known("Jonas", "Petersen", "greylisted@example.org"), "grey");
    ask(request);
    sending.runDue();
    assertThat(stateOf(request)).isEqualTo("intended");
    assertThat(attemptsOf(request)).isEqualTo(1);
    clock.tick(Duration.ofSeconds(59));
    sending.runDue();
    assertThat(attemptsOf(request)).isEqualTo(1);
    clock.tick(Duration.ofSeconds(1));
    sending.runDue();
    assertThat(attemptsOf(request)).isEqualTo(2);

    for (int hour = 0; hour < 80; hour++) {
      clock.tick(Duration.ofHours(1));
      sending.runDue();
    }

    assertThat(stateOf(request)).isEqualTo("failed");
    assertThat(attemptsOf(request)).isBetween(10, 20);
  }

  @Test
  void acceptedAndDroppedIsInDoubtAndNeverSentAgain() {
    MessageRequest request =
        cast.transactional(cast.known("Jonas", "Petersen", "dropped@example.org"), "drop");
    ask(request);
    sending.runDue();
    clock.tick(Duration.ofDays(2));
    sending.runDue();

    assertThat(stateOf(request)).isEqualTo("in_doubt");
    assertThat(receivedBy("dropped@")).hasSize(1);
  }

  @Test
  void staffResolveADoubtAndItIsWrittenDown() {
    MessageRequest arrived =
        cast.transactional(cast.known("Jonas", "Petersen", "dropped.1@example.org"), "drop");
    MessageRequest lost =
        cast.transactional(cast.known("Jonas", "Petersen", "dropped.2@example.org"), "drop");
    messaging.request(List.of(arrived, lost));
    sending.runDue();
    assertThat(stateOf(arrived)).isEqualTo("in_doubt");

    resolutions.resolve(arrived.messageId(), Resolutions.Outcome.HANDED_OVER);
    resolutions.resolve(lost.messageId(), Resolutions.Outcome.RESEND);
    sending.runDue();

    assertThat(stateOf(arrived)).isEqualTo("handed_over");
    assertThat(receivedBy("dropped.1")).hasSize(1);
    assertThat(receivedBy("dropped.2")).hasSize(2);
    assertThat(
            jdbc.sql("select count(*) from accounts.audit where action = 'message.resolved'")
                .query(Integer.class)
                .single())
        .isEqualTo(2);
    assertThatThrownBy(() -> resolutions.resolve(arrived.messageId(), Resolutions.Outcome.RESEND))
        .isInstanceOf(Conflict.class);
  }

  @Test
  void aConnectionLostWhileTheMailIsOnItsWayNeverMakesTwo() {
    MessageRequest request =
        cast.transactional(cast.known("Jonas", "Petersen", "broken@example.org"), "break");
    ask(request);
    sending.runDue();

    assertThat(stateOf(request)).isIn("intended", "in_doubt");
    assertThat(receivedBy("broken")).isEmpty();
  }

  @Test
  void anAddressThatIsNoneIsSuppressed() {
    ProfileId person = cast.known("Jonas", "Petersen", "jonas@example.org");
    MessageRequest to = cast.transactional(person, "invalid");
    MessageRequest request =
        new MessageRequest(
            to.messageId(),
            person,
            1,
            to.channel(),
            to.kind(),
            to.origin(),
            to.templateKey(),
            "jonas@example.org\r\nBcc: all@example.org",
            to.data(),
            to.at());
    ask(request);
    sending.runDue();

    assertThat(stateOf(request)).isEqualTo("failed");
    assertThat(receivedBy("all@")).isEmpty();
  }

  @Test
  void whoOptsOutWhileTheSendIsRunningGetsNothing() throws Exception {
    List<ProfileId> people = cast.subscribers("slow", 600);
    messaging.request(people.stream().map(it -> cast.marketing(it, "slow")).toList());
    while (receivedBy("slow").size() < 20) {
      Thread.sleep(5);
    }
    List<ProfileId> objecting = people.subList(300, 600);
    objecting.forEach(it -> cast.consent(it, Purpose.MARKETING, State.UNSUBSCRIBED));
    Thread.sleep(3_000);
    int late = receivedBy("slow").size();
    sending.runDue();

    List<String> after = receivedBy("slow").stream().skip(late).toList();
    assertThat(after).hasSizeGreaterThan(20);
    assertThat(after).noneMatch(address -> numberOf(address) > 300);
    assertThat(states("slow")).containsOnly("handed_over", "skipped");
  }

  private static int numberOf(String address) {
    return Integer.parseInt(address.replaceAll("\\D", ""));
  }

  private void ask(MessageRequest request) {
    assertThat(messaging.request(List.of(request)).getFirst()).isInstanceOf(Decision.Send.class);
  }

  private List<String> receivedBy(String prefix) {
    return SINK.received().stream()
        .map(Received::recipient)
        .filter(it -> it.startsWith(prefix))
        .toList();
  }

  private String stateOf(MessageRequest request) {
    return column(request.messageId(), "state");
  }

  private int attemptsOf(MessageRequest request) {
    return Integer.parseInt(column(request.messageId(), "attempts"));
  }

  private String column(UUID message, String name) {
    return jdbc.sql("select " + name + "::text from messaging.message where message_id = :id")
        .param("id", message)
        .query(String.class)
        .single();
  }

  private List<String> states(String step) {
    return jdbc.sql("select state from messaging.message where origin_step = :step")
        .param("step", step)
        .query(String.class)
        .list();
  }
}
