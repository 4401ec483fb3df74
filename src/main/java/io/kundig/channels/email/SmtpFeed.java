package io.kundig.channels.email;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a connection takes its mails from, and whom it tells what became of them. All three are
/// called on the sending thread of one connection, in this order for each mail; every mail taken is
/// settled exactly once.
///
/// With pipelining across mails the next one is taken before the present one is settled, so that
/// two are open at once; the present one is always settled before `beforeFinalDot` of the next.
public interface SmtpFeed {

  /// The next mail, or null where there is none at the moment; then the run ends. Must not block.
  @Nullable SmtpMail next();

  /// Called when the server has all of the mail but the final dot: the last moment at which it can
  /// stay here. The sender commits its cursor now; it may block for as long as the server waits
  /// (minutes).
  ///
  /// @return false to keep the mail back: the connection is cut and the mail settled as abandoned
  boolean beforeFinalDot(SmtpMail mail);

  /// One outcome per recipient, in the order of `mail.recipients()`.
  void settled(SmtpMail mail, List<SmtpOutcome> outcomes);
}
