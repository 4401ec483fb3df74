package io.kundig.channels.email;

import io.kundig.messaging.Outgoing;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The SMTP client with nothing around it: what the sender is measured against.
public final class BareSender {

  private final SmtpClient client;
  private final int connections;

  public BareSender(String url, int connections) {
    this.client = new SmtpClient(SmtpSettings.parse(url));
    this.connections = connections;
  }

  /// Sends `count` messages, each written when a connection is ready for it.
  ///
  /// @return how many were accepted
  public int send(int count, IntFunction<Outgoing> write) throws Exception {
    return sendMails(count, i -> mail(write.apply(i)));
  }

  /// Sends one source again and again.
  public int sendSame(int count, Outgoing outgoing) throws Exception {
    SmtpMail mail = mail(outgoing);
    return sendMails(count, _ -> mail);
  }

  private static SmtpMail mail(Outgoing outgoing) {
    return SmtpMail.of(
        EmailAddress.parse(outgoing.fromEmail()),
        EmailAddress.parse(outgoing.to()),
        EmailSource.of(outgoing));
  }

  private int sendMails(int count, IntFunction<SmtpMail> mails) throws Exception {
    var next = new AtomicInteger();
    var accepted = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      for (int i = 0; i < connections; i++) {
        threads.submit(() -> client.sendAll(new Feed(next, count, mails, accepted)));
      }
    }
    return accepted.get();
  }

  private record Feed(
      AtomicInteger place, int count, IntFunction<SmtpMail> mails, AtomicInteger accepted)
      implements SmtpFeed {

    @Override
    public @Nullable SmtpMail next() {
      int i = place.getAndIncrement();
      return i < count ? mails.apply(i) : null;
    }

    @Override
    public boolean beforeFinalDot(SmtpMail mail) {
      return true;
    }

    @Override
    public void settled(SmtpMail mail, List<SmtpOutcome> outcomes) {
      if (outcomes.getFirst() instanceof SmtpOutcome.Accepted) {
        accepted.incrementAndGet();
      }
    }
  }
}
