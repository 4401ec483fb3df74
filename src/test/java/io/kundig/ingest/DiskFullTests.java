package io.kundig.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kundig.Kundig;
import io.kundig.support.ServerProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// The disk of the data folder fills up under a running server, database and all, and is cleared.
/// Only root can make such a disk; for others there is nothing to run.
class DiskFullTests {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern READY =
      Pattern.compile("Kundig is at (http://127\\.0\\.0\\.1:\\d+)");
  private static final Pattern PORT = Pattern.compile("(?m)^port = (\\d+)$");
  private static final String FILLED =
      "select count(*) from events.event join events.metric m using (metric_id) where m.name = 'Filled'";
  private static final String IN_SEGMENTS = "select coalesce(sum(members), 0) from segments.member";
  private static final String KEY = "sk_disk-full-tests-0123456789";
  private static final String WRITE_KEY = "wk_full";
  private static final int BATCH = 200;
  private static final long MEGABYTE = 1L << 20;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Random random = new Random(1);
  @TempDir private Path disk;
  private String address = "";
  private int sent;
  private int acknowledged;

  @BeforeEach
  void mount() throws Exception {
    assumeThat(System.getProperty("user.name")).as("who may mount").isEqualTo("root");
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=250m,mode=0711", "tmpfs", disk.toString()))
        .as("exit code of mount")
        .isZero();
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  @Test
  void whatFindsNoRoomIsNotAcknowledgedAndClearingUpIsEnough() throws Exception {
    Path data = disk.resolve("data");
    Path ballast = disk.resolve("ballast");
    try (ServerProcess server =
        ServerProcess.start(
            Kundig.class.getName(),
            "--data=" + data,
            "--api-key=" + KEY,
            "--write-key=" + WRITE_KEY,
            "--port=0")) {
      address = server.awaitLine(READY).group(1);
      await(() -> get("/healthz").statusCode() == 200);
      assertThat(track().statusCode()).isEqualTo(200);
      assertThat(segment().statusCode()).isEqualTo(201);
      assertThat(get("/api/v1/reports/dashboard").body()).contains("disk_low");

      leave(24 * MEGABYTE, ballast);
      await(() -> track().statusCode() == 503);
      for (int i = 0; i < 20; i++) {
        assertThat(track().statusCode()).isEqualTo(503);
      }
      await(() -> get("/healthz").statusCode() == 503);
      assertThat(get("/healthz").body()).contains("FULL");
      assertThat(get("/api/v1/reports/dashboard").body()).contains("disk_full");
      assertThat(get("/api/v1/profiles").statusCode()).isEqualTo(200);
      assertThat(upload().statusCode()).isEqualTo(503);

      Files.delete(ballast);
      await(() -> track().statusCode() == 200);
      await(() -> get("/healthz").statusCode() == 200);
      assertThat(upload().statusCode()).isEqualTo(201);
      assertThat(count(data, FILLED)).isEqualTo(acknowledged);
      await(() -> count(data, IN_SEGMENTS) == acknowledged);
    }
  }

  private void leave(long bytes, Path ballast) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(ballast.toFile(), "rw")) {
      byte[] zeros = new byte[(int) MEGABYTE];
      while (Files.getFileStore(disk).getUsableSpace() > bytes + MEGABYTE) {
        file.write(zeros);
      }
    }
  }

  private HttpResponse<String> track() throws Exception {
    String batch =
        IntStream.range(sent, sent + BATCH)
            .mapToObj(this::message)
            .collect(Collectors.joining(","));
    sent += BATCH;
    HttpResponse<String> answer =
        send(
            request("/v1/batch")
                .POST(
                    BodyPublishers.ofString(
                        "{\"writeKey\":\"%s\",\"batch\":[%s]}".formatted(WRITE_KEY, batch))));
    if (answer.statusCode() == 200) {
      acknowledged += BATCH;
    }
    return answer;
  }

  private String message(int number) {
    byte[] bytes = new byte[400];
    random.nextBytes(bytes);
    return """
        {"type":"track","event":"Filled","messageId":"m%1$d","userId":"u%1$d","timestamp":"2026-03-02T08:00:00Z","properties":{"text":"%2$s"}}
        """
        .formatted(number, java.util.HexFormat.of().formatHex(bytes));
  }

  private HttpResponse<String> upload() throws Exception {
    String rows =
        IntStream.range(0, 50_000)
            .mapToObj(i -> "a%d@example.org,Anna\n".formatted(i))
            .collect(Collectors.joining());
    String body =
        """
        --x\r
        Content-Disposition: form-data; name="kind"\r
        \r
        customers\r
        --x\r
        Content-Disposition: form-data; name="shopId"\r
        \r
        1\r
        --x\r
        Content-Disposition: form-data; name="file"; filename="people.csv"\r
        Content-Type: text/csv\r
        \r
        email,first_name
        %s\r
        --x--\r
        """
            .formatted(rows);
    return send(
        request("/api/v1/imports")
            .header("Content-Type", "multipart/form-data; boundary=x")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(
        request.header("Authorization", "Bearer " + KEY).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<String> segment() throws Exception {
    String body =
        """
        {"name":"Filled","condition":{"type":"did","metric":"Filled","is":{"op":"at_least","value":1}}}
        """;
    return send(
        request("/api/v1/segments")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static int count(Path data, String sql) throws IOException {
    Path home = data.resolve("database");
    Matcher port = PORT.matcher(Files.readString(home.resolve("18/kundig.conf")));
    assertThat(port.find()).isTrue();
    var source =
        new DriverManagerDataSource(
            "jdbc:postgresql://127.0.0.1:" + port.group(1) + "/kundig",
            "kundig",
            Files.readString(home.resolve("password")).strip());
    return JdbcClient.create(source).sql(sql).query(Integer.class).single();
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime() - deadline).as("took too long").isNegative();
      Thread.sleep(20);
    }
  }
}
