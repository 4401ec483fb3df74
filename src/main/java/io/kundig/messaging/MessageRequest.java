package io.kundig.messaging;

import io.kundig.consent.ChannelKind;
import io.kundig.profiles.ProfileId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A module's wish to write to somebody. The same `messageId` asked twice is decided and sent once.
///
/// @param messageId made by the caller from its own state (flow run and step), so that a repeat is
///   the same message
/// @param address overrides the profile's own address; only for a test, a confirmation, or a
///   transactional message
/// @param data what the template may use besides the person and the shop
public record MessageRequest(
    UUID messageId,
    ProfileId profileId,
    int shopId,
    ChannelKind channel,
    Kind kind,
    Origin origin,
    String templateKey,
    @Nullable String address,
    Map<String, Object> data,
    Instant at) {

  public enum Kind {
    MARKETING,
    TRANSACTIONAL
  }

  /// Where the message comes from.
  ///
  /// @param kind `flow`, `campaign`, `signup`, `test`
  /// @param id of the flow or campaign
  /// @param step key of the step within it
  public record Origin(
      String kind, @Nullable UUID id, @Nullable String step, @Nullable UUID runId) {}
}
