package io.kundig.flows;

import io.kundig.Kundig;
import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.ConsentChange.Method;
import io.kundig.consent.ConsentChange.State;
import io.kundig.consent.Consents;
import io.kundig.consent.Purpose;
import io.kundig.ingest.Fact;
import io.kundig.ingest.Ingest;
import io.kundig.messaging.MessageRequest.Kind;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.support.ServerProcess;
import io.kundig.support.SmtpSink;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// `bin/bench latency`: how long it takes from sending an event over HTTP until the mail server has
/// taken the mail, in a flow without delay.
final class LatencyBench {

  private static final String KEY = "wk_bench";
  private static final Duration EVERY = Duration.ofMillis(100);
  private static final int OTHERS_PER_SECOND = 200;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ConfigurableApplicationContext server;
  private final JdbcClient jdbc;
  private final int port;

  private LatencyBench(ConfigurableApplicationContext server) {
    this.server = server;
    this.jdbc = server.getBean(JdbcClient.class);
    this.port = server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  /// Options: `--mails 300 --rounds 3`.
  public static void main(String[] arguments) throws Exception {
    List<String> options = List.of(arguments);
    int mails = option(options, "--mails", 300);
    int rounds = option(options, "--rounds", 3);
    try (ServerProcess sink = ServerProcess.start(SmtpSink.class.getName(), "--port", "0")) {
      String smtpUrl = "smtp://127.0.0.1:" + sink.awaitLine(Pattern.compile("(\\d+)")).group(1);
      var server =
          SpringApplication.run(
              Kundig.class,
              "--kundig.port=0",
              "--kundig.write-key=" + KEY,
              "--kundig.smtp-url=" + smtpUrl,
              "--kundig.data=" + Files.createTempDirectory("kundig-bench"));
      try (server) {
        new LatencyBench(server).run(mails, rounds);
      }
    }
  }

  private void run(int mails, int rounds) throws Exception {
    server.getBean(Shops.class).update(TestShops.nordlicht());
    openTheFlow();
    List<Double> idle = new ArrayList<>();
    List<Double> busy = new ArrayList<>();
    for (int round = 0; round <= rounds; round++) {
      double[] alone = millis("alone" + round, mails);
      double[] beside = besideOthers("beside" + round, mails);
      if (round > 0) {
        idle.add(percentile(alone, 99));
        busy.add(percentile(beside, 99));
        System.err.printf(
            Locale.ROOT,
            "%d idle p50 %.0f p99 %.0f ms, busy p50 %.0f p99 %.0f ms%n",
            round,
            percentile(alone, 50),
            percentile(alone, 99),
            percentile(beside, 50),
            percentile(beside, 99));
      }
    }
    print("event-to-mail-idle-p99", median(idle), 150);
    print("event-to-mail-busy-p99", median(busy), 500);
  }

  /// The library's cart flow, with its first mail at once.
  private void openTheFlow() {
    Flows flows = server.getBean(Flows.class);
    Flow cart =
        flows.all().stream()
            .filter(flow -> flow.key().equals("abandoned_cart"))
            .findFirst()
            .orElseThrow();
    flows.publish(
        cart.id(),
        new Definition(
            cart.definition().trigger(),
            0,
            List.of("Placed Order"),
            EnumSet.noneOf(Definition.Filter.class),
            List.of(new Step.Send("cart-1", ChannelKind.EMAIL, "cart-1", Kind.MARKETING))));
    flows.activate(cart.id());
  }

  private double[] besideOthers(String name, int mails) throws Exception {
    AtomicBoolean running = new AtomicBoolean(true);
    Thread others =
        Thread.ofPlatform()
            .start(
                () -> {
                  long next = System.nanoTime();
                  for (int i = 0; running.get(); i++) {
                    next += Duration.ofSeconds(1).toNanos() / OTHERS_PER_SECOND;
                    sleepUntil(next);
                    http.sendAsync(
                        request(name + "-visitor" + i % 1_000, "Product Viewed"),
                        HttpResponse.BodyHandlers.discarding());
                  }
                });
    try {
      return millis(name, mails);
    } finally {
      running.set(false);
      others.join();
    }
  }

  /// Sends an event of each person in turn and finds out when each mail was handed over.
  private double[] millis(String name, int mails) throws Exception {
    Map<UUID, Integer> people = subscribers(name, mails);
    Instant[] sent = new Instant[mails];
    AtomicInteger refused = new AtomicInteger();
    long next = System.nanoTime();
    for (int i = 0; i < mails; i++) {
      next += EVERY.toNanos();
      sleepUntil(next);
      sent[i] = Instant.now();
      http.sendAsync(request(name + i, "Product Added"), HttpResponse.BodyHandlers.discarding())
          .thenAccept(answer -> refused.addAndGet(answer.statusCode() == 200 ? 0 : 1));
    }
    Thread.sleep(3_000);
    double[] millis = new double[mails];
    Arrays.fill(millis, Double.POSITIVE_INFINITY);
    jdbc.sql(
            """
            select profile_id, sent_at from messaging.message
            where state = 'handed_over' and profile_id = any(:people::uuid[])
            """)
        .param("people", people.keySet().stream().map(UUID::toString).toArray(String[]::new))
        .query(
            row -> {
              int i = people.getOrDefault(row.getObject(1, UUID.class), 0);
              Instant at = row.getObject(2, OffsetDateTime.class).toInstant();
              millis[i] = Duration.between(sent[i], at).toNanos() / 1e6;
            });
    if (refused.get() > 0) {
      throw new IOException(refused + " events were refused");
    }
    return millis;
  }

  private Map<UUID, Integer> subscribers(String name, int count) {
    Instant now = Instant.now();
    List<Fact> facts =
        IntStream.range(0, count).mapToObj(i -> (Fact) identify(name + i, now)).toList();
    List<ProfileId> people =
        server.getBean(Ingest.class).accept(facts).stream()
            .map(outcome -> ((Ingest.Outcome.Accepted) outcome).profileId())
            .toList();
    Consents consents = server.getBean(Consents.class);
    new TransactionTemplate(server.getBean(PlatformTransactionManager.class))
        .executeWithoutResult(
            _ -> consents.record(people.stream().map(id -> consent(id, now)).toList()));
    Map<UUID, Integer> numbers = new HashMap<>();
    people.forEach(id -> numbers.put(id.value(), numbers.size()));
    return numbers;
  }

  private static Fact.Identify identify(String name, Instant now) {
    return new Fact.Identify(
        1,
        null,
        List.of(new Identifier.UserId(1, name), new Identifier.Email(name + "@example.org")),
        now,
        Map.of("firstName", name),
        Fact.Trust.PROVEN);
  }

  private static ConsentChange consent(ProfileId person, Instant now) {
    return new ConsentChange(
        person,
        ChannelKind.EMAIL,
        Purpose.MARKETING,
        State.SUBSCRIBED,
        Method.DOUBLE_OPT_IN,
        now,
        "newsletter",
        "Ja, ich möchte Post von der Rösterei Nordlicht.",
        null,
        null);
  }

  private HttpRequest request(String userId, String event) {
    String body =
        """
        {"writeKey":"%s","messageId":"%s","userId":"%s","event":"%s","timestamp":"%s",
         "properties":{"product_id":"espresso","name":"Espresso","price":12.9,"currency":"EUR"}}
        """
            .formatted(KEY, UUID.randomUUID(), userId, event, Instant.now());
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/track"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static void sleepUntil(long nanos) {
    try {
      Thread.sleep(Duration.ofNanos(Math.max(0, nanos - System.nanoTime())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double percentile(double[] values, int percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void print(String name, double figure, double bar) {
    System.out.printf(
        Locale.ROOT,
        "{\"name\":\"%s\",\"figure\":%.0f,\"unit\":\"ms\",\"limit\":%.0f,\"ratio\":%.2f}%n",
        name,
        figure,
        bar,
        figure / bar);
  }

  private static int option(List<String> options, String name, int fallback) {
    int at = options.indexOf(name);
    return at < 0 ? fallback : Integer.parseInt(options.get(at + 1));
  }
}
