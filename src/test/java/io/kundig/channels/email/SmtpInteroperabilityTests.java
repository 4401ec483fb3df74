package io.kundig.channels.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kundig.channels.email.SmtpConnection.End;
import io.kundig.channels.email.SmtpOutcome.Accepted;
import io.kundig.support.SelfMadeCertificate;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/// Against a mail server that we did not write.
@Timeout(30)
class SmtpInteroperabilityTests {
  private static final EmailAddress SHOP = EmailAddress.parse("post@shop.example");
  private static final OffsetDateTime DATE = OffsetDateTime.parse("2026-11-22T10:15:30+01:00");

  private final List<byte[]> received = new CopyOnWriteArrayList<>();

  @Test
  void deliversInTheClear() throws Exception {
    SMTPServer server = builder().build();
    server.start();
    try (var client =
        new SmtpClient(SmtpSettings.parse("smtp://localhost:" + server.getPortAllocated()))) {
      deliver(client, 40);
    } finally {
      server.stop();
    }
  }

  @Test
  void deliversUnderStartTlsAfterSigningIn(@TempDir Path folder) throws Exception {
    SSLContext context = SelfMadeCertificate.of(folder, "dns:localhost").context();
    SMTPServer server =
        builder()
            .startTlsSocketFactory(context)
            .requireTLS()
            .requireAuth()
            .authenticationHandlerFactory(
                new EasyAuthenticationHandlerFactory(
                    (user, password, _) -> {
                      if (!user.equals("me@shop.de") || !password.equals("pä ss")) {
                        throw new LoginFailedException();
                      }
                    }))
            .build();
    server.start();
    String address = "@localhost:" + server.getPortAllocated() + "?starttls=required";
    try (var right =
            new SmtpClient(
                SmtpSettings.parse("smtp://me%40shop.de:p%C3%A4%20ss" + address),
                context.getSocketFactory());
        var wrong =
            new SmtpClient(
                SmtpSettings.parse("smtp://me%40shop.de:other" + address),
                context.getSocketFactory())) {
      deliver(right, 10);
      assertThatThrownBy(() -> wrong.send(mail(0)))
          .isInstanceOfSatisfying(
              SmtpUnavailable.class,
              e -> assertThat(e.reason()).isEqualTo(SmtpUnavailable.Reason.AUTH_REFUSED));
    } finally {
      server.stop();
    }
  }

  private SMTPServer.Builder builder() {
    return SMTPServer.port(0).messageHandler((_, _, _, data) -> received.add(data));
  }

  private void deliver(SmtpClient client, int count) throws Exception {
    var feed =
        new RecordingFeed(
            IntStream.range(0, count).mapToObj(SmtpInteroperabilityTests::mail).toList());

    assertThat(client.sendAll(feed)).isEqualTo(End.EXHAUSTED);

    assertThat(feed.outcomes.values()).hasSize(count).allMatch(Accepted.class::isInstance);
    assertThat(received).hasSize(count);
    for (int i = 0; i < count; i++) {
      var message =
          new MimeMessage(
              Session.getInstance(new Properties()), new ByteArrayInputStream(received.get(i)));
      assertThat(message.getMessageID()).isEqualTo("<" + i + "@shop.example>");
      assertThat(message.getSubject()).isEqualTo("Grüße Nummer " + i);
      assertThat(message.getContent().toString().stripTrailing())
          .isEqualTo(".\r\n..\r\nGrüße\r\n.");
    }
  }

  private static SmtpMail mail(int number) {
    byte[] source =
        MimeMessageWriter.message(number + "@shop.example", DATE)
            .from(new Mailbox("Kaffee Kündig", SHOP))
            .to(Mailbox.of("jana@example.org"))
            .subject("Grüße Nummer " + number)
            .text(".\n..\nGrüße\n.")
            .write();
    return SmtpMail.of(SHOP, EmailAddress.parse("jana" + number + "@example.org"), source);
  }
}
