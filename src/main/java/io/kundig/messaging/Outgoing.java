package io.kundig.messaging;

import io.kundig.profiles.ProfileId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A message ready to leave.
///
/// @param headers extra headers such as `List-Unsubscribe`
public record Outgoing(
    UUID messageId,
    ProfileId profileId,
    String to,
    @Nullable String toName,
    String fromName,
    String fromEmail,
    @Nullable String replyTo,
    String subject,
    String html,
    String text,
    Map<String, String> headers,
    Instant date) {}
