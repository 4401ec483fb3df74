package io.kundig.channels.email;

import org.jspecify.annotations.Nullable;

/// What became of one mail for one of its recipients.
public sealed interface SmtpOutcome {

  /// The server took responsibility for it.
  record Accepted(SmtpReply reply) implements SmtpOutcome {}

  /// The server said no, to this recipient or to the whole mail. Nobody got it.
  ///
  /// @param code 400 to 599
  /// @param enhanced such as `5.1.1` (RFC 3463), where given
  /// @param text the server's words, control characters replaced; escape it where shown
  /// @param permanent true for 5xx: stop; false for 4xx: try again later
  record Refused(int code, @Nullable String enhanced, String text, boolean permanent)
      implements SmtpOutcome {
    static Refused of(SmtpReply reply) {
      return new Refused(reply.code(), reply.enhanced(), reply.text(), reply.isPermanent());
    }
  }

  /// The final dot may have left, but no answer came: it was delivered or it was not. Never send it
  /// again unasked.
  record Unknown(Loss loss, String detail) implements SmtpOutcome {}

  /// The final dot was never written, so that nobody got it, and it may be sent again.
  record NotSent(Obstacle obstacle, String detail) implements SmtpOutcome {}

  /// How a connection ended.
  enum Loss {
    /// Reset, closed or broken below us.
    CONNECTION_LOST,
    /// No answer in time.
    TIMEOUT,
    /// The answer was not SMTP, or longer than any answer should be.
    PROTOCOL
  }

  /// Why a mail stayed here.
  enum Obstacle {
    /// Reset, closed or broken before the final dot.
    CONNECTION_LOST(true),
    /// No answer in time, before the final dot.
    TIMEOUT(true),
    /// The answer was not SMTP, or longer than any answer should be.
    PROTOCOL(true),
    /// The server closes this connection (421) before it took the mail.
    CLOSING(true),
    /// The feed said no before the final dot.
    ABANDONED(true),
    /// Larger than the server's announced SIZE (RFC 1870).
    TOO_LARGE(false),
    /// Holds bytes above 127, and the server lacks 8BITMIME (RFC 6152).
    NEEDS_8BITMIME(false),
    /// An address or a header is not ASCII, and the server lacks SMTPUTF8 (RFC 6531).
    NEEDS_SMTPUTF8(false);

    private final boolean passing;

    Obstacle(boolean passing) {
      this.passing = passing;
    }

    /// True where the same mail may well pass at the next try; false where this server will never
    /// take it.
    public boolean isPassing() {
      return passing;
    }
  }
}
