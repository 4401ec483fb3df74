package io.kundig.flows;

import io.kundig.consent.ChannelKind;
import io.kundig.messaging.MessageRequest;

/// One step of a flow. Its key stays the same over versions, so that figures can be added up.
sealed interface Step {

  String key();

  record Delay(String key, Wait duration) implements Step {}

  record Send(String key, ChannelKind channel, String templateKey, MessageRequest.Kind kind)
      implements Step {}
}
