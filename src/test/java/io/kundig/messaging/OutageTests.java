package io.kundig.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.platform.KundigClock;
import io.kundig.support.KundigTest;
import io.kundig.support.SmtpSink;
import io.kundig.support.SmtpSink.Options;
import io.kundig.support.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whoever looks at the app sees that no mail leaves, and why.
@KundigTest(properties = "kundig.api-key=" + OutageTests.KEY)
@Import(Cast.class)
class OutageTests {

  static final String KEY = "kk_test_0123456789abcdefghijklmnopqrstuvwxyz";

  /// Does not know the user we sign in as.
  private static final Options OTHER_USER = Options.standard().withSignIn("mara", "other");

  private static final List<SmtpSink> SINKS = new ArrayList<>(List.of(SmtpSink.start(OTHER_USER)));
  private static final int PORT = SINKS.getFirst().port();

  private final MockMvcTester http;
  private final Messaging messaging;
  private final Sending sending;
  private final Cast cast;
  private final KundigClock clock;

  OutageTests(MockMvc mvc, Messaging messaging, Sending sending, Cast cast, KundigClock clock) {
    this.http = MockMvcTester.create(mvc);
    this.messaging = messaging;
    this.sending = sending;
    this.cast = cast;
    this.clock = clock;
  }

  @DynamicPropertySource
  static void mailServer(DynamicPropertyRegistry properties) {
    properties.add("kundig.smtp-url", () -> "smtp://kundig:wrong@127.0.0.1:" + PORT);
  }

  @AfterAll
  static void stop() {
    SINKS.forEach(SmtpSink::close);
  }

  @Test
  void anOutageIsShownUntilMailsLeaveAgain() throws Exception {
    assertThat(outage().isNull()).isTrue();

    messaging.request(
        List.of(
            cast.transactional(
                cast.known("Friederike", "Harms", "friederike@example.org"), "hello")));
    sending.runDue();

    JsonNode outage = outage();
    assertThat(outage.path("since").asString()).isEqualTo(TestClock.START.toString());
    assertThat(outage.path("reason").asString()).isEqualTo("auth_refused");
    assertThat(outage.path("detail").asString()).contains("535");
    assertThat(outage.path("passing").asBoolean()).isFalse();
    JsonNode first = get("/reports/dashboard").path("attention").path(0);
    assertThat(first.path("kind").asString()).isEqualTo("smtp_failing");
    assertThat(first.path("data")).isEqualTo(outage);

    SINKS.getLast().close();
    SINKS.add(SmtpSink.start(Options.standard().withSignIn("kundig", "wrong").withPort(PORT)));
    awaitNoOutage();

    assertThat(get("/reports/dashboard").path("attention").findValuesAsString("kind"))
        .doesNotContain("smtp_failing");
  }

  private void awaitNoOutage() throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!outage().isNull()) {
      assertThat(System.nanoTime()).as("took too long").isLessThan(deadline);
      Thread.sleep(50);
      clock.tick(Duration.ofMinutes(1));
      sending.runDue();
    }
  }

  private JsonNode outage() throws Exception {
    return get("/sending").required("outage");
  }

  private JsonNode get(String path) throws Exception {
    var answer =
        http.get().uri("/api/v1" + path).header("Authorization", "Bearer " + KEY).exchange();
    assertThat(answer).hasStatusOk();
    return JsonMapper.shared().readTree(answer.getResponse().getContentAsByteArray());
  }
}
