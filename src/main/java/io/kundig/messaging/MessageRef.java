package io.kundig.messaging;

import io.kundig.profiles.ProfileId;
import java.util.UUID;

/// The key of a stored message.
record MessageRef(UUID profileId, UUID messageId) {

  ProfileId profile() {
    return new ProfileId(profileId);
  }
}
