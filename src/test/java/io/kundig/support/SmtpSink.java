package io.kundig.support;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A mail server that keeps what it is given and misbehaves on demand: for tests, benchmarks and
/// journeys. Fast, strict about what it reads (each breach of the protocol is kept in
/// `violations`), and durable: a mail is in the log before the answer leaves, so that the log can
/// be audited after a crash of the sender or of the sink.
///
/// As a program: `SmtpSink --port 2525 --log mails.tsv [--dir folder] [--fault
/// drop-after-content:.*7@.*] [--no-pipelining]`
public final class SmtpSink implements AutoCloseable {

  /// One mail for one recipient; a line in the log, tab-separated, in this order.
  ///
  /// @param order counts from 1 over all connections
  /// @param connection counts from 1
  /// @param size octets of the content, unstuffed
  public record Received(
      long order, int connection, String messageId, String sender, String recipient, int size) {}

  /// What goes wrong, for recipients that match. Written `kind:pattern` or `kind:argument:pattern`.
  ///
  /// @param argument a reply code, or milliseconds
  public record Fault(Kind kind, int argument, Pattern recipient) {
    /// Ways to go wrong.
    public enum Kind {
      /// RCPT is answered with the code.
      REFUSE_RECIPIENT,
      /// The content is read, then answered with the code.
      REFUSE_CONTENT,
      /// The mail is kept, and the connection dropped instead of the answer.
      DROP_AFTER_CONTENT,
      /// The connection is dropped in the middle of the content.
      DROP_BEFORE_DOT,
      /// The mail is kept, and answered after so many milliseconds.
      SLOW
    }

    /// Reads `refuse-recipient:550:pattern`, `refuse-content:451:…`, `drop-after-content:…`,
    /// `drop-before-dot:…`, `slow:200:…`.
    public static Fault parse(String text) {
      String[] parts = text.split(":", 3);
      boolean hasArgument = parts.length == 3 && parts[1].matches("\\d+");
      var kind = Kind.valueOf(parts[0].toUpperCase(Locale.ROOT).replace('-', '_'));
      String pattern = hasArgument ? parts[2] : text.substring(parts[0].length() + 1);
      return new Fault(
          kind, hasArgument ? Integer.parseInt(parts[1]) : 0, Pattern.compile(pattern));
    }
  }

