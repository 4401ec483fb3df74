package io.kundig.channels.email;

import io.kundig.channels.email.SmtpOutcome.NotSent;
import io.kundig.channels.email.SmtpOutcome.Obstacle;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a server offers in its answer to EHLO (RFC 5321 section 4.1.1.1).
///
/// @param maxSize octets of the largest mail (RFC 1870); 0 where the server sets no limit, -1
///   without SIZE
/// @param authentication names of SASL mechanisms, upper case
record SmtpCapabilities(
    boolean pipelining,
    boolean startTls,
    boolean eightBitMime,
    boolean smtpUtf8,
    long maxSize,
    Set<String> authentication) {
  static final SmtpCapabilities NONE =
      new SmtpCapabilities(false, false, false, false, -1, Set.of());

  /// @param lines of the reply; the first is the server's name
  static SmtpCapabilities of(List<String> lines) {
    Set<String> keywords = new HashSet<>();
    Set<String> authentication = new HashSet<>();
    long maxSize = -1;
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      String[] words = line.strip().toUpperCase(Locale.ROOT).split("[ =]+");
      keywords.add(words[0]);
      switch (words[0]) {
        case "SIZE" ->
            maxSize =
                words.length > 1 && words[1].matches("\\d{1,18}") ? Long.parseLong(words[1]) : 0;
        case "AUTH" -> authentication.addAll(List.of(words).subList(1, words.length));
        default -> {}
      }
    }
    return new SmtpCapabilities(
        keywords.contains("PIPELINING"),
        keywords.contains("STARTTLS"),
        keywords.contains("8BITMIME"),
        keywords.contains("SMTPUTF8"),
        maxSize,
        Set.copyOf(authentication));
  }

  /// What keeps this server from taking a mail, so that it need not be tried; null for nothing.
  @Nullable NotSent obstacleTo(SmtpMail mail) {
    if (mail.needsSmtpUtf8() && !smtpUtf8) {
      return new NotSent(Obstacle.NEEDS_SMTPUTF8, "The server does not offer SMTPUTF8");
    }
    if (mail.needs8BitMime() && !eightBitMime) {
      return new NotSent(Obstacle.NEEDS_8BITMIME, "The server does not offer 8BITMIME");
    }
    if (maxSize > 0 && mail.size() > maxSize) {
      return new NotSent(Obstacle.TOO_LARGE, "The server takes at most " + maxSize + " octets");
    }
    return null;
  }

  void appendMailCommand(StringBuilder text, SmtpMail mail) {
    EmailAddress sender = mail.sender();
    text.append("MAIL FROM:<").append(sender == null ? "" : sender).append('>');
    if (maxSize >= 0) {
      text.append(" SIZE=").append(mail.size());
    }
    if (mail.needs8BitMime()) {
      text.append(" BODY=8BITMIME");
    }
    if (mail.needsSmtpUtf8()) {
      text.append(" SMTPUTF8");
    }
    text.append("\r\n");
  }
}
