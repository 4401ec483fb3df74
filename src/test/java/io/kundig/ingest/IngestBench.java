package io.kundig.ingest;

import io.kundig.Kundig;
import io.kundig.events.RawWriter;
import io.kundig.events.RawWriter.Way;
import io.kundig.shared.Ids;
import io.kundig.support.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// `bin/bench ingest`: what a server in its own JVM (512 MB) takes over HTTP, beside the same rows
/// written raw into the same PostgreSQL, turn about.
final class IngestBench implements AutoCloseable {

  private static final Pattern READY =
      Pattern.compile("Kundig is at http://127\\.0\\.0\\.1:(\\d+)");
  private static final String KEY = "wk_bench";
  private static final int PEOPLE = 20_000;
  private static final int BATCH = 100;
  private static final int BATCH_CONNECTIONS = 8;
  private static final int SINGLE_CONNECTIONS = 64;

  private final Map<String, Integer> options;
  private final Path data;
  private final ServerProcess server;
  private final int port;
  private final AtomicLong acknowledged = new AtomicLong();
  private final Map<String, List<Double>> rates = new TreeMap<>();
  private final Map<String, List<Long>> latencies = new HashMap<>();
  private final List<UUID> rawPeople =
      IntStream.range(0, PEOPLE).mapToObj(_ -> Ids.random(Instant.now())).toList();

  private IngestBench(Map<String, Integer> options) throws IOException {
    this.options = options;
    this.data = Files.createTempDirectory("kundig-bench");
    this.server =
        ServerProcess.start(
            List.of("-Xmx512m"),
            Kundig.class.getName(),
            "--data=" + data,
            "--write-key=" + KEY,
            "--port=0");
    this.port = Integer.parseInt(server.awaitLine(READY).group(1));
  }

