package io.kundig.channels.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.channels.email.SmtpConnection.End;
import io.kundig.channels.email.SmtpOutcome.Accepted;
import io.kundig.channels.email.SmtpOutcome.Loss;
import io.kundig.channels.email.SmtpOutcome.NotSent;
import io.kundig.channels.email.SmtpOutcome.Obstacle;
import io.kundig.channels.email.SmtpOutcome.Refused;
import io.kundig.channels.email.SmtpOutcome.Unknown;
import io.kundig.channels.email.SmtpSettings.Pipelining;
import io.kundig.channels.email.SmtpSettings.Timeouts;
import io.kundig.channels.email.SmtpUnavailable.Reason;
import io.kundig.support.SelfMadeCertificate;
import io.kundig.support.SmtpSink;
import io.kundig.support.SmtpSink.Options;
import io.kundig.support.SmtpSink.Received;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class SmtpClientTests {
  private static final EmailAddress SHOP = EmailAddress.parse("post@shop.example");
  private static final Timeouts SHORT =
      new Timeouts(Duration.ofSeconds(2), Duration.ofMillis(400), Duration.ofMillis(400));

  @ParameterizedTest
  @EnumSource
  void sendsManyMailsOverOneConnection(Pipelining pipelining) throws Exception {
    try (var sink = SmtpSink.start();
        var client = client(sink, pipelining)) {
      var feed = new RecordingFeed(mails(50));

      assertThat(client.sendAll(feed)).isEqualTo(End.EXHAUSTED);

      assertThat(feed.outcomes.values()).hasSize(50).allMatch(Accepted.class::isInstance);
      assertThat(sink.received())
          .extracting(Received::recipient)
          .doesNotHaveDuplicates()
          .hasSize(50);
      assertThat(sink.connections()).isEqualTo(1);
      assertThat(sink.violations()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void settlesEachMailBeforeTheNextOnesFinalDot(Pipelining pipelining) throws Exception {
    try (var sink = SmtpSink.start();
        var client = client(sink, pipelining)) {
      var feed = new RecordingFeed(mails(3));

      client.sendAll(feed);

      assertThat(feed.steps)
          .containsExactly("dot c0", "settled c0", "dot c1", "settled c1", "dot c2", "settled c2");
    }
  }

  @Test
  void hasNotDeliveredWhenAskedBeforeTheFinalDot() throws Exception {
    try (var sink = SmtpSink.start();
        var client = client(sink, Pipelining.ACROSS_MAILS)) {
      var feed =
          new RecordingFeed(mails(5))
              .withGate(
                  mail ->
                      sink.received().stream()
                          .noneMatch(r -> r.recipient().equals(recipient(mail))));

      assertThat(client.sendAll(feed)).isEqualTo(End.EXHAUSTED);

      assertThat(sink.received()).hasSize(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMailKeptBackBeforeTheFinalDotIsNotDelivered(Pipelining pipelining) throws Exception {
    try (var sink = SmtpSink.start();
        var client = client(sink, pipelining)) {
      var feed = new RecordingFeed(mails(4)).withGate(mail -> !recipient(mail).startsWith("c1@"));

      assertThat(client.sendAll(feed)).isEqualTo(End.ABANDONED);

      assertThat(feed.outcomes.get("c0")).isInstanceOf(Accepted.class);
      assertThat(feed.outcomes.get("c1")).extracting("obstacle").isEqualTo(Obstacle.ABANDONED);
      assertThat(feed.outcomes.size() + feed.waiting.size()).isEqualTo(4);
      assertThat(client.sendAll(feed)).isEqualTo(End.EXHAUSTED);
      assertThat(sink.received()).extracting(Received::recipient).doesNotContain("c1@example.org");
    }
  }

  @Test
  void aFeedThatFailsLeavesNoMailUnsettled() throws Exception {
    try (var sink = SmtpSink.start();
        var client = client(sink, Pipelining.ACROSS_MAILS)) {
      var feed =
          new RecordingFeed(mails(3))
              .withGate(
                  _ -> {
                    throw new IllegalStateException("database gone");
                  });

      assertThatThrownBy(() -> client.sendAll(feed)).hasMessage("database gone");

      assertThat(feed.outcomes)
          .hasSize(2)
          .allSatisfy((_, o) -> assertThat(o).isInstanceOf(NotSent.class));
      assertThat(sink.received()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusalsConcernOneMailAndTheConnectionGoesOn(Pipelining pipelining) throws Exception {
    var options =
        Options.standard()
            .withFaults(
                "refuse-recipient:550:c1@.*",
                "refuse-recipient:451:c2@.*",
                "refuse-content:554:c4@.*");
    try (var sink = SmtpSink.start(options);
        var client = client(sink, pipelining)) {
      var feed = new RecordingFeed(mails(7));

      client.sendAll(feed);

      assertThat(feed.outcomes.get("c1"))
          .isEqualTo(new Refused(550, "5.1.1", "5.1.1 no <c1@example.org>", true));
      assertThat(feed.outcomes.get("c2"))
          .isEqualTo(new Refused(451, "4.1.1", "4.1.1 no <c2@example.org>", false));
      assertThat(feed.outcomes.get("c4"))
          .isInstanceOf(Refused.class)
          .extracting("code")
          .isEqualTo(554);
      assertThat(sink.received())
          .extracting(Received::recipient)
          .containsExactly("c0@example.org", "c3@example.org", "c5@example.org", "c6@example.org");
      assertThat(feed.steps).doesNotContain("dot c1", "dot c2");
      assertThat(sink.connections()).isEqualTo(1);
      assertThat(sink.violations()).isEmpty();
    }
  }

  @Test
  void aTransactionOpenedForNobodyEndsEmpty() throws Exception {
    var options =
        Options.standard().withFaults("refuse-recipient:550:c1@.*").openingEmptyTransactions();
    try (var sink = SmtpSink.start(options);
        var client = client(sink, Pipelining.ACROSS_MAILS)) {
      var feed = new RecordingFeed(mails(3));

      client.sendAll(feed);

      assertThat(feed.outcomes.get("c1")).isInstanceOf(Refused.class);
      assertThat(sink.received()).hasSize(2);
      assertThat(sink.violations()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachRecipientHasItsOwnOutcome(Pipelining pipelining) throws Exception {
    try (var sink = SmtpSink.start(Options.standard().withFaults("refuse-recipient:550:no.*"));
        var client = client(sink, pipelining)) {
      var recipients =
          List.of("yes1@x.org", "no1@x.org", "yes2@x.org").stream()
              .map(EmailAddress::parse)
              .toList();

      List<SmtpOutcome> outcomes = client.send(new SmtpMail(SHOP, recipients, bytes("a: b\n\nc")));

      assertThat(outcomes).hasExactlyElementsOfTypes(Accepted.class, Refused.class, Accepted.class);
      assertThat(sink.received())
          .extracting(Received::recipient)
          .containsExactly("yes1@x.org", "yes2@x.org");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionLostAfterTheFinalDotLeavesOneMailInDoubt(Pipelining pipelining) throws Exception {
    try (var sink = SmtpSink.start(Options.standard().withFaults("drop-after-content:c3@.*"));
        var client = client(sink, pipelining)) {
      var feed = new RecordingFeed(mails(6));

      assertThat(client.sendAll(feed)).isEqualTo(End.LOST);

      assertThat(feed.outcomes.get("c3")).isInstanceOf(Unknown.class);
      assertThat(feed.outcomes.values()).filteredOn(Unknown.class::isInstance).hasSize(1);
      assertThat(feed.outcomes.size() + feed.waiting.size()).isEqualTo(6);
      assertThat(sink.received())
          .extracting(Received::recipient)
          .contains("c3@example.org")
          .hasSize(4);
      client.sendAll(feed);
      assertThat(feed.waiting).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionLostBeforeTheFinalDotLeavesNoDoubt(Pipelining pipelining) throws Exception {
    try (var sink = SmtpSink.start(Options.standard().withFaults("drop-before-dot:c1@.*"));
        var client = client(sink, pipelining)) {
      // The gate holds the dot until the server has dropped us.
      var feed =
          new RecordingFeed(mails(3))
              .withGate(mail -> !recipient(mail).startsWith("c1@") || pauseAndAgree());

      assertThat(client.sendAll(feed)).isEqualTo(End.LOST);

      assertThat(sink.received()).extracting(Received::recipient).containsExactly("c0@example.org");
      // A dot written into a dead connection cannot be told from one that arrived.
      assertThat(feed.outcomes.get("c1")).isInstanceOfAny(Unknown.class, NotSent.class);
    }
  }

  @Test
  void aServerThatVanishesWhileIdleCostsNoMail() throws Exception {
    try (var sink = SmtpSink.start();
        var client = client(sink, Pipelining.ACROSS_MAILS)) {
      client.send(mail("first"));
      sink.dropConnections();
      Thread.sleep(50);

      SmtpOutcome outcome = client.send(mail("second")).getFirst();

      assertThat(outcome).isInstanceOf(NotSent.class);
      assertThat(client.send(mail("third")).getFirst()).isInstanceOf(Accepted.class);
    }
  }

  @Test
  void aLateAnswerToTheFinalDotIsADoubt() throws Exception {
    try (var sink = SmtpSink.start(Options.standard().withFaults("slow:3000:c0@.*"));
        var client = new SmtpClient(settings(sink, "").withTimeouts(SHORT))) {
      SmtpOutcome outcome = client.send(mail("c0")).getFirst();

      assertThat(outcome).isInstanceOf(Unknown.class).extracting("loss").isEqualTo(Loss.TIMEOUT);
    }
  }

  @Test
  void aServersLimitPerConnectionIsNoRefusal() throws Exception {
    try (var sink = SmtpSink.start(Options.standard().withMailsPerConnection(2));
        var client = client(sink, Pipelining.ACROSS_MAILS)) {
      var feed = new RecordingFeed(mails(3));

      assertThat(client.sendAll(feed)).isEqualTo(End.LOST);

      assertThat(feed.outcomes.get("c1")).isInstanceOf(Accepted.class);
      assertThat(feed.outcomes.get("c2")).extracting("obstacle").isEqualTo(Obstacle.CLOSING);
    }
  }

  @Test
  void ourOwnLimitPerConnectionChangesConnections() throws Exception {
    try (var sink = SmtpSink.start();
        var client = new SmtpClient(settings(sink, "?mails-per-connection=3"))) {
      var feed = new RecordingFeed(mails(8));

      assertThat(client.sendAll(feed)).isEqualTo(End.EXHAUSTED);

      assertThat(sink.received()).hasSize(8);
      assertThat(sink.connections()).isEqualTo(3);
    }
  }

  @Test
  void speaksToServersWithoutExtensions() throws Exception {
    for (String[] extensions : new String[][] {{}, {"8BITMIME"}}) {
      try (var sink = SmtpSink.start(Options.standard().withExtensions(extensions));
          var client = client(sink, Pipelining.ACROSS_MAILS)) {
        var feed = new RecordingFeed(mails(3));

        client.sendAll(feed);

        assertThat(sink.received()).hasSize(3);
        assertThat(sink.violations()).isEmpty();
      }
    }
  }

  @Test
  void keepsBackWhatTheServerCannotTake() throws Exception {
    try (var sink = SmtpSink.start(Options.standard().withExtensions("SIZE 100", "PIPELINING"));
        var client = client(sink, Pipelining.ACROSS_MAILS)) {
      var large =
          SmtpMail.of(
              SHOP, EmailAddress.parse("large@x.org"), bytes("a: b\n\n" + "x\n".repeat(100)));
      var bytes8 = SmtpMail.of(SHOP, EmailAddress.parse("eight@x.org"), bytes("a: b\n\nä"));
      var foreign = SmtpMail.of(SHOP, EmailAddress.parse("jörg@x.org"), bytes("a: b\n\nc"));
      var feed = new RecordingFeed(large, bytes8, foreign, mail("fine"));

      client.sendAll(feed);

      assertThat(feed.outcomes.get("large")).extracting("obstacle").isEqualTo(Obstacle.TOO_LARGE);
      assertThat(feed.outcomes.get("eight"))
          .extracting("obstacle")
          .isEqualTo(Obstacle.NEEDS_8BITMIME);
      assertThat(feed.outcomes.get("jörg"))
          .extracting("obstacle")
          .isEqualTo(Obstacle.NEEDS_SMTPUTF8);
      assertThat(feed.outcomes.get("fine")).isInstanceOf(Accepted.class);
      assertThat(sink.violations()).isEmpty();
    }
  }

  @Test
  void takesForeignAddressesWhereTheServerDoes() throws Exception {
    try (var sink = SmtpSink.start();
        var client = client(sink, Pipelining.ACROSS_MAILS)) {
      client.send(SmtpMail.of(SHOP, EmailAddress.parse("jörg@straße.de"), bytes("To: jörg\n\nä")));

      assertThat(sink.received())
          .extracting(Received::recipient)
          .containsExactly("jörg@xn--strae-oqa.de");
      assertThat(sink.violations()).isEmpty();
    }
  }

  @Test
  void noContentEndsAMailEarly() throws Exception {
    try (var sink = SmtpSink.start();
        var client = client(sink, Pipelining.ACROSS_MAILS)) {
      for (String end : List.of("\r\n", "\n", "\r")) {
        String smuggled =
            "a: b"
                + end
                + end
                + "x"
                + end
                + "."
                + end
                + "MAIL FROM:<evil@x.org>"
                + end
                + ".."
                + end
                + "last";

        client.send(SmtpMail.of(SHOP, EmailAddress.parse("a@x.org"), bytes(smuggled)));
      }

      assertThat(sink.received()).hasSize(3);
      assertThat(sink.contents())
          .allSatisfy(
              content ->
                  assertThat(text(content))
                      .isEqualTo("a: b\r\n\r\nx\r\n.\r\nMAIL FROM:<evil@x.org>\r\n..\r\nlast\r\n"));
      assertThat(sink.violations()).isEmpty();
    }
  }

  @Test
  void signsInWithADecodedPassword() throws Exception {
    try (var sink = SmtpSink.start(Options.standard().withSignIn("me@shop.de", "p@ss:w/rd+%"));
        var right = new SmtpClient(url(sink, "smtp://me%40shop.de:p%40ss%3Aw%2Frd+%25@"));
        var wrong = new SmtpClient(url(sink, "smtp://me%40shop.de:other@"))) {
      assertThat(right.send(mail("c0")).getFirst()).isInstanceOf(Accepted.class);
      assertThatThrownBy(() -> wrong.send(mail("c1")))
          .isInstanceOfSatisfying(
              SmtpUnavailable.class, e -> assertThat(e.reason()).isEqualTo(Reason.AUTH_REFUSED))
          .message()
          .doesNotContain("other");
    }
  }

  @Test
  void securesTheConnection(@TempDir Path folder) throws Exception {
    SSLContext context = SelfMadeCertificate.of(folder, "ip:127.0.0.1").context();
    for (boolean implicit : new boolean[] {false, true}) {
      try (var sink =
              SmtpSink.start(Options.standard().withTls(context, implicit).withSignIn("u", "p"));
          var client =
              new SmtpClient(
                  url(sink, implicit ? "smtps://u:p@" : "smtp://u:p@"),
                  context.getSocketFactory())) {
        client.sendAll(new RecordingFeed(mails(20)));

        assertThat(sink.received()).hasSize(20);
        assertThat(sink.violations()).isEmpty();
      }
    }
  }

  @Test
  void refusesCertificatesOfOthers(@TempDir Path folder) throws Exception {
    SSLContext other = SelfMadeCertificate.of(folder, "dns:other.example").context();
    try (var sink = SmtpSink.start(Options.standard().withTls(other, false));
        var wrongName = new SmtpClient(settings(sink, ""), other.getSocketFactory());
        var notTrusted = new SmtpClient(settings(sink, ""))) {
      assertUnavailable(wrongName, Reason.TLS);
      assertUnavailable(notTrusted, Reason.TLS);
      assertThat(sink.received()).isEmpty();
    }
  }

  @Test
  void insistsOnStartTlsWhereItIsRequired() throws Exception {
    try (var sink = SmtpSink.start();
        var client = new SmtpClient(settings(sink, "?starttls=required"))) {
      assertUnavailable(client, Reason.STARTTLS_NOT_OFFERED);
      assertThat(sink.received()).isEmpty();
    }
  }

  @Test
  void noPasswordLeavesThisMachineInTheClear() throws Exception {
    var tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (var sink = SmtpSink.start(Options.standard().withSignIn("mara", "secret"))) {
      SmtpSettings settings = SmtpSettings.parse("smtp://mara:secret@127.0.0.1:" + sink.port());
      assertThatThrownBy(() -> SmtpHandshake.over(farAway(sink.port()), settings, tls))
          .isInstanceOfSatisfying(
              SmtpUnavailable.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.PASSWORD_IN_CLEAR));
      try (SmtpTransport near = SmtpTransport.over(new Socket("127.0.0.1", sink.port()))) {
        assertThat(SmtpHandshake.over(near, settings, tls).transport()).isSameAs(near);
      }
    }
  }

  private static SmtpTransport farAway(int port) throws IOException {
    return SmtpTransport.over(
        new Socket("127.0.0.1", port) {
          @Override
          public InetAddress getInetAddress() {
            return InetAddress.ofLiteral("192.0.2.1");
          }
        });
  }

  @Test
  void trustsNothingSaidBeforeTheHandshake() throws Exception {
    try (var server =
            new Script("220 hi\r\n", "250-x\r\n250 STARTTLS\r\n", "220 go\r\n250 injected\r\n");
        var client = new SmtpClient(server.settings())) {
      assertUnavailable(client, Reason.PROTOCOL);
    }
  }

  @Test
  void givesUpOnAnswersWithoutEnd() throws Exception {
    for (String endless :
        List.of("220-" + "x".repeat(100_000), "220-x\r\n".repeat(1_000), "HTTP/1.1 400\r\n")) {
      try (var server = new Script(endless);
          var client = new SmtpClient(server.settings())) {
        assertUnavailable(client, Reason.PROTOCOL);
      }
    }
  }

  @Test
  void givesUpOnServersThatDripOrSayNothing() throws Exception {
    try (var silent = new Script("");
        var client = new SmtpClient(silent.settings().withTimeouts(SHORT))) {
      assertUnavailable(client, Reason.TIMEOUT);
    }
    try (var dripping = Script.dripping();
        var client = new SmtpClient(dripping.settings().withTimeouts(SHORT))) {
      assertUnavailable(client, Reason.TIMEOUT);
    }
  }

  @Test
  void anAnswerThatIsNoneAfterTheFinalDotIsADoubt() throws Exception {
    try (var server =
            new Script(
                "220 hi\r\n", "250 x\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n", "what?\r\n");
        var client = new SmtpClient(server.settings())) {
      assertThat(client.send(mail("c0")).getFirst())
          .isInstanceOf(Unknown.class)
          .extracting("loss")
          .isEqualTo(Loss.PROTOCOL);
    }
  }

  @Test
  void repliesAreCleanedOfControlCharacters() throws Exception {
    try (var server =
            new Script(
                "220 hi\r\n",
                "250 x\r\n",
                "550-5.7.1 a\u001b[31mb\r\n550 5.7.1 <b>\r\n",
                "250 ok\r\n");
        var client = new SmtpClient(server.settings())) {
      assertThat(client.send(mail("c0")).getFirst())
          .isEqualTo(new Refused(550, "5.7.1", "5.7.1 a?[31mb 5.7.1 <b>", true));
    }
  }

  @Test
  void saysWhenNobodyListens() throws Exception {
    int port;
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    try (var client = new SmtpClient(SmtpSettings.parse("smtp://127.0.0.1:" + port))) {
      assertUnavailable(client, Reason.CONNECT);
    }
  }

  private static boolean pauseAndAgree() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return true;
  }

  private static void assertUnavailable(SmtpClient client, Reason reason) {
    assertThatThrownBy(() -> client.send(mail("nobody")))
        .isInstanceOfSatisfying(
            SmtpUnavailable.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static SmtpClient client(SmtpSink sink, Pipelining pipelining) {
    return new SmtpClient(settings(sink, "").withPipelining(pipelining));
  }

  private static SmtpSettings settings(SmtpSink sink, String query) {
    return SmtpSettings.parse("smtp://127.0.0.1:" + sink.port() + query);
  }

  private static SmtpSettings url(SmtpSink sink, String start) {
    return SmtpSettings.parse(start + "127.0.0.1:" + sink.port());
  }

  private static List<SmtpMail> mails(int count) {
    return IntStream.range(0, count).mapToObj(i -> mail("c" + i)).toList();
  }

  private static SmtpMail mail(String name) {
    return SmtpMail.of(
        SHOP,
        new EmailAddress(name, "example.org"),
        bytes("Message-ID: <" + name + "@x>\r\n\r\nhello\r\n"));
  }

  private static String recipient(SmtpMail mail) {
    return mail.recipients().getFirst().toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// Says its lines, one after each thing it hears, whatever that is.
  private static final class Script implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

    Script(String... lines) throws IOException {
      Thread.ofVirtual().start(() -> serve(lines, 0));
    }

    private Script() throws IOException {
      Thread.ofVirtual().start(() -> serve(new String[] {"220-" + "x".repeat(200)}, 100));
    }

    static Script dripping() throws IOException {
      return new Script();
    }

    SmtpSettings settings() {
      return SmtpSettings.parse("smtp://127.0.0.1:" + server.getLocalPort() + "?pipelining=off");
    }

    private void serve(String[] lines, int millisPerByte) {
      try (Socket socket = server.accept()) {
        byte[] heard = new byte[65_536];
        for (String line : lines) {
          if (millisPerByte == 0) {
            socket.getOutputStream().write(bytes(line));
          }
          for (int i = 0; i < line.length() && millisPerByte > 0; i++) {
            Thread.sleep(millisPerByte);
            socket.getOutputStream().write(line.charAt(i));
          }
          if (socket.getInputStream().read(heard) < 0) {
            return;
          }
        }
        while (socket.getInputStream().read(heard) >= 0) {
          // Listens until the client leaves.
        }
      } catch (IOException | InterruptedException e) {
        // The client left.
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