  /// What the server is and offers.
  ///
  /// @param port 0 for any free one
  /// @param extensions announced after EHLO, such as `PIPELINING`
  /// @param user asked for where set, with `password`, by AUTH PLAIN and LOGIN
  /// @param tls for STARTTLS, or from the first byte with `implicitTls`
  /// @param mailsPerConnection 421 to the next
  /// @param opensEmptyTransactions DATA is answered with 354 though no recipient was taken
  /// @param keepsContent `content` gives the messages back
  public record Options(
      int port,
      Set<String> extensions,
      @Nullable String user,
      @Nullable String password,
      @Nullable SSLContext tls,
      boolean implicitTls,
      int mailsPerConnection,
      boolean opensEmptyTransactions,
      boolean keepsContent,
      List<Fault> faults,
      @Nullable Path log,
      @Nullable Path folder) {

    /// Any port, all extensions, no sign-in, no TLS, no faults, contents kept.
    public static Options standard() {
      return new Options(
          0,
          Set.of("PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE 10485760", "ENHANCEDSTATUSCODES"),
          null,
          null,
          null,
          false,
          Integer.MAX_VALUE,
          false,
          true,
          List.of(),
          null,
          null);
    }

    public Options withPort(int changed) {
      return new Options(
          changed,
          extensions,
          user,
          password,
          tls,
          implicitTls,
          mailsPerConnection,
          opensEmptyTransactions,
          keepsContent,
          faults,
          log,
          folder);
    }

    public Options withExtensions(String... changed) {
      return new Options(
          port,
          Set.of(changed),
          user,
          password,
          tls,
          implicitTls,
          mailsPerConnection,
          opensEmptyTransactions,
          keepsContent,
          faults,
          log,
          folder);
    }

    public Options withSignIn(String changedUser, String changedPassword) {
      return new Options(
          port,
          extensions,
          changedUser,
          changedPassword,
          tls,
          implicitTls,
          mailsPerConnection,
          opensEmptyTransactions,
          keepsContent,
          faults,
          log,
          folder);
    }

    public Options withTls(SSLContext changed, boolean implicit) {
      return new Options(
          port,
          extensions,
          user,
          password,
          changed,
          implicit,
          mailsPerConnection,
          opensEmptyTransactions,
          keepsContent,
          faults,
          log,
          folder);
    }

    public Options withMailsPerConnection(int changed) {
      return new Options(
          port,
          extensions,
          user,
          password,
          tls,
          implicitTls,
          changed,
          opensEmptyTransactions,
          keepsContent,
          faults,
          log,
          folder);
    }

    public Options openingEmptyTransactions() {
      return new Options(
          port,
          extensions,
          user,
          password,
          tls,
          implicitTls,
          mailsPerConnection,
          true,
          keepsContent,
          faults,
          log,
          folder);
    }

    public Options withoutContent() {
      return new Options(
          port,
          extensions,
          user,
          password,
          tls,
          implicitTls,
          mailsPerConnection,
          opensEmptyTransactions,
          false,
          faults,
          log,
          folder);
    }

    public Options withFaults(String... changed) {
      return new Options(
          port,
          extensions,
          user,
          password,
          tls,
          implicitTls,
          mailsPerConnection,
          opensEmptyTransactions,
          keepsContent,
          Arrays.stream(changed).map(Fault::parse).toList(),
          log,
          folder);
    }

    public Options withLog(@Nullable Path file, @Nullable Path changedFolder) {
      return new Options(
          port,
          extensions,
          user,
          password,
          tls,
          implicitTls,
          mailsPerConnection,
          opensEmptyTransactions,
          keepsContent,
          faults,
          file,
          changedFolder);
    }
  }

  private static final int BACKLOG = 256;
  private static final Pattern PATH = Pattern.compile("(?i)(?:FROM|TO):<([^>]*)>(.*)");
  private static final Pattern MESSAGE_ID = Pattern.compile("(?im)^Message-ID:\\s*<([^>\\r\\n]*)>");

  private final Options options;
  private final ServerSocket server;
  private final @Nullable OutputStream log;
  private final List<Received> received = new ArrayList<>();
  private final List<byte[]> contents = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final Thread accepting;

