package io.kundig.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Purpose;
import io.kundig.messaging.Channel.Feed;
import io.kundig.messaging.Channel.Result;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.ProfileId;
import io.kundig.support.KundigTest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The sender against channels that behave as none should.
@KundigTest
@Import(Cast.class)
class SenderTests {

  private final Messaging messaging;
  private final Deliveries deliveries;
  private final SlotStore slots;
  private final Letters letters;
  private final Outbox outbox;
  private final Takeover takeover;
  private final Resolutions resolutions;
  private final SenderStore senderStore;
  private final Cast cast;
  private final JdbcClient jdbc;
  private final KundigClock clock;
  private final List<Sender> senders = new ArrayList<>();

  SenderTests(
      Messaging messaging,
      Sending sending,
      Deliveries deliveries,
      SlotStore slots,
      Letters letters,
      Outbox outbox,
      Takeover takeover,
      Resolutions resolutions,
      SenderStore senderStore,
      Cast cast,
      JdbcClient jdbc,
      KundigClock clock,
      @Qualifier("dayKeeper") SmartLifecycle dayKeeper) {
    this.messaging = messaging;
    this.deliveries = deliveries;
    this.slots = slots;
    this.letters = letters;
    this.outbox = outbox;
    this.takeover = takeover;
    this.resolutions = resolutions;
    this.senderStore = senderStore;
    this.cast = cast;
    this.jdbc = jdbc;
    this.clock = clock;
    sending.stop();
    dayKeeper.stop();
  }

  @AfterEach
  void stop() {
    senders.forEach(Sender::stop);
  }

  @Test
  void aChannelThatBreaksOffAfterTheHandOverLeavesOneInDoubt() {
    var channel =
        new FakeChannel(
            feed -> {
              Outgoing message = feed.next();
              if (message != null && feed.beforeHandOver(message)) {
                throw new IllegalStateException("broke off");
              }
            });
    List<UUID> requested = request("breaks", 3);

    run(channel);

    assertThat(states(requested)).containsOnlyOnce("in_doubt").contains("intended");
  }

  @Test
  void whoWasTakenOverMayNotHandOverAnyMore() {
    List<Boolean> allowed = new CopyOnWriteArrayList<>();
    var channel =
        new FakeChannel(
            feed -> {
              for (Outgoing message = feed.next(); message != null; message = feed.next()) {
                if (allowed.size() == 1) {
                  takeOverEverything();
                }
                allowed.add(feed.beforeHandOver(message));
                feed.settled(
                    message,
                    allowed.getLast()
                        ? new Result.HandedOver("250 ok")
                        : new Result.NotSent("kept back", true));
              }
            });
    List<UUID> requested = request("fenced", 4);

    run(channel);

    assertThat(allowed.subList(0, 2)).containsExactly(true, false);
    assertThat(states(requested)).as("what it knew settled the doubt").contains("handed_over");
    assertThat(states(requested)).doesNotContain("in_doubt");
  }

  @Test
  void whoeverKeepsFiguresIsToldWhenMarketingMailsLeft() {
    var channel =
        new FakeChannel(
            feed -> {
              for (Outgoing message = feed.next(); message != null; message = feed.next()) {
                feed.beforeHandOver(message);
                feed.settled(message, new Result.HandedOver("250 ok"));
              }
            });
    jdbc.sql("truncate reporting.changed_hour").update();
    Instant left = clock.instant();
    ProfileId person = cast.subscriber("Greta", "Petersen", "told@example.org");
    request("untold", 1);
    run(channel);
    assertThat(toldHours()).isEmpty();

    messaging.request(List.of(cast.marketing(person, "told")));
    run(channel);

    assertThat(toldHours()).containsExactly(left.truncatedTo(ChronoUnit.HOURS));
  }

  private List<Instant> toldHours() {
    return jdbc.sql("select distinct hour from reporting.changed_hour where facts = 'messages'")
        .query((row, _) -> row.getObject("hour", OffsetDateTime.class).toInstant())
        .list();
  }

  @Test
  void aRefusalIsStoredBeforeTheNextOneMayLeave() {
    List<String> seen = new CopyOnWriteArrayList<>();
    var channel =
        new FakeChannel(
            feed -> {
              Outgoing before = null;
              for (Outgoing message = feed.next(); message != null; message = feed.next()) {
                if (feed.beforeHandOver(message) && before != null) {
                  seen.add(stateOf(before.messageId()));
                }
                feed.settled(message, new Result.Refused(554, "no", false));
                before = message;
              }
            });
    request("refused", 3);

    run(channel);

    assertThat(seen).hasSize(2).containsOnly("failed");
  }

  @Test
  void aMessageRefusedForTheMomentIsNotTakenForHandedOverWhenItsSenderDies() {
    var channel =
        new FakeChannel(
            feed -> {
              int number = 0;
              for (Outgoing message = feed.next(); message != null; message = feed.next()) {
                if (!feed.beforeHandOver(message)) {
                  feed.settled(message, new Result.NotSent("kept back", true));
                  continue;
                }
                if (number++ == 2) {
                  takeOverEverything();
                }
                feed.settled(
                    message,
                    number == 1
                        ? new Result.Refused(451, "later", true)
                        : new Result.HandedOver("250 ok"));
              }
            });
    List<UUID> requested = request("later", 3);

    run(channel);

    assertThat(states(requested)).contains("intended").containsOnlyOnce("intended");
  }

