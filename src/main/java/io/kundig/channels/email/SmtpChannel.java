package io.kundig.channels.email;

import io.kundig.consent.ChannelKind;
import io.kundig.messaging.Channel;
import io.kundig.messaging.Outgoing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;

/// E-mail over a mail server.
class SmtpChannel implements Channel, AutoCloseable {

  private static final int CONNECTIONS = 8;

  private final SmtpClient client;

  SmtpChannel(SmtpClient client) {
    this.client = client;
  }

  @Override
  public ChannelKind kind() {
    return ChannelKind.EMAIL;
  }

  @Override
  public int lanes() {
    return CONNECTIONS;
  }

  @Override
  public void send(Feed feed) throws Unavailable {
    try {
      client.sendAll(new Adapter(feed));
    } catch (SmtpUnavailable e) {
      SmtpUnavailable.Reason reason = e.reason();
      throw new Unavailable(
          reason.name().toLowerCase(Locale.ROOT),
          String.valueOf(e.getMessage()),
          reason.isPassing(),
          e);
    }
  }

  @Scheduled(fixedDelay = 20_000)
  void closeIdle() {
    client.closeIdle();
  }

  @Override
  public void close() {
    client.close();
  }

  private static Result resultOf(SmtpOutcome outcome) {
    return switch (outcome) {
      case SmtpOutcome.Accepted accepted ->
          new Result.HandedOver(accepted.reply().code() + " " + accepted.reply().text());
      case SmtpOutcome.Refused refused when Refusals.meanNobody(refused) ->
          new Result.NoSuchRecipient(refused.code(), refused.text());
      case SmtpOutcome.Refused refused ->
          new Result.Refused(refused.code(), refused.text(), !refused.permanent());
      case SmtpOutcome.Unknown unknown ->
          new Result.InDoubt(unknown.loss() + ": " + unknown.detail());
      case SmtpOutcome.NotSent unsent ->
          new Result.NotSent(
              unsent.obstacle() + ": " + unsent.detail(), unsent.obstacle().isPassing());
    };
  }

  /// Writes the source of a message when the connection is ready for it.
  private static final class Adapter implements SmtpFeed {
    private final Feed feed;
    private final Deque<Open> open = new ArrayDeque<>();

    private record Open(SmtpMail mail, Outgoing outgoing) {}

    Adapter(Feed feed) {
      this.feed = feed;
    }

    @Override
    public @Nullable SmtpMail next() {
      for (Outgoing outgoing = feed.next(); outgoing != null; outgoing = feed.next()) {
        SmtpMail mail = mailOf(outgoing);
        if (mail != null) {
          open.add(new Open(mail, outgoing));
          return mail;
        }
      }
      return null;
    }

    private @Nullable SmtpMail mailOf(Outgoing outgoing) {
      EmailAddress recipient;
      try {
        recipient = EmailAddress.parse(outgoing.to());
      } catch (IllegalArgumentException e) {
        feed.settled(outgoing, new Result.InvalidAddress(String.valueOf(e.getMessage())));
        return null;
      }
      try {
        EmailAddress sender = EmailAddress.parse(outgoing.fromEmail());
        return SmtpMail.of(sender, recipient, EmailSource.of(outgoing));
      } catch (IllegalArgumentException e) {
        feed.settled(outgoing, new Result.NotSent(String.valueOf(e.getMessage()), false));
        return null;
      }
    }

    @Override
    public boolean beforeFinalDot(SmtpMail mail) {
      return feed.beforeHandOver(find(mail).outgoing);
    }

    @Override
    public void settled(SmtpMail mail, List<SmtpOutcome> outcomes) {
      Open done = find(mail);
      open.remove(done);
      feed.settled(done.outgoing, resultOf(outcomes.getFirst()));
    }

    private Open find(SmtpMail mail) {
      return open.stream()
          .filter(one -> one.mail == mail)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("not a mail on its way"));
    }
  }
}
