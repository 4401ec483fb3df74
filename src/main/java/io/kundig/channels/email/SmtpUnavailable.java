package io.kundig.channels.email;

import org.jspecify.annotations.Nullable;

/// No connection ready for mail could be made. No mail was taken from the feed, or none is open.
public final class SmtpUnavailable extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  SmtpUnavailable(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// What stood in the way.
  public Reason reason() {
    return reason;
  }

  /// What can stand in the way of a connection.
  public enum Reason {
    /// Unknown host, nobody listening, or the connection broke.
    CONNECT(true),
    /// No answer in time.
    TIMEOUT(true),
    /// The server greeted us with a refusal.
    REFUSED(true),
    /// The answer was not SMTP.
    PROTOCOL(true),
    /// The handshake failed: certificate not trusted, or for another host.
    TLS(false),
    /// `starttls=required`, and the server does not offer it.
    STARTTLS_NOT_OFFERED(false),
    /// There is a password, no TLS, and the server is not on this machine.
    PASSWORD_IN_CLEAR(false),
    /// There is a password, and the server offers neither PLAIN nor LOGIN.
    AUTH_NOT_OFFERED(false),
    /// User or password wrong.
    AUTH_REFUSED(false);

    private final boolean passing;

    Reason(boolean passing) {
      this.passing = passing;
    }

    /// True where waiting may help; false where somebody must change the settings.
    public boolean isPassing() {
      return passing;
    }
  }
}
