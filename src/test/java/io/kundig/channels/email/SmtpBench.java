package io.kundig.channels.email;

import io.kundig.channels.email.SmtpSettings.Pipelining;
import io.kundig.support.SmtpSink;
import jakarta.mail.Address;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Scanner;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/// Mails per second over several connections to a sink in a process of its own: our client, less
/// and more pipelined, Jakarta Mail with TCP_NODELAY, and as the limit the same octets over bare
/// sockets, one write and one short answer each. Rounds are interleaved; figures are medians.
final class SmtpBench {
  private static final EmailAddress SHOP = EmailAddress.parse("post@shop.example");
  private static final int SIZE = 8_192;
  private static final double BAR = 0.25;

  private final int count;
  private final int connections;
  private final byte[] source;
  private final int sinkPort;
  private final int echoPort;

  private SmtpBench(int count, int connections, int sinkPort, int echoPort) {
    this.count = count;
    this.connections = connections;
    this.source = source(0);
    this.sinkPort = sinkPort;
    this.echoPort = echoPort;
  }

  /// Options: `--mails 20000 --connections 8 --rounds 3`; `--echo` runs the bare server.
  public static void main(String[] arguments) throws Exception {
    List<String> options = List.of(arguments);
    if (options.contains("--echo")) {
      serveEcho();
      return;
    }
    int rounds = option(options, "--rounds", 3);
    Process sink = child(SmtpSink.class.getName(), "--port", "0");
    Process echo = child(SmtpBench.class.getName(), "--echo");
    try {
      var bench =
          new SmtpBench(
              option(options, "--mails", 20_000),
              option(options, "--connections", 8),
              portOf(sink),
              portOf(echo));
      bench.run(rounds);
    } finally {
      sink.destroy();
      echo.destroy();
    }
  }

  private void run(int rounds) throws Exception {
    Map<String, Callable<Double>> contenders = new LinkedHashMap<>();
    contenders.put("bare-sockets", () -> rate(count, this::echo));
    contenders.put("smtp-across-mails", () -> rate(count, () -> ours(Pipelining.ACROSS_MAILS)));
    contenders.put("smtp-envelope", () -> rate(count, () -> ours(Pipelining.ENVELOPE)));
    contenders.put("smtp-not-pipelined", () -> rate(count, () -> ours(Pipelining.OFF)));
    contenders.put("jakarta-mail", () -> rate(count / 4, this::jakarta));
    Map<String, double[]> figures = new LinkedHashMap<>();
    for (int round = -1; round < rounds; round++) {
      for (var contender : contenders.entrySet()) {
        double figure = contender.getValue().call();
        if (round >= 0) {
          figures.computeIfAbsent(contender.getKey(), _ -> new double[rounds])[round] = figure;
        }
      }
    }
    System.out.printf(
        Locale.ROOT, "%d connections, %d octets each, rounds: %n", connections, source.length);
    figures.forEach(
        (name, each) ->
            System.out.println(
                "  "
                    + name
                    + " "
                    + Arrays.toString(Arrays.stream(each).mapToLong(Math::round).toArray())));
    double limit = median(Objects.requireNonNull(figures.get("bare-sockets")));
    figures.forEach((name, each) -> print(name, median(each), limit));
    System.out.printf(
        Locale.ROOT,
        "{\"name\":\"mime-write\",\"figure\":%d,\"unit\":\"messages/s of one core\"}%n",
        mimeRate());
  }

  private static void print(String name, double figure, double limit) {
    String bar = name.equals("smtp-across-mails") ? ",\"bar\":" + BAR : "";
    System.out.printf(
        Locale.ROOT,
        "{\"name\":\"%s\",\"figure\":%d,\"unit\":\"mails/s\",\"limit\":%d,\"ratio\":%.2f%s}%n",
        name,
        Math.round(figure),
        Math.round(limit),
        figure / limit,
        bar);
  }

  /// What one connection does with the mails it is given.
  private interface Line {
    void send(AtomicInteger left) throws Exception;
  }

  private interface LineFactory {
    Line open();
  }

