package io.kundig.messaging;

import io.kundig.events.Event;
import io.kundig.messaging.MessageRequest.Origin;
import io.kundig.shared.Ids;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Tells the log what happened to messages.
@Component
class MessageEvents {

  private final JsonMapper json;

  MessageEvents(JsonMapper json) {
    this.json = json;
  }

  Stream<Event> of(Settled settled) {
    return switch (settled.state()) {
      case HANDED_OVER -> Stream.of(event("Received Email", settled));
      case BOUNCED -> Stream.of(event("Bounced Email", settled));
      case null -> Stream.empty();
      case PLANNED, INTENDED, DELIVERED, FAILED, IN_DOUBT, SKIPPED -> Stream.empty();
    };
  }

  private Event event(String metric, Settled settled) {
    Claimed message = settled.message();
    String key = metric + "\n" + message.ref().messageId();
    return new Event(
        Ids.hashed(settled.at(), key.getBytes(StandardCharsets.UTF_8)),
        message.ref().profile(),
        message.shopId(),
        metric,
        settled.at(),
        properties(settled));
  }

  private ObjectNode properties(Settled settled) {
    Claimed message = settled.message();
    Origin origin = message.origin();
    ObjectNode properties = json.createObjectNode();
    properties.put("messageId", message.ref().messageId().toString());
    properties.put("channel", DecisionJson.code(message.channel()));
    properties.put("kind", DecisionJson.code(message.kind()));
    properties.put("origin", origin.kind());
    put(properties, originField(origin), origin.id());
    put(properties, "step", origin.step());
    properties.put("template", message.templateKey());
    if (settled.version() != null) {
      properties.put("templateVersion", settled.version());
    }
    put(properties, "subject", settled.subject());
    put(properties, "reason", settled.reason());
    return properties;
  }

  private static String originField(Origin origin) {
    return origin.kind().equals("campaign") ? "campaignId" : "flowId";
  }

  private static void put(ObjectNode properties, String name, @Nullable Object value) {
    if (value != null) {
      properties.put(name, value.toString());
    }
  }
}