  private SmtpSink(Options options) throws IOException {
    this.options = options;
    this.server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()), BACKLOG);
    Path file = options.log();
    this.log =
        file == null
            ? null
            : Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (options.folder() != null) {
      Files.createDirectories(options.folder());
    }
    this.accepting = Thread.ofVirtual().name("smtp-sink").start(this::accept);
  }

  /// Starts a server on loopback.
  public static SmtpSink start(Options options) {
    try {
      return new SmtpSink(options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts one that takes everything.
  public static SmtpSink start() {
    return start(Options.standard());
  }

  /// Runs until it is killed.
  public static void main(String[] arguments) throws InterruptedException {
    Options options = Options.standard().withoutContent();
    List<String> faults = new ArrayList<>();
    Path file = null;
    Path folder = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--port" -> options = options.withPort(Integer.parseInt(arguments[++i]));
        case "--log" -> file = Path.of(arguments[++i]);
        case "--dir" -> folder = Path.of(arguments[++i]);
        case "--fault" -> faults.add(arguments[++i]);
        case "--user" -> options = options.withSignIn(arguments[++i], arguments[++i]);
        case "--no-pipelining" -> options = options.withExtensions("8BITMIME");
        default -> throw new IllegalArgumentException("Unknown: " + arguments[i]);
      }
    }
    options = options.withFaults(faults.toArray(String[]::new)).withLog(file, folder);
    SmtpSink sink = start(options);
    System.out.println("listening on port " + sink.port());
    Thread.currentThread().join();
  }

  /// Where it listens on loopback.
  public int port() {
    return server.getLocalPort();
  }

  /// How many connections were made so far.
  public int connections() {
    return connections.get();
  }

  /// What was accepted, in order; one entry per recipient.
  public List<Received> received() {
    synchronized (received) {
      return List.copyOf(received);
    }
  }

  /// The messages accepted, in order, unstuffed; one per mail.
  public List<byte[]> contents() {
    synchronized (received) {
      return List.copyOf(contents);
    }
  }

  /// Where the client broke the protocol.
  public List<String> violations() {
    synchronized (violations) {
      return List.copyOf(violations);
    }
  }

  /// Drops every open connection and goes on listening.
  public void dropConnections() {
    open.forEach(SmtpSink::closeQuietly);
  }

  /// The port is free again when it returns.
  @Override
  public void close() {
    try {
      server.close();
      dropConnections();
      if (log != null) {
        log.close();
      }
      accepting.join(Duration.ofSeconds(5));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    open.add(socket);
    try (socket) {
      if (server.isClosed()) {
        return;
      }
      socket.setTcpNoDelay(true);
      new Session(socket, connections.incrementAndGet()).run();
    } catch (IOException e) {
      // The client left, or a fault was asked for.
    } finally {
      open.remove(socket);
    }
  }

  private void violation(String text) {
    synchronized (violations) {
      violations.add(text);
    }
  }

  private void keep(int connection, String sender, List<String> recipients, byte[] content)
      throws IOException {
    String head =
        new String(content, 0, Math.min(content.length, 4_096), StandardCharsets.ISO_8859_1);
    var matcher = MESSAGE_ID.matcher(head);
    String id = matcher.find() ? matcher.group(1) : "";
    synchronized (received) {
      var lines = new StringBuilder();
      for (String recipient : recipients) {
        var one =
            new Received(received.size() + 1, connection, id, sender, recipient, content.length);
        received.add(one);
        lines
            .append(one.order())
            .append('\t')
            .append(connection)
            .append('\t')
            .append(id)
            .append('\t');
        lines
            .append(sender)
            .append('\t')
            .append(recipient)
            .append('\t')
            .append(content.length)
            .append('\n');
      }
      if (options.keepsContent()) {
        contents.add(content);
      }
      if (options.folder() != null) {
        Files.write(options.folder().resolve("%08d.eml".formatted(received.size())), content);
      }
      if (log != null) {
        log.write(lines.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone.
    }
  }

  private final class Session {
    private Socket socket;
    private final int number;
    private InputStream in;
    private OutputStream out;
    private byte[] buffer = new byte[32_768];
    private int position;
    private int limit;
    private final StringBuilder answers = new StringBuilder();
    private boolean signedIn;
    private @Nullable String sender;
    private final List<String> recipients = new ArrayList<>();
    private boolean eightBit;
    private int mails;

    Session(Socket socket, int number) throws IOException {
      this.socket = socket;
      this.number = number;
      this.in = socket.getInputStream();
      this.out = socket.getOutputStream();
      if (options.implicitTls()) {
        secure();
      }
    }

    void run() throws IOException {
      answer("220 sink.test ESMTP");
      while (true) {
        String line = readLine();
        if (position < limit && !offers("PIPELINING")) {
          violation("pipelined without leave: " + line);
        }
        String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        String rest = line.substring(Math.min(line.length(), verb.length())).strip();
        switch (verb) {
          case "EHLO" -> greet();
          case "HELO" -> answer("250 sink.test");
          case "STARTTLS" -> startTls();
          case "AUTH" -> signIn(rest);
          case "MAIL" -> mail(rest);
          case "RCPT" -> recipient(rest);
          case "DATA" -> data();
          case "RSET" -> {
            reset();
            answer("250 2.0.0 reset");
          }
          case "NOOP" -> answer("250 2.0.0 here");
          case "QUIT" -> {
            answer("221 2.0.0 bye");
            flush();
            return;
          }
          default -> {
            violation("unknown command: " + line);
            answer("500 5.5.2 unknown");
          }
        }
      }
    }

    private boolean offers(String extension) {
      return options.extensions().contains(extension);
    }

    private void greet() {
      if (options.extensions().isEmpty()) {
        answer("502 5.5.1 HELO only");
        return;
      }
      List<String> lines = new ArrayList<>(List.of("sink.test"));
      lines.addAll(options.extensions());
      if (options.tls() != null && !(socket instanceof SSLSocket)) {
        lines.add("STARTTLS");
      }
      if (options.user() != null) {
        lines.add("AUTH LOGIN PLAIN");
      }
      for (int i = 0; i < lines.size(); i++) {
        answer((i == lines.size() - 1 ? "250 " : "250-") + lines.get(i));
      }
    }

    private void startTls() throws IOException {
      answer("220 2.0.0 go ahead");
      flush();
      secure();
    }

    private void secure() throws IOException {
      SSLContext context = options.tls();
      if (context == null) {
        throw new IOException("No TLS here");
      }
      var tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
      tls.setUseClientMode(false);
      tls.startHandshake();
      socket = tls;
      in = tls.getInputStream();
      out = tls.getOutputStream();
      position = 0;
      limit = 0;
    }

    private void signIn(String rest) throws IOException {
      String user;
      String password;
      if (rest.startsWith("PLAIN ")) {
        String[] parts = decode(rest.substring(6)).split("\0", -1);
        user = parts[1];
        password = parts[2];
      } else {
        answer("334 VXNlcm5hbWU6");
        user = decode(readLine());
        answer("334 UGFzc3dvcmQ6");
        password = decode(readLine());
      }
      signedIn = user.equals(options.user()) && password.equals(options.password());
      answer(signedIn ? "235 2.7.0 welcome" : "535 5.7.8 wrong");
    }

    private static String decode(String base64) {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private void mail(String rest) throws IOException {
      var matcher = PATH.matcher(rest);
      if (options.user() != null && !signedIn) {
        answer("530 5.7.0 sign in first");
      } else if (mails >= options.mailsPerConnection()) {
        answer("421 4.7.0 enough for one connection");
        flush();
        throw new EOFException("Full");
      } else if (sender != null || !matcher.matches()) {
        violation("MAIL out of turn or without a path: " + rest);
        answer("503 5.5.1 not now");
      } else {
        sender = matcher.group(1);
        eightBit = matcher.group(2).contains("BODY=8BITMIME");
        if (isForeign(sender) && !matcher.group(2).contains("SMTPUTF8")) {
          violation("not ASCII without SMTPUTF8: " + rest);
        }
        answer("250 2.1.0 ok");
      }
    }

    private void recipient(String rest) {
      var matcher = PATH.matcher(rest);
      if (sender == null || !matcher.matches()) {
        answer("503 5.5.1 not now");
        return;
      }
      String recipient = matcher.group(1);
      Fault fault = fault(Fault.Kind.REFUSE_RECIPIENT, List.of(recipient));
      if (fault == null) {
        recipients.add(recipient);
        answer("250 2.1.5 ok");
      } else {
        answer(fault.argument() + " " + fault.argument() / 100 + ".1.1 no <" + recipient + ">");
      }
    }

    private void data() throws IOException {
      if (sender == null || (recipients.isEmpty() && !options.opensEmptyTransactions())) {
        answer("554 5.5.1 no valid recipients");
        return;
      }
      if (position < limit) {
        violation("content before 354");
      }
      answer("354 go ahead");
      flush();
      byte[] content = readContent();
      mails++;
      Fault refusal = fault(Fault.Kind.REFUSE_CONTENT, recipients);
      if (recipients.isEmpty()) {
        if (content.length > 0) {
          violation("content for nobody");
        }
        answer("554 5.5.1 no valid recipients");
      } else if (refusal != null) {
        answer(refusal.argument() + " " + refusal.argument() / 100 + ".6.0 not this");
      } else {
        keep(number, sender, recipients, content);
        if (fault(Fault.Kind.DROP_AFTER_CONTENT, recipients) != null) {
          throw new EOFException("Dropped on demand");
        }
        Fault slow = fault(Fault.Kind.SLOW, recipients);
        if (slow != null) {
          pause(Duration.ofMillis(slow.argument()));
        }
        answer("250 2.0.0 kept as " + mails);
      }
      reset();
    }

    private static void pause(Duration time) throws IOException {
      try {
        Thread.sleep(time);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }

    private void reset() {
      sender = null;
      recipients.clear();
    }

    private @Nullable Fault fault(Fault.Kind kind, List<String> addresses) {
      for (Fault fault : options.faults()) {
        if (fault.kind() == kind
            && addresses.stream().anyMatch(a -> fault.recipient().matcher(a).matches())) {
          return fault;
        }
      }
      return null;
    }

    /// Up to the line that is a dot; strict about line ends.
    private byte[] readContent() throws IOException {
      byte[] content = new byte[16_384];
      int length = 0;
      boolean drops = fault(Fault.Kind.DROP_BEFORE_DOT, recipients) != null;
      while (true) {
        int end = endOfLine();
        int size = end - position;
        if (size == 0 || buffer[end - 1] != '\r' || size > 999 + 1) {
          violation("a bare LF or a long line in the content");
        }
        if (buffer[position] == '.') {
          if (size == 2) {
            position = end + 1;
            return Arrays.copyOf(content, length);
          }
          position++;
          size--;
        }
        if (length + size + 1 > content.length) {
          content = Arrays.copyOf(content, content.length * 2 + size);
        }
        System.arraycopy(buffer, position, content, length, size + 1);
        check(content, length, length + size - 1);
        length += size + 1;
        position = end + 1;
        if (drops) {
          throw new EOFException("Dropped on demand");
        }
      }
    }

    private void check(byte[] content, int from, int to) {
      boolean high = false;
      for (int i = from; i < to; i++) {
        high |= content[i] < 0;
        if (content[i] == '\r' || content[i] == 0) {
          violation("a bare CR or a NUL in the content");
        }
      }
      if (high && !eightBit) {
        violation("eight bits without 8BITMIME");
      }
    }

    private static boolean isForeign(String text) {
      return text.chars().anyMatch(c -> c > 126);
    }

    private String readLine() throws IOException {
      int end = endOfLine();
      if (end == position || buffer[end - 1] != '\r') {
        violation("a command without CRLF");
      }
      var line = new String(buffer, position, end - position, StandardCharsets.UTF_8).strip();
      position = end + 1;
      return line;
    }

    /// Answers wait until there is nothing more to read.
    private int endOfLine() throws IOException {
      int scanned = position;
      while (true) {
        for (; scanned < limit; scanned++) {
          if (buffer[scanned] == '\n') {
            return scanned;
          }
        }
        flush();
        if (position > 0) {
          System.arraycopy(buffer, position, buffer, 0, limit - position);
          scanned -= position;
          limit -= position;
          position = 0;
        }
        if (limit == buffer.length) {
          buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
          throw new EOFException("The client left");
        }
        limit += count;
      }
    }

    private void answer(String line) {
      answers.append(line).append("\r\n");
    }

    private void flush() throws IOException {
      if (!answers.isEmpty()) {
        out.write(answers.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
        answers.setLength(0);
      }
    }
  }
}