  public static void main(String[] args) throws Exception {
    Map<String, Integer> options =
        new HashMap<>(Map.of("rounds", 3, "seconds", 5, "warm-up", 20, "stored", 0, "memory", 0));
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i].replaceFirst("^--", ""), Integer.parseInt(args[i + 1]));
    }
    try (IngestBench bench = new IngestBench(options)) {
      bench.run();
    }
  }

  private int option(String name) {
    return options.getOrDefault(name, 0);
  }

  private void run() throws Exception {
    try (Connection connection = connect()) {
      RawWriter.createTables(connection, Instant.now());
    }
    say("warming up");
    batches(Duration.ofSeconds(option("warm-up")));
    singles(Duration.ofSeconds(option("warm-up")));
    raw(Way.COPY, 2, Duration.ofSeconds(2));
    settle("warm-up");
    rates.clear();
    latencies.clear();
    for (int round = 1; round <= option("rounds"); round++) {
      Duration time = Duration.ofSeconds(option("seconds"));
      batches(time);
      settle("batches");
      raw(Way.COPY, 1, time.dividedBy(2));
      raw(Way.COPY, 2, time.dividedBy(2));
      singles(time);
      settle("singles");
      raw(Way.UNNEST, 1, time.dividedBy(2));
      raw(Way.UNNEST, 2, time.dividedBy(2));
      say("round " + round + ": " + lastRates());
    }
    report();
    if (option("memory") > 0) {
      memory(option("memory"));
    }
    if (option("stored") > 0) {
      stored(option("stored"));
    }
    checkAllThere();
  }

  /// Waits for those who follow the log, so that no figure pays for what another one left.
  private void settle(String after) throws Exception {
    Instant start = Instant.now();
    try (Connection connection = connect()) {
      while (count(
              connection,
              """
              select count(*) from events.cursor c, (
                select e.txid, e.seq from events.event e order by e.txid desc, e.seq desc limit 1) l
              where (l.txid, l.seq) > (c.txid, c.seq)
              """)
          > 0) {
        Thread.sleep(10);
      }
    }
    say(
        "after the %s the consumers needed %d ms more"
            .formatted(after, Duration.between(start, Instant.now()).toMillis()));
  }

  private void report() {
    double one = Math.max(median("raw-copy-1"), median("raw-unnest-1"));
    double two = Math.max(median("raw-copy-2"), median("raw-unnest-2"));
    say(
        "raw rows/s: "
            + rates.keySet().stream().map(name -> name + "=" + Math.round(median(name))).toList());
    print("ingest-batch", median("batch"), "events/s", one, 0.6, percentiles("batch"));
    print("ingest-batch-two", median("batch"), "events/s", two, 0.35, percentiles("batch"));
    print("ingest-single", median("single"), "events/s", two, 0.10, percentiles("single"));
    double p99 = percentile("single", 99);
    print("ingest-single-p99", p99, "ms", 40, -1, "");
  }

  private void batches(Duration time) throws Exception {
    load("batch", BATCH_CONNECTIONS, BATCH, "/v1/batch", time);
  }

  private void singles(Duration time) throws Exception {
    load("single", SINGLE_CONNECTIONS, 1, "/v1/track", time);
  }

  private void load(String name, int connections, int size, String path, Duration time)
      throws Exception {
    Instant start = Instant.now();
    Instant until = start.plus(time);
    List<Long> times = latencies.computeIfAbsent(name, _ -> new ArrayList<>());
    List<Callable<List<Long>>> clients = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      clients.add(() -> client(path, size, until));
    }
    long events = 0;
    for (List<Long> nanos : all(clients)) {
      events += (long) nanos.size() * size;
      times.addAll(nanos);
    }
    acknowledged.addAndGet(events);
    rate(name, events, start);
  }

  private List<Long> client(String path, int size, Instant until) throws IOException {
    List<Long> nanos = new ArrayList<>();
    try (TrackingSocket socket = new TrackingSocket(port, path, authorization())) {
      while (Instant.now().isBefore(until)) {
        String body = size == 1 ? Workload.event() : Workload.batch(size);
        long start = System.nanoTime();
        int status = socket.post(body);
        if (status != 200) {
          throw new IOException("answered " + status);
        }
        nanos.add(System.nanoTime() - start);
      }
    }
    return nanos;
  }

  private static String authorization() {
    return "Basic "
        + Base64.getEncoder().encodeToString((KEY + ":").getBytes(StandardCharsets.UTF_8));
  }

  private void raw(Way way, int connections, Duration time) throws Exception {
    List<Callable<Long>> writers = new ArrayList<>();
    Instant start = Instant.now();
    for (int i = 0; i < connections; i++) {
      writers.add(
          () -> {
            try (Connection connection = connect()) {
              return RawWriter.write(
                  connection, way, rawPeople, Workload.properties(), start.plus(time));
            }
          });
    }
    long rows = all(writers).stream().mapToLong(n -> n).sum();
    rate("raw-" + way.name().toLowerCase(Locale.ROOT) + "-" + connections, rows, start);
  }

  private static <T> List<T> all(List<Callable<T>> calls) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
    }
    return results;
  }

  private void rate(String name, long count, Instant start) {
    double seconds = Duration.between(start, Instant.now()).toNanos() / 1e9;
    rates.computeIfAbsent(name, _ -> new ArrayList<>()).add(count / seconds);
  }

  private double median(String name) {
    double[] sorted =
        rates.getOrDefault(name, List.of()).stream().mapToDouble(x -> x).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private String lastRates() {
    StringBuilder text = new StringBuilder();
    rates.forEach(
        (name, all) -> text.append(name).append('=').append(Math.round(all.getLast())).append(' '));
    return text.toString();
  }

  private double percentile(String name, int percent) {
    long[] sorted =
        latencies.getOrDefault(name, List.of()).stream().mapToLong(x -> x).sorted().toArray();
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
  }

  private String percentiles(String name) {
    return ",\"p50\":%.1f,\"p99\":%.1f".formatted(percentile(name, 50), percentile(name, 99));
  }

  /// How much the server's memory grows from a fifth of the events to all of them.
  private void memory(int events) throws Exception {
    long goal = acknowledged.get() + events;
    long early = 0;
    while (acknowledged.get() < goal) {
      batches(Duration.ofSeconds(2));
      if (early == 0 && goal - acknowledged.get() < events * 0.8) {
        early = residentMegabytes();
      }
    }
    print("ingest-memory", residentMegabytes(), "MB", early, -1, ",\"events\":" + events);
  }

  private long residentMegabytes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + server.pid() + "/status"))) {
      String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
    }
  }

  /// The same load on a tenth of the events and on all of them.
  private void stored(int events) throws Exception {
    fill(events / 10);
    rates.remove("batch");
    batches(Duration.ofSeconds(option("seconds") * 2L));
    double few = median("batch");
    fill(events);
    rates.remove("batch");
    batches(Duration.ofSeconds(option("seconds") * 2L));
    print("ingest-stored", median("batch"), "events/s", few, 0.6, ",\"stored\":" + events);
  }

  private void fill(long events) throws SQLException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      List<UUID> people = ids(connection, "select profile_id from profiles.profile");
      for (long count = count(connection, "select count(*) from events.event");
          count < events;
          count += 1000) {
        Instant at = earlierThisMonth();
        List<UUID> keys = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
          keys.add(Ids.random(at));
        }
        RawWriter.copy(connection, "events.event", keys, people, Workload.properties(), at);
        connection.commit();
      }
    }
  }

  /// Of this month there is a partition.
  private static Instant earlierThisMonth() {
    int days = LocalDate.now(ZoneOffset.UTC).getDayOfMonth();
    return Instant.now().minus(Duration.ofDays(ThreadLocalRandom.current().nextInt(days)));
  }

  private static List<UUID> ids(Connection connection, String sql) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        ids.add(rows.getObject(1, UUID.class));
      }
    }
    return ids;
  }

  private void checkAllThere() throws SQLException {
    try (Connection connection = connect()) {
      long there =
          count(connection, "select count(*) from events.event where properties ? 'bench'");
      if (there < acknowledged.get()) {
        throw new IllegalStateException(acknowledged + " acknowledged, " + there + " there");
      }
    }
  }

  private static long count(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private Connection connect() throws SQLException {
    try {
      Path home = data.resolve("database");
      String conf;
      try (Stream<Path> files = Files.walk(home, 2)) {
        conf =
            Files.readString(
                files.filter(file -> file.endsWith("kundig.conf")).findFirst().orElseThrow());
      }
      String databasePort =
          Arrays.stream(conf.split("\n"))
              .filter(line -> line.startsWith("port = "))
              .findFirst()
              .orElseThrow()
              .substring(7);
      return DriverManager.getConnection(
          "jdbc:postgresql://127.0.0.1:" + databasePort + "/kundig?prepareThreshold=1",
          "kundig",
          Files.readString(home.resolve("password")).strip());
    } catch (IOException e) {
      throw new SQLException(e);
    }
  }

  private static void print(
      String name, double figure, String unit, double limit, double bar, String more) {
    String text =
        "{\"name\":\"%s\",\"figure\":%.0f,\"unit\":\"%s\",\"limit\":%.0f,\"ratio\":%.2f%s%s}"
            .formatted(
                name, figure, unit, limit, figure / limit, bar < 0 ? "" : ",\"bar\":" + bar, more);
    System.out.println(text);
  }

  private static void say(String text) {
    System.err.println(text);
  }

  @Override
  public void close() throws IOException {
    server.close();
    try (Stream<Path> files = Files.walk(data)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  /// What a shop's pages send: mostly products looked at, by people seen before.
  private static final class Workload {

    private static final List<String> PROPERTIES =
        IntStream.range(0, 500).mapToObj(Workload::properties).toList();

    private Workload() {}

    static String batch(int size) {
      StringBuilder text = new StringBuilder("{\"batch\":[");
      for (int i = 0; i < size; i++) {
        text.append(i == 0 ? "" : ",").append(event());
      }
      return text.append("],\"sentAt\":\"").append(Instant.now()).append("\"}").toString();
    }

    static String event() {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      boolean cart = random.nextInt(25) == 0;
      boolean fresh = random.nextInt(50) == 0;
      String visitor = fresh ? "n" + random.nextLong() : "v" + random.nextInt(PEOPLE);
      String name = cart ? "Product Added" : "Product Viewed";
      UUID messageId = new UUID(random.nextLong(), random.nextLong());
      return "{\"type\":\"track\",\"messageId\":\""
          + messageId
          + "\",\"timestamp\":\""
          + Instant.now()
          + "\",\"anonymousId\":\""
          + visitor
          + "\",\"event\":\""
          + name
          + "\",\"properties\":"
          + properties()
          + "}";
    }

    static String properties() {
      return PROPERTIES.get(ThreadLocalRandom.current().nextInt(PROPERTIES.size()));
    }

    private static String properties(int product) {
      return """
      {"bench":true,"product_id":"p%1$d","sku":"SKU-%1$d","category":"Kaffee","name":"Kaffee Hafen %1$d",\
      "brand":"Nordlicht","variant":"250 g","price":12.5,"currency":"EUR","quantity":1,\
      "url":"https://nordlicht.example/kaffee/hafen-%1$d","image_url":"https://nordlicht.example/bilder/%1$d.jpg"}"""
          .formatted(product);
    }
  }
}
