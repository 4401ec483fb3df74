package io.kundig.channels.email;

import io.kundig.channels.email.SmtpOutcome.Accepted;
import io.kundig.channels.email.SmtpOutcome.Loss;
import io.kundig.channels.email.SmtpOutcome.NotSent;
import io.kundig.channels.email.SmtpOutcome.Obstacle;
import io.kundig.channels.email.SmtpOutcome.Refused;
import io.kundig.channels.email.SmtpOutcome.Unknown;
import io.kundig.channels.email.SmtpSettings.Pipelining;
import io.kundig.channels.email.SmtpSettings.Timeouts;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// One open connection to a mail server (RFC 5321), greeted, secured and signed in; carries many
/// mails, one thread at a time.
///
/// Where the server offers PIPELINING (RFC 2920), MAIL, RCPT and DATA leave in one write, and the
/// next mail's together with the present one's final dot.
public final class SmtpConnection implements AutoCloseable {
  private static final byte[] DOT = ascii(".\r\n");
  private static final byte[] DATA = ascii("DATA\r\n");
  private static final byte[] RSET = ascii("RSET\r\n");
  private static final SmtpReply NO_RECIPIENT =
      new SmtpReply(554, "5.5.1", List.of("No valid recipients"));

  private final SmtpTransport transport;
  private final SmtpCapabilities capabilities;
  private final Timeouts timeouts;
  private final Pipelining pipelining;
  private final int capacity;
  private int carried;
  private boolean needsReset;
  private boolean open = true;

  /// Why a run of mails ended.
  public enum End {
    /// The feed has no more at the moment; the connection stays open.
    EXHAUSTED,
    /// This connection has carried as many mails as one may.
    FULL,
    /// The connection was lost, or the server closed it; wait before making the next.
    LOST,
    /// The feed kept a mail back, and the connection was cut.
    ABANDONED
  }

  private SmtpConnection(
      SmtpTransport transport, SmtpCapabilities capabilities, SmtpSettings settings) {
    this.transport = transport;
    this.capabilities = capabilities;
    this.timeouts = settings.timeouts();
    this.pipelining = capabilities.pipelining() ? settings.pipelining() : Pipelining.OFF;
    this.capacity = settings.mailsPerConnection();
  }

  /// Connects, greets, secures and signs in.
  ///
  /// @throws SmtpUnavailable says which of these failed, and how
  public static SmtpConnection open(SmtpSettings settings, SSLSocketFactory tls)
      throws SmtpUnavailable {
    var handshake = SmtpHandshake.connect(settings, tls);
    return new SmtpConnection(handshake.transport(), handshake.capabilities(), settings);
  }

  /// False once it was lost, cut, closed or full.
  public boolean isUsable() {
    return open && carried < capacity;
  }

  /// True under TLS.
  public boolean isSecure() {
    return transport.isSecure();
  }

  /// Sends what the feed gives until it gives no more or the connection ends. Never throws for what
  /// the server or the network does: each mail taken is settled with its outcome.
  public End sendAll(SmtpFeed feed) {
    return new Run(feed).run();
  }

  /// Asks whether the server is still there (NOOP); closes the connection where it is not.
  public boolean isAlive() {
    try {
      transport.write(ascii("NOOP\r\n"), timeouts.command());
      if (transport.read(timeouts.command()).isPositive()) {
        return true;
      }
    } catch (IOException e) {
      // Told by the answer.
    }
    cut();
    return false;
  }

