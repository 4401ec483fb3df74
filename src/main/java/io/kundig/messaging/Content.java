package io.kundig.messaging;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a message looked like when it was handed over.
///
/// @param from name and address
/// @param headers those added to the ordinary ones
public record Content(
    String subject,
    String html,
    String text,
    String from,
    String to,
    @Nullable String replyTo,
    Map<String, String> headers) {

  static Content of(Outgoing outgoing) {
    return new Content(
        outgoing.subject(),
        outgoing.html(),
        outgoing.text(),
        outgoing.fromName() + " <" + outgoing.fromEmail() + ">",
        outgoing.to(),
        outgoing.replyTo(),
        outgoing.headers());
  }
}