  private double rate(int mails, LineFactory factory) throws Exception {
    var left = new AtomicInteger(mails);
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        Line line = factory.open();
        running.add(
            threads.submit(
                () -> {
                  line.send(left);
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    return mails * 1e9 / (System.nanoTime() - start);
  }

  private Line ours(Pipelining pipelining) {
    var settings =
        SmtpSettings.parse("smtp://127.0.0.1:" + sinkPort + "?mails-per-connection=100000")
            .withPipelining(pipelining);
    return left -> {
      try (var client = new SmtpClient(settings)) {
        client.sendAll(new Feed(left));
      }
    };
  }

  private final class Feed implements SmtpFeed {
    private final AtomicInteger left;

    Feed(AtomicInteger left) {
      this.left = left;
    }

    @Override
    public @Nullable SmtpMail next() {
      int number = left.getAndDecrement();
      return number > 0
          ? SmtpMail.of(SHOP, new EmailAddress("c" + number, "example.org"), source)
          : null;
    }

    @Override
    public boolean beforeFinalDot(SmtpMail mail) {
      return true;
    }

    @Override
    public void settled(SmtpMail mail, List<SmtpOutcome> outcomes) {
      if (!(outcomes.getFirst() instanceof SmtpOutcome.Accepted)) {
        throw new IllegalStateException(outcomes.toString());
      }
    }
  }

  private Line jakarta() {
    var properties = new Properties();
    properties.put("mail.smtp.host", "127.0.0.1");
    properties.put("mail.smtp.port", String.valueOf(sinkPort));
    properties.put("mail.smtp.from", SHOP.toString());
    properties.put("mail.smtp.socketFactory", new NoDelay());
    properties.put("mail.smtp.socketFactory.fallback", "false");
    var session = Session.getInstance(properties);
    return left -> {
      try (Transport transport = session.getTransport("smtp")) {
        transport.connect();
        var message = new MimeMessage(session, new ByteArrayInputStream(source));
        while (true) {
          int number = left.getAndDecrement();
          if (number <= 0) {
            return;
          }
          transport.sendMessage(
              message, new Address[] {new InternetAddress("c" + number + "@example.org")});
        }
      }
    };
  }

  private static final class NoDelay extends SocketFactory {
    @Override
    public Socket createSocket() throws IOException {
      var socket = new Socket();
      socket.setTcpNoDelay(true);
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return new Socket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return new Socket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return new Socket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return new Socket(host, port, local, localPort);
    }
  }

  private Line echo() {
    return left -> {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), echoPort)) {
        socket.setTcpNoDelay(true);
        byte[] octets = new byte[SIZE];
        byte[] answer = new byte[16];
        while (left.getAndDecrement() > 0) {
          socket.getOutputStream().write(octets);
          if (socket.getInputStream().read(answer) < 0) {
            throw new IOException("The bare server left");
          }
        }
      }
    };
  }

  private static void serveEcho() throws IOException {
    try (var server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
      System.out.println("listening on port " + server.getLocalPort());
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (socket) {
                    socket.setTcpNoDelay(true);
                    InputStream in = socket.getInputStream();
                    byte[] octets = new byte[SIZE];
                    while (in.readNBytes(octets, 0, SIZE) == SIZE) {
                      socket.getOutputStream().write('k');
                    }
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
      }
    }
  }

  /// By processor time, so that neighbours on the machine do not count.
  private static long mimeRate() {
    var threads = ManagementFactory.getThreadMXBean();
    int octets = 0;
    int written = 10_000;
    long best = 0;
    for (int round = 0; round < 4; round++) {
      long start = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < written; i++) {
        octets += source(i).length;
      }
      best = Math.max(best, written * 1_000_000_000L / (threads.getCurrentThreadCpuTime() - start));
    }
    if (octets == 0) {
      throw new IllegalStateException("Nothing written");
    }
    return best;
  }

  private static final String TEXT =
      "Grüße aus der Rösterei, dein Warenkorb wartet noch auf dich.\n".repeat(22);
  private static final String HTML =
      "<tr><td style=\"padding:0 25px;font-family:Arial\">Grüße, dein Warenkorb wartet.</td></tr>\n"
          .repeat(58);

  private static byte[] source(int number) {
    return MimeMessageWriter.message(
            number + "@shop.example", OffsetDateTime.parse("2026-11-22T10:15:30+01:00"))
        .from(Mailbox.of("Kaffee Kündig", "post@shop.example"))
        .to(Mailbox.of("Jana Müller", "jana@example.org"))
        .subject("Dein Warenkorb wartet ☕")
        .header("List-Unsubscribe", "<https://shop.example/u/abcdefghijklmnopqrstuvwxyz>")
        .header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
        .text(TEXT)
        .html(HTML)
        .write();
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

  private static Process child(String mainClass, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static int portOf(Process process) {
    var scanner = new Scanner(process.getInputStream(), StandardCharsets.UTF_8);
    return Integer.parseInt(scanner.nextLine().replaceAll("\\D", ""));
  }
}
