package io.kundig.channels.email;

import io.kundig.channels.email.SmtpConnection.End;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Connections to one mail server, kept for the next mail. For many threads: each run has a
/// connection of its own, so that as many are open as runs are under way.
public final class SmtpClient implements AutoCloseable {
  private static final Duration TRUSTED_IDLE = Duration.ofSeconds(5);
  private static final Duration MAX_IDLE = Duration.ofMinutes(1);

  private final SmtpSettings settings;
  private final SSLSocketFactory tls;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private boolean closed;

  private record Idle(SmtpConnection connection, long since) {
    boolean isOver(Duration age) {
      return System.nanoTime() - since > age.toNanos();
    }
  }

  /// Trusts the certificates that this JVM trusts. Connects when there is something to send.
  public SmtpClient(SmtpSettings settings) {
    this(settings, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /// Trusts what `tls` trusts.
  public SmtpClient(SmtpSettings settings, SSLSocketFactory tls) {
    this.settings = settings;
    this.tls = tls;
  }

  /// Sends what the feed gives over one connection, and over the next when that is full.
  ///
  /// @return why it ended; never `FULL`
  /// @throws SmtpUnavailable where no connection could be made; no mail is then taken and unsettled
  public End sendAll(SmtpFeed feed) throws SmtpUnavailable {
    while (true) {
      SmtpConnection connection = take();
      try {
        End end = connection.sendAll(feed);
        if (end != End.FULL) {
          return end;
        }
      } finally {
        giveBack(connection);
      }
    }
  }

  /// Sends one mail.
  ///
  /// @return one outcome per recipient, in their order
  /// @throws SmtpUnavailable where no connection could be made; the mail was not sent
  public List<SmtpOutcome> send(SmtpMail mail) throws SmtpUnavailable {
    var single = new Single(mail);
    sendAll(single);
    return single.outcomes;
  }

  /// Ends connections that nobody used for a minute; call it now and then.
  public void closeIdle() {
    closeAll(
        () -> {
          Idle eldest = idle.peekFirst();
          return eldest != null && eldest.isOver(MAX_IDLE) ? idle.pollFirst() : null;
        });
  }

  /// Ends the idle connections now, the others when their run ends.
  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
    }
    closeAll(idle::pollFirst);
  }

  private SmtpConnection take() throws SmtpUnavailable {
    while (true) {
      Idle candidate;
      synchronized (idle) {
        candidate = idle.pollLast();
      }
      if (candidate == null) {
        return SmtpConnection.open(settings, tls);
      }
      SmtpConnection connection = candidate.connection();
      if (!candidate.isOver(TRUSTED_IDLE) || connection.isAlive()) {
        return connection;
      }
    }
  }

  private void giveBack(SmtpConnection connection) {
    boolean keep;
    synchronized (idle) {
      keep = connection.isUsable() && !closed;
      if (keep) {
        idle.addLast(new Idle(connection, System.nanoTime()));
      }
    }
    if (!keep) {
      connection.close();
    }
  }

  private void closeAll(Supplier<@Nullable Idle> source) {
    while (true) {
      Idle next;
      synchronized (idle) {
        next = source.get();
      }
      if (next == null) {
        return;
      }
      next.connection().close();
    }
  }

  private static final class Single implements SmtpFeed {
    private @Nullable SmtpMail mail;
    private List<SmtpOutcome> outcomes = List.of();

    Single(SmtpMail mail) {
      this.mail = mail;
    }

    @Override
    public @Nullable SmtpMail next() {
      SmtpMail next = mail;
      mail = null;
      return next;
    }

    @Override
    public boolean beforeFinalDot(SmtpMail mail) {
      return true;
    }

    @Override
    public void settled(SmtpMail mail, List<SmtpOutcome> outcomes) {
      this.outcomes = outcomes;
    }
  }
}
