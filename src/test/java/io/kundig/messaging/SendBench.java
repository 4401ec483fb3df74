package io.kundig.messaging;

import io.kundig.Kundig;
import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.accounts.TestShops;
import io.kundig.channels.email.BareSender;
import io.kundig.consent.Consents;
import io.kundig.ingest.Ingest;
import io.kundig.platform.KundigClock;
import io.kundig.profiles.ProfileId;
import io.kundig.support.ServerProcess;
import io.kundig.support.SmtpSink;
import io.kundig.templates.Templates;
import io.kundig.templates.Templates.Rendered;
import io.kundig.tracking.TrackedLinks;
import io.kundig.tracking.TrackedLinks.MessageKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Mails per second from the request to the stored result, over SMTP to a sink in a process of its
/// own, on the embedded database; beside the same mails rendered and sent by the same client
/// without decision and bookkeeping, and beside the client alone. Rounds are interleaved; figures
/// are medians.
final class SendBench {

  private static final int CONNECTIONS = 8;
  private static final int REQUEST = 200;
  private static final double BAR = 0.5;

  /// Rounds before any is counted.
  private static final int WARM_UP = 2;

  /// Campaign mails per second of the best free peer on the same kind of machine.
  private static final double PEER = 118;

  private static final double PEER_BAR = 8;

  private final Messaging messaging;
  private final Cast cast;
  private final Templates templates;
  private final TrackedLinks links;
  private final Shop shop;
  private final KundigClock clock;
  private final JdbcClient jdbc;
  private final BareSender bare;
  private final List<ProfileId> people;
  private final ProcessHandle database;
  private int round;

  private SendBench(
      ConfigurableApplicationContext server, ProcessHandle database, String smtpUrl, int mails) {
    this.database = database;
    this.messaging = server.getBean(Messaging.class);
    this.templates = server.getBean(Templates.class);
    this.links = server.getBean(TrackedLinks.class);
    this.clock = server.getBean(KundigClock.class);
    this.jdbc = server.getBean(JdbcClient.class);
    this.bare = new BareSender(smtpUrl, CONNECTIONS);
    Shops shops = server.getBean(Shops.class);
    this.cast =
        new Cast(
            server.getBean(Ingest.class),
            server.getBean(Consents.class),
            shops,
            new TransactionTemplate(server.getBean(PlatformTransactionManager.class)),
            clock);
    this.shop = shops.get(TestShops.nordlicht().id());
    this.people = new ArrayList<>();
    while (people.size() < mails) {
      people.addAll(
          cast.subscribers("reader" + people.size(), Math.min(1_000, mails - people.size())));
    }
  }

  /// Options: `--mails 10000 --rounds 5`.
  public static void main(String[] arguments) throws Exception {
    List<String> options = List.of(arguments);
    int mails = option(options, "--mails", 10_000);
    try (ServerProcess sink = ServerProcess.start(SmtpSink.class.getName(), "--port", "0")) {
      String smtpUrl = "smtp://127.0.0.1:" + sink.awaitLine(Pattern.compile("(\\d+)")).group(1);
      Path data = Files.createTempDirectory("kundig-bench");
      var server =
          SpringApplication.run(
              Kundig.class,
              "--kundig.port=0",
              "--kundig.smtp-url=" + smtpUrl,
              "--kundig.data=" + data);
      try (server) {
        new SendBench(server, database(data), smtpUrl, mails).run(option(options, "--rounds", 5));
      }
    }
  }

  private void run(int rounds) throws Exception {
    Map<String, Callable<Double>> contenders = new LinkedHashMap<>();
    contenders.put("send", this::whole);
    contenders.put("rendered", this::rendered);
    contenders.put("bare", this::bare);
    Map<String, double[]> figures = new LinkedHashMap<>();
    contenders.keySet().forEach(name -> figures.put(name, new double[rounds]));
    for (int i = -WARM_UP; i < rounds; i++) {
      for (var contender : contenders.entrySet()) {
        double ours = processorTime(ProcessHandle.current());
        double theirs = databaseTime();
        double figure = contender.getValue().call();
        ours = processorTime(ProcessHandle.current()) - ours;
        theirs = databaseTime() - theirs;
        System.err.printf(
            Locale.ROOT,
            "%d %s %.0f/s, processor %.2f ms each here, %.2f in the database%n",
            i,
            contender.getKey(),
            figure,
            ours / people.size(),
            theirs / people.size());
        if (i >= 0) {
          figures.get(contender.getKey())[i] = figure;
        }
      }
    }
    double send = median(figures.get("send"));
    double rendered = median(figures.get("rendered"));
    print("send-bare-client", median(figures.get("bare")), median(figures.get("bare")), 0);
    print("send", send, rendered, BAR);
    print("send-beside-peer", send, PEER, PEER_BAR);
  }

