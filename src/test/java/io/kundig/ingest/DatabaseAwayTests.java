package io.kundig.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.Kundig;
import io.kundig.support.ServerProcess;
import io.kundig.support.TcpProxy;
import io.kundig.support.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The database goes away under a running server, and comes back.
class DatabaseAwayTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("kundig.away", 5));
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern READY =
      Pattern.compile("Kundig is at (http://127\\.0\\.0\\.1:\\d+)");
  private static final String KEY = "sk_database-away-tests-0123456789";
  private static final String WRITE_KEY = "wk_away";

  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private String address = "";

  @Test
  void nothingIsLostAndNothingHasToBeStartedAgain() throws Exception {
    URI url = database.url();
    try (TcpProxy proxy = TcpProxy.to(url.getPort());
        ServerProcess server =
            ServerProcess.start(
                Kundig.class.getName(),
                "--database-url=" + url.toString().replace(":" + url.getPort(), ":" + proxy.port()),
                "--secret=a-secret-for-tests-only",
                "--api-key=" + KEY,
                "--write-key=" + WRITE_KEY,
                "--data=" + folder,
                "--port=0")) {
      address = server.awaitLine(READY).group(1);
      assertThat(track("before").statusCode()).isEqualTo(200);
      assertThat(get("/healthz").statusCode()).isEqualTo(200);

      proxy.cut();
      await(() -> get("/healthz").statusCode() == 503);
      assertThat(get("/healthz").body()).contains("DOWN");
      long back = System.nanoTime() + AWAY.toNanos();
      do {
        assertUnavailable(track("meanwhile"));
        assertUnavailable(get("/api/v1/profiles"));
      } while (System.nanoTime() < back);

      proxy.restore();
      await(() -> get("/healthz").statusCode() == 200);
      await(() -> track("meanwhile").statusCode() == 200);
      assertThat(track("before").statusCode()).as("once more").isEqualTo(200);
      assertThat(track("after").statusCode()).isEqualTo(200);
      assertThat(get("/api/v1/profiles").statusCode()).isEqualTo(200);
      assertThat(count("select count(*) from events.event")).isEqualTo(3);
      assertThat(count("select count(*) from ingest.set_aside")).isZero();
      await(() -> count("select count(*) from customers.seen") == 3);
    }
  }

  private static void assertUnavailable(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
  }

  private HttpResponse<String> track(String name) throws Exception {
    String body =
        """
        {"writeKey":"%s","event":"Counted","messageId":"%s","userId":"%s","timestamp":"2026-03-02T08:00:00Z"}
        """
            .formatted(WRITE_KEY, name, name);
    return http.send(
        request("/v1/track").POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        request(path).header("Authorization", "Bearer " + KEY).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(20));
  }

  private static int count(String sql) {
    return database.jdbc().sql(sql).query(Integer.class).single();
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime() - deadline).as("took too long").isNegative();
      Thread.sleep(50);
    }
  }
}
