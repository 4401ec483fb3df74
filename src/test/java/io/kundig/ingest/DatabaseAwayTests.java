package io.kundig.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.kundig.Kundig;
import io.kundig.support.ServerProcess;
import io.kundig.support.TcpProxy;
import io.kundig.support.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The database goes away under a running server, one way or another, and comes back.
class DatabaseAwayTests {

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("kundig.away", 5));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Instead of the minute that operators get, so that the test need not wait for it.
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(4);

  private static final int AT_ONCE = 100;
  private static final int MOST_THREADS = 120;
  private static final Pattern READY =
      Pattern.compile("Kundig is at (http://127\\.0\\.0\\.1:\\d+)");
  private static final String COUNTED =
      "select count(*) from events.event join events.metric m using (metric_id) where m.name = 'Counted'";
  private static final String KEY = "sk_database-away-tests-0123456789";
  private static final String WRITE_KEY = "wk_away";

  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private String address = "";

  /// How a database can be away.
  private enum Fault {
    /// Connections break, and new ones are refused.
    GONE,
    /// Connections stay open and new ones are taken, but nothing comes through them.
    SILENT,
    /// The database's processes stand still.
    STOPPED
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostAndNothingHasToBeStartedAgain(Fault fault) throws Exception {
    URI url = database.url();
    int stored = count(COUNTED);
    try (TcpProxy proxy = TcpProxy.to(url.getPort());
        ServerProcess server =
            ServerProcess.start(
                Kundig.class.getName(),
                "--database-url="
                    + url.toString().replace(":" + url.getPort(), ":" + proxy.port())
                    + "?socketTimeout="
                    + LONGEST_SILENCE.toSeconds(),
                "--secret=a-secret-for-tests-only",
                "--api-key=" + KEY,
                "--write-key=" + WRITE_KEY,
                "--data=" + folder.resolve(fault.name()),
                "--port=0")) {
      address = server.awaitLine(READY).group(1);
      assertThat(track(fault, "before").statusCode()).isEqualTo(200);
      await(() -> get("/healthz").statusCode() == 200);
      assertThat(http.send(segment(), BodyHandlers.ofString()).statusCode()).isEqualTo(201);
      await(() -> inSegments() == count("select count(*) from segments.segment") * (stored + 1));

      List<ProcessHandle> stopped = begin(fault, proxy);
      try {
        await(() -> get("/healthz").statusCode() == 503);
        assertThat(get("/healthz").body()).contains("DOWN");
        long back = System.nanoTime() + AWAY.toNanos();
        do {
          everybodyIsSentAway(fault);
          assertThat(threadsOf(server)).isLessThan(MOST_THREADS);
        } while (System.nanoTime() < back);
      } finally {
        signal("-CONT", stopped);
        proxy.restore();
      }

      await(() -> get("/healthz").statusCode() == 200);
      await(() -> track(fault, "meanwhile").statusCode() == 200);
      assertThat(track(fault, "before").statusCode()).as("once more").isEqualTo(200);
      assertThat(track(fault, "after").statusCode()).isEqualTo(200);
      assertThat(get("/api/v1/profiles").statusCode()).isEqualTo(200);
      assertThat(count(COUNTED)).isEqualTo(stored + 3);
      assertThat(count("select count(*) from ingest.set_aside")).isZero();
      await(() -> count("select count(*) from customers.seen") == stored + 3);
      await(() -> inSegments() == count("select count(*) from segments.segment") * (stored + 3));
    }
  }

  private static List<ProcessHandle> begin(Fault fault, TcpProxy proxy) {
    switch (fault) {
      case GONE -> proxy.cut();
      case SILENT -> proxy.swallow();
      case STOPPED -> {
        ProcessHandle postmaster =
            ProcessHandle.of(count("select pg_backend_pid()"))
                .flatMap(ProcessHandle::parent)
                .orElseThrow();
        List<ProcessHandle> all =
            Stream.concat(Stream.of(postmaster), postmaster.children()).toList();
        signal("-STOP", all);
        return all;
      }
    }
    return List.of();
  }

  private static void signal(String name, List<ProcessHandle> processes) {
    if (processes.isEmpty()) {
      return;
    }
    List<String> command = new ArrayList<>(List.of("kill", name));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    try {
      new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Many at once: they do not wait for each other.
  private void everybodyIsSentAway(Fault fault) throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      answers.add(sent(tracking(fault, "meanwhile")));
      answers.add(sent(reading("/api/v1/profiles")));
      answers.add(sent(request("/api/v1/session").header("Cookie", "kundig_session=x").build()));
    }
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertUnavailable(answer.get());
    }
  }

  private CompletableFuture<HttpResponse<String>> sent(HttpRequest request) {
    return http.sendAsync(request, BodyHandlers.ofString());
  }

  /// Without the virtual ones.
  private static int threadsOf(ServerProcess server) throws IOException {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + server.pid() + "/task"))) {
      return (int) threads.count();
    }
  }

  private static void assertUnavailable(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
  }

  private HttpResponse<String> track(Fault fault, String name) throws Exception {
    return http.send(tracking(fault, name), BodyHandlers.ofString());
  }

  private HttpRequest segment() {
    String body =
        """
        {"name":"Counted","condition":{"type":"did","metric":"Counted","is":{"op":"at_least","value":1}}}
        """;
    return request("/api/v1/segments")
        .header("Authorization", "Bearer " + KEY)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static int inSegments() {
    return count("select coalesce(sum(members), 0) from segments.member");
  }

  private HttpRequest tracking(Fault fault, String name) {
    String body =
        """
        {"writeKey":"%1$s","event":"Counted","messageId":"%2$s","userId":"%2$s","timestamp":"2026-03-02T08:00:00Z"}
        """
            .formatted(WRITE_KEY, fault + name);
    return request("/v1/track").POST(BodyPublishers.ofString(body)).build();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(reading(path), BodyHandlers.ofString());
  }

  private HttpRequest reading(String path) {
    return request(path).header("Authorization", "Bearer " + KEY).build();
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