  @Test
  void anObjectionTakesMessagesOutOfARunningBatch() {
    List<ProfileId> people = cast.subscribers("objects", 6);
    var channel =
        new FakeChannel(
            feed -> {
              int number = 0;
              for (Outgoing message = feed.next(); message != null; message = feed.next()) {
                feed.beforeHandOver(message);
                feed.settled(message, new Result.HandedOver("250 ok"));
                if (++number == 2) {
                  people.forEach(it -> cast.consent(it, Purpose.MARKETING, State.UNSUBSCRIBED));
                  sleep(Duration.ofMillis(1_100));
                }
              }
            });
    messaging.request(people.stream().map(it -> cast.marketing(it, "objects")).toList());

    run(channel);

    assertThat(
            jdbc.sql(
                    """
                    select state || coalesce(' ' || reason, '') from messaging.message
                    where origin_step = 'objects'
                    """)
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder(
            "handed_over",
            "handed_over",
            "skipped unsubscribed",
            "skipped unsubscribed",
            "skipped unsubscribed",
            "skipped unsubscribed");
  }

  @Test
  void whatShouldHaveLeftLongAgoIsSetAsideAndSaysSo() {
    List<UUID> sent = new CopyOnWriteArrayList<>();
    List<UUID> forgotten = request("last-month", 2);
    clock.tick(Duration.ofHours(47));
    List<UUID> late = request("yesterday", 1);
    clock.tick(Duration.ofHours(2));

    run(taking(sent));

    assertThat(sent).containsExactlyElementsOf(late);
    assertThat(states(forgotten)).containsOnly("skipped");
    assertThat(decisionOf(forgotten.getFirst()))
        .contains("\"reason\": \"too_late\"", "\"code\": \"in_time\"", "\"hours\": 48");
  }

  @Test
  void aClockThatGoesBackSendsEverythingOnce() {
    List<UUID> sent = new CopyOnWriteArrayList<>();
    List<UUID> before = request("before", 2);
    run(taking(sent));
    List<UUID> waiting = request("waiting", 2);
    clock.setBackTo(clock.instant().minus(Duration.ofHours(1)));
    List<UUID> after = request("after", 2);
    run(taking(sent));
    clock.tick(Duration.ofHours(2));
    run(taking(sent));

    List<UUID> requested = Stream.of(before, waiting, after).flatMap(List::stream).toList();
    assertThat(sent).containsAll(requested).doesNotHaveDuplicates();
    assertThat(states(requested)).containsOnly("handed_over");
  }

  @Test
  void whatADeadSenderHeldForLongIsSetAsideToo() {
    var channel = new FakeChannel(feed -> takeOverEverything());
    List<UUID> sent = new CopyOnWriteArrayList<>();
    List<UUID> requested = request("held", 3);
    run(channel);
    clock.tick(Duration.ofHours(49));

    run(taking(sent));

    assertThat(sent).isEmpty();
    assertThat(states(requested)).containsOnly("skipped");
  }

  @Test
  void whatStaffSendAgainIsNotTooLateHoweverOldItIs() {
    var breaking =
        new FakeChannel(
            feed -> {
              Outgoing message = feed.next();
              if (message != null && feed.beforeHandOver(message)) {
                throw new IllegalStateException("broke off");
              }
            });
    List<UUID> sent = new CopyOnWriteArrayList<>();
    List<UUID> requested = request("again", 1);
    run(breaking);
    clock.tick(Duration.ofDays(10));
    resolutions.resolve(requested.getFirst(), Resolutions.Outcome.RESEND);
    run(new FakeChannel(feed -> takeOverEverything()));

    run(taking(sent));

    assertThat(sent).containsExactlyElementsOf(requested);
  }

  private static FakeChannel taking(List<UUID> sent) {
    return new FakeChannel(
        feed -> {
          for (Outgoing message = feed.next(); message != null; message = feed.next()) {
            feed.beforeHandOver(message);
            sent.add(message.messageId());
            feed.settled(message, new Result.HandedOver("250 ok"));
          }
        });
  }

  private String decisionOf(UUID message) {
    return jdbc.sql("select decision from messaging.message where message_id = :id")
        .param("id", message)
        .query(String.class)
        .single();
  }

  private void run(Channel channel) {
    String owner = Presence.ofThisProcess().toString();
    senderStore.beat(owner, 1);
    Sender sender = new Sender(channel, owner, deliveries, slots, letters, outbox, clock);
    senders.add(sender);
    sender.runDue();
  }

  /// As if the lease had run out.
  private void takeOverEverything() {
    takeover.watch("another", Duration.ofDays(1));
    takeover.watch("another", Duration.ofNanos(1));
  }

  private List<UUID> request(String step, int count) {
    List<MessageRequest> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ProfileId person = cast.known("Jonas", "Petersen", step + i + "@example.org");
      requests.add(cast.transactional(person, step));
    }
    messaging.request(requests);
    return requests.stream().map(MessageRequest::messageId).toList();
  }

  private List<String> states(List<UUID> messages) {
    return messages.stream().map(this::stateOf).toList();
  }

  private String stateOf(UUID message) {
    return jdbc.sql("select state from messaging.message where message_id = :id")
        .param("id", message)
        .query(String.class)
        .single();
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record FakeChannel(Consumer<Feed> behaviour) implements Channel {
    @Override
    public ChannelKind kind() {
      return ChannelKind.EMAIL;
    }

    @Override
    public int lanes() {
      return 1;
    }

    @Override
    public void send(Feed feed) {
      behaviour.accept(feed);
    }
  }
}