  /// In milliseconds; without those of its processes that have ended.
  private double databaseTime() {
    return Stream.concat(Stream.of(database), database.children())
        .mapToDouble(SendBench::processorTime)
        .sum();
  }

  private static ProcessHandle database(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("database"), 2)) {
      Path pid = files.filter(it -> it.endsWith("postmaster.pid")).findFirst().orElseThrow();
      return ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).getFirst())).orElseThrow();
    }
  }

  private static double processorTime(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e6;
  }

  /// From the first request to the last stored result.
  private double whole() throws Exception {
    clock.tick(Duration.ofDays(1));
    String step = "round" + round++;
    List<MessageRequest> requests = people.stream().map(it -> cast.marketing(it, step)).toList();
    long start = System.nanoTime();
    for (int from = 0; from < requests.size(); from += REQUEST) {
      messaging.request(requests.subList(from, Math.min(from + REQUEST, requests.size())));
    }
    while (!isSettled(step)) {
      Thread.sleep(50);
    }
    return people.size() * 1e9 / (System.nanoTime() - start);
  }

  private boolean isSettled(String step) {
    boolean waiting =
        jdbc.sql("select exists (select from messaging.outbox)").query(Boolean.class).single();
    return !waiting
        && jdbc.sql(
                    """
                    select count(*) from messaging.message
                    where planned_at >= :from and origin_step = :step and state = 'handed_over'
                    """)
                .param("from", clock.instant().minusSeconds(3_600).atOffset(ZoneOffset.UTC))
                .param("step", step)
                .query(Integer.class)
                .single()
            == people.size();
  }

  /// The same mails, only rendered, written and sent.
  private double rendered() throws Exception {
    String step = "bare" + round;
    List<MessageRequest> requests = people.stream().map(it -> cast.marketing(it, step)).toList();
    long start = System.nanoTime();
    int accepted = bare.send(people.size(), i -> outgoing(requests.get(i), i));
    return accepted * 1e9 / (System.nanoTime() - start);
  }

  /// One mail again and again: what the client and the sink can do.
  private double bare() throws Exception {
    Outgoing one = outgoing(cast.marketing(people.getFirst(), "same"), 0);
    long start = System.nanoTime();
    int accepted = bare.sendSame(people.size(), one);
    return accepted * 1e9 / (System.nanoTime() - start);
  }

  private Outgoing outgoing(MessageRequest request, int number) {
    var key = new MessageKey(request.profileId(), request.messageId(), request.shopId());
    String unsubscribe = links.unsubscribe(key);
    Rendered rendered =
        templates.render(
            request.templateKey(),
            Locale.GERMAN,
            shop,
            Map.of(
                "person",
                Map.of("firstName", "Leserin " + number),
                "links",
                Map.of(
                    "unsubscribe",
                    unsubscribe,
                    "preferences",
                    links.preferences(key),
                    "browser",
                    links.browser(key))));
    return new Outgoing(
        request.messageId(),
        request.profileId(),
        "reader-" + number + "@example.org",
        "Leserin " + number,
        String.valueOf(shop.sender().name()),
        String.valueOf(shop.sender().email()),
        null,
        rendered.subject(),
        rendered.html(),
        rendered.text(),
        Map.of(
            "List-Unsubscribe",
            "<" + unsubscribe + ">",
            "List-Unsubscribe-Post",
            "List-Unsubscribe=One-Click"),
        request.at());
  }

  private static void print(String name, double figure, double limit, double bar) {
    System.out.printf(
        Locale.ROOT,
        "{\"name\":\"%s\",\"figure\":%.0f,\"unit\":\"mails/s\",\"limit\":%.0f,\"ratio\":%.2f,\"bar\":%.1f}%n",
        name,
        figure,
        limit,
        figure / limit,
        bar);
  }

  private static double median(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static int option(List<String> options, String name, int fallback) {
    int at = options.indexOf(name);
    return at < 0 ? fallback : Integer.parseInt(options.get(at + 1));
  }
}
