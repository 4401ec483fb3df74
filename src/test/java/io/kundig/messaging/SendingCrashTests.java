package io.kundig.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.messaging.MessageList.Filter;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.ProfileId;
import io.kundig.support.KundigTest;
import io.kundig.support.ServerProcess;
import io.kundig.support.SmtpSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Two servers on one database send through a real SMTP process; again and again one of them is
/// killed or stopped in the middle. At length: `-Dkundig.crash.rounds=10
/// -Dkundig.crash.mails=5000`.
@KundigTest
@Import(Cast.class)
class SendingCrashTests {

  private static final int ROUNDS = Integer.getInteger("kundig.crash.rounds", 3);
  private static final int MAILS = Integer.getInteger("kundig.crash.mails", 500);
  private static final int CONNECTIONS = 8;
  private static final Duration ROUND_TIME = Duration.ofMinutes(2);
  private static final Pattern PORT = Pattern.compile("(\\d+)");
  private static final Pattern STARTED = Pattern.compile("Kundig is at");

  private final Messaging messaging;
  private final MessageList list;
  private final Cast cast;
  private final JdbcClient jdbc;
  private final String databaseUrl;
  private final Random random = new Random(Long.getLong("kundig.crash.seed", System.nanoTime()));

  @TempDir private Path folder;
  private final List<ServerProcess> servers = new ArrayList<>();

  SendingCrashTests(
      Messaging messaging,
      Sending sending,
      MessageList list,
      Cast cast,
      JdbcClient jdbc,
      KundigClock clock,
      Environment environment) {
    this.messaging = messaging;
    this.list = list;
    this.cast = cast;
    this.jdbc = jdbc;
    this.databaseUrl = environment.getRequiredProperty("kundig.database-url");
    sending.stop();
    clock.tick(Duration.between(clock.instant(), Instant.now())); // as the servers' clocks
  }

  @AfterEach
  void stop() {
    servers.forEach(ServerProcess::kill);
  }

  @Test
  void nobodyGetsAMailTwiceAndNoneIsLostWhateverHappensToTheServers() {
    Path log = folder.resolve("mails.tsv");
    try (var sink =
        ServerProcess.start(
            SmtpSink.class.getName(),
            "--port",
            "0",
            "--log",
            log.toString(),
            "--fault",
            "slow:15:.*")) {
      String smtpUrl = "smtp://127.0.0.1:" + sink.awaitLine(PORT).group(1);
      startServer(smtpUrl);
      startServer(smtpUrl);
      int doubts = 0;
      for (int round = 1; round <= ROUNDS; round++) {
        boolean pause = round % 3 == 0;
        request(round);
        int threshold = lines(log).size() + MAILS / 20 + random.nextInt(MAILS / 2);
        await(() -> lines(log).size() >= threshold);
        ServerProcess victim = servers.remove(random.nextInt(servers.size()));
        if (pause) {
          victim.pause();
        } else {
          victim.kill();
        }
        await(() -> waiting() == 0);
        if (pause) {
          servers.add(victim);
          victim.resume();
          sleep(Duration.ofSeconds(3));
        }
        int now = audit(log, round);
        assertThat(now - doubts).isLessThanOrEqualTo(CONNECTIONS);
        doubts = now;
        if (!pause && round < ROUNDS) {
          startServer(smtpUrl);
        }
      }
      servers.forEach(ServerProcess::close);
      servers.clear();
      assertThat(count("select count(*) from messaging.slot where owner is not null")).isZero();
    }
  }

  private void startServer(String smtpUrl) {
    ServerProcess server = ServerProcess.kundig(databaseUrl, smtpUrl);
    servers.add(server);
    server.awaitLine(STARTED);
  }

  private void request(int round) {
    List<ProfileId> people = cast.subscribers("round" + round, MAILS);
    for (int from = 0; from < people.size(); from += 250) {
      messaging.request(
          people.subList(from, Math.min(from + 250, people.size())).stream()
              .map(it -> cast.marketing(it, "round" + round))
              .toList());
    }
  }

  /// @return how many are in doubt so far
  private int audit(Path log, int round) {
    Map<String, Integer> received = new HashMap<>();
    lines(log).forEach(line -> received.merge(line.split("\t")[4], 1, Integer::sum));
    Map<String, String> states = new HashMap<>();
    jdbc.sql("select address, state from messaging.message")
        .query(
            row -> {
              states.put(row.getString("address"), row.getString("state"));
            });

    assertThat(states).hasSize(round * MAILS);
    assertThat(received.values()).as("nobody twice").containsOnly(1);
    assertThat(states.values()).as("all at an end").isSubsetOf("handed_over", "in_doubt");
    states.forEach(
        (address, state) -> {
          if (state.equals("handed_over")) {
            assertThat(received).as("none lost").containsKey(address);
          }
        });
    assertThat(states.keySet())
        .as("none sent that nobody asked for")
        .containsAll(received.keySet());
    int handedOver = (int) states.values().stream().filter("handed_over"::equals).count();
    assertThat(
            count("select count(*) from events.event where properties ->> 'messageId' is not null"))
        .as("one event each")
        .isEqualTo(handedOver);
    List<StoredMessage> shown =
        list.page(new Filter(null, null, null, MessageState.IN_DOUBT, null, null), 1_000, null)
            .items();
    assertThat(shown).as("in doubt is shown").hasSize(states.size() - handedOver);
    return shown.size();
  }

  private int waiting() {
    return count(
        """
        select count(*) from messaging.message where state in ('planned', 'intended')
        """);
  }

  private int count(String sql) {
    return jdbc.sql(sql).query(Integer.class).single();
  }

  private static List<String> lines(Path log) {
    try {
      return Files.exists(log) ? Files.readAllLines(log) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + ROUND_TIME.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("took too long");
      }
      sleep(Duration.ofMillis(10));
    }
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
