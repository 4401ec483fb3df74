package io.kundig.channels.email;

import io.kundig.messaging.Outgoing;
import java.time.ZoneOffset;

/// The bytes of an outgoing message. The same message always has the same `Message-ID`.
final class EmailSource {

  private EmailSource() {}

  /// @throws IllegalArgumentException where an address is none
  static byte[] of(Outgoing outgoing) {
    EmailAddress sender = EmailAddress.parse(outgoing.fromEmail());
    MimeMessageWriter writer =
        MimeMessageWriter.message(
                outgoing.messageId() + "@" + sender.domain(),
                outgoing.date().atOffset(ZoneOffset.UTC))
            .from(new Mailbox(outgoing.fromName(), sender))
            .to(Mailbox.of(outgoing.toName(), outgoing.to()))
            .replyTo(outgoing.replyTo() == null ? null : Mailbox.of(outgoing.replyTo()))
            .subject(outgoing.subject())
            .text(outgoing.text())
            .html(outgoing.html());
    outgoing.headers().forEach(writer::header);
    return writer.write();
  }
}
