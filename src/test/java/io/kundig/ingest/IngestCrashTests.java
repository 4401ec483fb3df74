package io.kundig.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.Kundig;
import io.kundig.support.KundigTest;
import io.kundig.support.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Events come in while the server is killed again and again; the senders repeat what was not
/// acknowledged, as Segment's libraries do. At length: `-Dkundig.crash.rounds=10`.
@KundigTest
class IngestCrashTests {

  private static final int KILLS = Integer.getInteger("kundig.crash.rounds", 2);
  private static final int EVENTS = 20_000;
  private static final int BATCH = 50;
  private static final int SENDERS = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern READY =
      Pattern.compile("Kundig is at http://127\\.0\\.0\\.1:(\\d+)");
  private static final String KEY = "wk_crash";

  private final JdbcClient jdbc;
  private final String databaseUrl;
  private final Random random = new Random(Long.getLong("kundig.crash.seed", System.nanoTime()));
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private volatile URI address = URI.create("http://127.0.0.1:9/v1/batch");

  @TempDir private Path folder;

  IngestCrashTests(JdbcClient jdbc, Environment environment) {
    this.jdbc = jdbc;
    this.databaseUrl = environment.getRequiredProperty("kundig.database-url");
  }

  @Test
  void everyAcknowledgedEventIsThereOnceHoweverOftenTheServerIsKilled() throws Exception {
    ServerProcess server = start();
    Instant giveUp = Instant.now().plus(PATIENCE);
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < SENDERS; i++) {
        senders.submit(() -> send(giveUp));
      }
      for (int kill = 1; kill <= KILLS; kill++) {
        int until = EVENTS * kill / (KILLS + 1) + random.nextInt(500);
        while (acknowledged.get() < until && Instant.now().isBefore(giveUp)) {
          Thread.sleep(1);
        }
        server.kill();
        server = start();
      }
    }
    server.close();

    assertThat(acknowledged).hasValue(EVENTS);
    assertThat(count("select count(*) from events.event where jsonb_exists(properties, 'n')"))
        .isEqualTo(EVENTS);
    assertThat(count("select count(distinct properties->>'n') from events.event"))
        .isEqualTo(EVENTS);
  }

  private ServerProcess start() {
    ServerProcess server =
        ServerProcess.start(
            Kundig.class.getName(),
            "--database-url=" + databaseUrl,
            "--secret=a-secret-for-tests-only",
            "--write-key=" + KEY,
            "--data=" + folder,
            "--port=0");
    address = URI.create("http://127.0.0.1:" + server.awaitLine(READY).group(1) + "/v1/batch");
    return server;
  }

  private void send(Instant giveUp) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int first = next.getAndAdd(BATCH); first < EVENTS; first = next.getAndAdd(BATCH)) {
        String body = body(first);
        while (!isTaken(client, body) && Instant.now().isBefore(giveUp)) {
          Thread.sleep(20);
        }
        acknowledged.addAndGet(BATCH);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String body(int first) {
    StringBuilder batch = new StringBuilder("{\"writeKey\":\"" + KEY + "\",\"batch\":[");
    for (int n = first; n < first + BATCH; n++) {
      batch
          .append(n == first ? "" : ",")
          .append("{\"type\":\"track\",\"event\":\"Counted\",\"messageId\":\"m-")
          .append(n)
          .append("\",\"timestamp\":\"2026-03-02T08:00:00Z\",\"anonymousId\":\"v-")
          .append(n % 700)
          .append("\",\"properties\":{\"n\":")
          .append(n)
          .append("}}");
    }
    return batch.append("]}").toString();
  }

  private boolean isTaken(HttpClient client, String body) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .timeout(Duration.ofSeconds(20))
              .POST(BodyPublishers.ofString(body))
              .build();
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private int count(String sql) {
    return jdbc.sql(sql).query(Integer.class).single();
  }
}
