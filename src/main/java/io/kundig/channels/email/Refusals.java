package io.kundig.channels.email;

import io.kundig.channels.email.SmtpOutcome.Refused;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells a refusal that means "nobody is there" from one that means "not this mail, not from you".
final class Refusals {

  /// Bad mailbox, bad system, bad syntax, mailbox moved, null MX, mailbox disabled (RFC 3463, RFC
  /// 7505).
  private static final Set<String> NOBODY =
      Set.of("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1");

  private static final Pattern NOBODY_IN_WORDS =
      Pattern.compile(
          "(user|mailbox|recipient|address|account)\\b.{0,40}\\b(unknown|not found|does(n't| not) exist"
              + "|invalid|disabled)|\\b(no such|unknown|invalid) (user|mailbox|recipient|address)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern POLICY =
      Pattern.compile(
          "spam|policy|block|blacklist|reputation|spf|dkim|dmarc|relay", Pattern.CASE_INSENSITIVE);

  private Refusals() {}

  static boolean meanNobody(Refused refused) {
    if (!refused.permanent()) {
      return false;
    }
    if (refused.enhanced() != null) {
      return NOBODY.contains(refused.enhanced());
    }
    return (refused.code() == 550 || refused.code() == 551 || refused.code() == 553)
        && NOBODY_IN_WORDS.matcher(refused.text()).find()
        && !POLICY.matcher(refused.text()).find();
  }
}