  /// Says QUIT and leaves; does not wait long for the answer.
  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    try {
      transport.write(ascii("QUIT\r\n"), timeouts.connect());
      transport.read(timeouts.connect());
    } catch (IOException e) {
      // It is over either way.
    } finally {
      transport.close();
    }
  }

  private void cut() {
    open = false;
    transport.close();
  }

  /// How the server took an envelope.
  private static final class Envelope {
    /// One per recipient; null where it was accepted.
    private final @Nullable SmtpReply[] refusals;

    private final boolean waitsForContent;

    Envelope(@Nullable SmtpReply[] refusals, boolean waitsForContent) {
      this.refusals = refusals;
      this.waitsForContent = waitsForContent;
    }

    boolean hasRecipient() {
      for (SmtpReply refusal : refusals) {
        if (refusal == null) {
          return true;
        }
      }
      return false;
    }

    List<SmtpOutcome> outcomes(SmtpReply reply) {
      List<SmtpOutcome> outcomes = new ArrayList<>(refusals.length);
      for (SmtpReply refusal : refusals) {
        if (refusal != null) {
          outcomes.add(Refused.of(refusal));
        } else {
          outcomes.add(reply.isPositive() ? new Accepted(reply) : Refused.of(reply));
        }
      }
      return outcomes;
    }

    /// The recipients that were refused stay so; for the others the same thing happened.
    List<SmtpOutcome> outcomes(SmtpOutcome others) {
      List<SmtpOutcome> outcomes = new ArrayList<>(refusals.length);
      for (SmtpReply refusal : refusals) {
        outcomes.add(refusal == null ? others : Refused.of(refusal));
      }
      return outcomes;
    }
  }

  private final class Run {
    private final SmtpFeed feed;
    private @Nullable SmtpMail present;
    private @Nullable SmtpMail ahead;
    private boolean announced;
    private boolean dotted;
    private End end = End.EXHAUSTED;

    Run(SmtpFeed feed) {
      this.feed = feed;
    }

    End run() {
      if (!open) {
        return End.LOST;
      }
      try {
        while (open) {
          present = announced ? ahead : take();
          ahead = null;
          if (present == null) {
            return end;
          }
          carry(present);
        }
        return end;
      } catch (RuntimeException | Error e) {
        cut();
        throw e;
      } finally {
        if (!open) {
          settleRest();
        }
      }
    }

    private void carry(SmtpMail mail) {
      Envelope envelope;
      dotted = false;
      try {
        if (!announced) {
          announce(mail);
        }
        announced = false;
        envelope = readEnvelope(mail);
        if (envelope == null) {
          return;
        }
        if (!envelope.hasRecipient()) {
          if (envelope.waitsForContent) {
            closeEmpty();
          }
          settle(mail, envelope.outcomes(NO_RECIPIENT));
          return;
        }
        transport.write(mail.wire(), timeouts.command());
      } catch (IOException e) {
        lose();
        settle(mail, repeated(mail, notSent(e)));
        return;
      }
      finish(mail, envelope);
    }

    private void finish(SmtpMail mail, Envelope envelope) {
      ahead = pipelining == Pipelining.ACROSS_MAILS ? take() : null;
      if (!feed.beforeFinalDot(mail)) {
        end = End.ABANDONED;
        cut();
        settle(
            mail,
            envelope.outcomes(new NotSent(Obstacle.ABANDONED, "Kept back before the final dot")));
        return;
      }
      SmtpReply reply;
      dotted = true;
      try {
        transport.write(ahead == null ? DOT : join(DOT, envelopeOf(ahead)), timeouts.command());
        reply = transport.read(timeouts.finalReply());
        if (reply.asksForMore()) {
          throw new ProtocolException("The server answered the final dot with " + reply.code());
        }
        announced = ahead != null;
      } catch (IOException e) {
        lose();
        settle(mail, envelope.outcomes(new Unknown(lossOf(e), detailOf(e))));
        return;
      }
      if (reply.code() == 421) {
        lose();
      }
      settle(mail, envelope.outcomes(reply));
    }

    /// The next mail that this server can take; others are settled on the way.
    private @Nullable SmtpMail take() {
      while (true) {
        if (carried >= capacity) {
          end = End.FULL;
          return null;
        }
        SmtpMail mail = feed.next();
        if (mail == null) {
          return null;
        }
        NotSent obstacle = capabilities.obstacleTo(mail);
        if (obstacle == null) {
          carried++;
          return mail;
        }
        feed.settled(mail, repeated(mail, obstacle));
      }
    }

    private void settle(SmtpMail mail, List<SmtpOutcome> outcomes) {
      present = null;
      feed.settled(mail, outcomes);
    }

    private void lose() {
      end = End.LOST;
      cut();
    }

    /// What was taken but never came to its final dot, because the connection ended or the feed
    /// failed.
    private void settleRest() {
      var obstacle =
          end == End.LOST
              ? new NotSent(Obstacle.CONNECTION_LOST, "The connection ended before this mail")
              : new NotSent(Obstacle.ABANDONED, "The connection was cut before this mail");
      SmtpMail failed = present;
      if (failed != null) {
        settle(
            failed,
            repeated(
                failed,
                dotted
                    ? new Unknown(Loss.CONNECTION_LOST, "We failed after the final dot")
                    : obstacle));
      }
      SmtpMail next = ahead;
      ahead = null;
      if (next != null) {
        feed.settled(next, repeated(next, obstacle));
      }
    }

    /// Null where the server closes the connection instead (421); the mail is settled then.
    private @Nullable Envelope readEnvelope(SmtpMail mail) throws IOException {
      if (pipelining == Pipelining.OFF) {
        return readStepwise(mail);
      }
      if (needsReset) {
        readReset();
      }
      SmtpReply from = transport.read(timeouts.command());
      @Nullable SmtpReply[] refusals = new SmtpReply[mail.recipients().size()];
      for (int i = 0; i < refusals.length && from.code() != 421; i++) {
        SmtpReply to = transport.read(timeouts.command());
        refusals[i] = !from.isPositive() ? from : to.isPositive() ? null : to;
      }
      if (isClosing(from, refusals)) {
        return closing(mail, from, refusals);
      }
      return withData(mail, refusals, transport.read(timeouts.command()));
    }

    private @Nullable Envelope readStepwise(SmtpMail mail) throws IOException {
      if (needsReset) {
        readReset();
        transport.write(mailCommand(mail), timeouts.command());
      }
      SmtpReply from = transport.read(timeouts.command());
      @Nullable SmtpReply[] refusals = new SmtpReply[mail.recipients().size()];
      boolean any = false;
      for (int i = 0; i < refusals.length; i++) {
        if (from.isPositive()) {
          transport.write(recipientCommand(mail.recipients().get(i)), timeouts.command());
          SmtpReply to = transport.read(timeouts.command());
          refusals[i] = to.isPositive() ? null : to;
          any |= to.isPositive();
          if (to.code() == 421) {
            break;
          }
        } else {
          refusals[i] = from;
        }
      }
      if (isClosing(from, refusals)) {
        return closing(mail, from, refusals);
      }
      if (!any) {
        needsReset = from.isPositive();
        return new Envelope(refusals, false);
      }
      transport.write(DATA, timeouts.command());
      return withData(mail, refusals, transport.read(timeouts.command()));
    }

    private @Nullable Envelope withData(
        SmtpMail mail, @Nullable SmtpReply[] refusals, SmtpReply data) throws IOException {
      if (data.asksForMore()) {
        return new Envelope(refusals, true);
      }
      if (data.isPositive()) {
        throw new ProtocolException("The server answered DATA with " + data.code());
      }
      if (data.code() == 421) {
        return closing(mail, data, refusals);
      }
      needsReset = true;
      for (int i = 0; i < refusals.length; i++) {
        if (refusals[i] == null) {
          refusals[i] = data;
        }
      }
      return new Envelope(refusals, false);
    }

    private boolean isClosing(SmtpReply from, @Nullable SmtpReply[] refusals) {
      if (from.code() == 421) {
        return true;
      }
      for (SmtpReply refusal : refusals) {
        if (refusal != null && refusal.code() == 421) {
          return true;
        }
      }
      return false;
    }

    private @Nullable Envelope closing(
        SmtpMail mail, SmtpReply reply, @Nullable SmtpReply[] refusals) {
      lose();
      var text = reply.text();
      List<SmtpOutcome> outcomes = new ArrayList<>(refusals.length);
      for (SmtpReply refusal : refusals) {
        boolean refused = refusal != null && refusal.code() != 421;
        outcomes.add(refused ? Refused.of(refusal) : new NotSent(Obstacle.CLOSING, text));
      }
      settle(mail, outcomes);
      return null;
    }
  }

  /// Ends a transaction that the server opened though it took no recipient (RFC 2920 section 3.1).
  private void closeEmpty() throws IOException {
    transport.write(DOT, timeouts.command());
    transport.read(timeouts.finalReply());
  }

  private void announce(SmtpMail mail) throws IOException {
    transport.write(envelopeOf(mail), timeouts.command());
  }

  /// All of a mail that may leave before the next answer.
  private byte[] envelopeOf(SmtpMail mail) {
    if (pipelining == Pipelining.OFF) {
      return needsReset ? RSET : mailCommand(mail);
    }
    var text = new StringBuilder(needsReset ? "RSET\r\n" : "");
    capabilities.appendMailCommand(text, mail);
    for (EmailAddress recipient : mail.recipients()) {
      text.append("RCPT TO:<").append(recipient).append(">\r\n");
    }
    return text.append("DATA\r\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] mailCommand(SmtpMail mail) {
    var text = new StringBuilder();
    capabilities.appendMailCommand(text, mail);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] recipientCommand(EmailAddress recipient) {
    return ("RCPT TO:<" + recipient + ">\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private void readReset() throws IOException {
    SmtpReply reply = transport.read(timeouts.command());
    if (!reply.isPositive()) {
      throw new ProtocolException("The server answered RSET with " + reply.code());
    }
    needsReset = false;
  }

  private static NotSent notSent(IOException e) {
    Obstacle obstacle =
        switch (lossOf(e)) {
          case CONNECTION_LOST -> Obstacle.CONNECTION_LOST;
          case TIMEOUT -> Obstacle.TIMEOUT;
          case PROTOCOL -> Obstacle.PROTOCOL;
        };
    return new NotSent(obstacle, detailOf(e));
  }

  static Loss lossOf(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ -> Loss.TIMEOUT;
      case ProtocolException _ -> Loss.PROTOCOL;
      default -> Loss.CONNECTION_LOST;
    };
  }

  private static String detailOf(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static List<SmtpOutcome> repeated(SmtpMail mail, SmtpOutcome outcome) {
    return Collections.nCopies(mail.recipients().size(), outcome);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = new byte[first.length + second.length];
    System.arraycopy(first, 0, joined, 0, first.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
