package io.kundig.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.platform.KundigClock;
import io.kundig.profiles.ProfileId;
import io.kundig.support.KundigTest;
import io.kundig.support.SmtpSink;
import io.kundig.support.SmtpSink.Options;
import io.kundig.support.SmtpSink.Received;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// What the sender stands on goes away in the middle of a send, and comes back.
@KundigTest
@Import(Cast.class)
class SendingFaultsTests {

  private static final int MORE_THAN_LEAVE_WHILE_IT_CLOSES = 1_000;
  private static final int CONNECTIONS = 8;
  private static final Options OPTIONS = Options.standard().withFaults("slow:10:.*");
  private static final List<SmtpSink> SINKS = new ArrayList<>(List.of(SmtpSink.start(OPTIONS)));
  private static final int PORT = SINKS.getFirst().port();

  private final Messaging messaging;
  private final Sending sending;
  private final Cast cast;
  private final JdbcClient jdbc;
  private final KundigClock clock;
  private final URI database;

  SendingFaultsTests(
      Messaging messaging,
      Sending sending,
      Cast cast,
      JdbcClient jdbc,
      KundigClock clock,
      Environment environment) {
    this.messaging = messaging;
    this.sending = sending;
    this.cast = cast;
    this.jdbc = jdbc;
    this.clock = clock;
    this.database = URI.create(environment.getRequiredProperty("kundig.database-url"));
  }

  @DynamicPropertySource
  static void mailServer(DynamicPropertyRegistry properties) {
    properties.add("kundig.smtp-url", () -> "smtp://127.0.0.1:" + PORT);
  }

  @AfterAll
  static void stop() {
    SINKS.forEach(SmtpSink::close);
  }

  @Test
  void theMailServerGoesAwayForAWhile() throws Exception {
    request("away", MORE_THAN_LEAVE_WHILE_IT_CLOSES);
    await(() -> received("away").size() >= 60);
    SINKS.getLast().close();
    assertThat(
            count(
                "select count(*) from messaging.message where state in ('planned', 'intended') and origin_step = 'away'"))
        .as("what is still to leave")
        .isPositive();
    await(() -> sending.outage().isPresent());
    SINKS.add(SmtpSink.start(OPTIONS.withPort(PORT)));

    awaitTheEnd("away");

    assertThat(sending.outage()).isEmpty();
    audit("away", MORE_THAN_LEAVE_WHILE_IT_CLOSES);
  }

  @Test
  void theDatabaseGoesAwayForAWhile() throws Exception {
    request("gone", 400);
    await(() -> received("gone").size() >= 60);
    whileDatabaseIsGone(Duration.ofSeconds(4));

    awaitTheEnd("gone");

    audit("gone", 400);
    assertThat(
            count(
                "select count(*) from messaging.message where state = 'in_doubt' and origin_step = 'gone'"))
        .as("who lives knows")
        .isZero();
  }

  private void whileDatabaseIsGone(Duration time) throws SQLException, InterruptedException {
    String name = database.getPath().substring(1);
    try (Connection admin = admin();
        Statement sql = admin.createStatement()) {
      sql.execute("alter database " + name + " allow_connections false");
      sql.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
      Thread.sleep(time);
      sql.execute("alter database " + name + " allow_connections true");
    }
  }

  private Connection admin() throws SQLException {
    String[] user = database.getUserInfo().split(":", 2);
    return DriverManager.getConnection(
        "jdbc:postgresql://" + database.getHost() + ":" + database.getPort() + "/postgres",
        user[0],
        user[1]);
  }

  private void request(String step, int count) {
    List<ProfileId> people = cast.subscribers(step, count);
    messaging.request(people.stream().map(it -> cast.marketing(it, step)).toList());
  }

  private void audit(String step, int count) {
    List<String> received = received(step);
    Set<String> handedOver =
        jdbc.sql(
                """
                select address from messaging.message
                where origin_step = :step and state = 'handed_over'
                """)
            .param("step", step)
            .query(String.class)
            .set();
    assertThat(received).as("nobody twice").doesNotHaveDuplicates();
    assertThat(received).as("none lost").containsAll(handedOver);
    assertThat(handedOver).hasSizeGreaterThanOrEqualTo(count - CONNECTIONS);
  }

  private void awaitTheEnd(String step) {
    await(
        () -> {
          clock.tick(Duration.ofMinutes(1));
          sending.runDue();
          return waiting(step) == 0;
        });
  }

  private int waiting(String step) {
    return jdbc.sql(
            """
            select count(*) from messaging.message
            where origin_step = :step and state in ('planned', 'intended')
            """)
        .param("step", step)
        .query(Integer.class)
        .single();
  }

  private int count(String sql) {
    return jdbc.sql(sql).query(Integer.class).single();
  }

  private static List<String> received(String prefix) {
    return SINKS.stream()
        .flatMap(sink -> sink.received().stream())
        .map(Received::recipient)
        .filter(it -> it.startsWith(prefix))
        .collect(Collectors.toList());
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("took too long");
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
