package io.kundig.ingest;

import io.kundig.consent.ConsentChange;
import io.kundig.profiles.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Facts as JSON text, for those that are set aside and tried again later.
@Component
class FactJson {

  private static final TypeReference<Map<String, Object>> TRAITS = new TypeReference<>() {};
  private static final TypeReference<List<ConsentChange>> CHANGES = new TypeReference<>() {};

  private final JsonMapper json;

  FactJson(JsonMapper json) {
    this.json = json;
  }

  String write(Fact fact) {
    ObjectNode node = json.createObjectNode();
    node.put("shopId", fact.shopId());
    node.put("messageId", fact.messageId());
    node.put("at", fact.at().toString());
    node.set(
        "identifiers", json.valueToTree(fact.identifiers().stream().map(Identifier::key).toList()));
    switch (fact) {
      case Fact.Track track -> {
        node.put("type", "track");
        node.put("metric", track.metric());
        node.set("properties", track.properties());
        node.set("traits", json.valueToTree(track.traits()));
        node.put("trust", track.trust().name());
      }
      case Fact.Identify identify -> {
        node.put("type", "identify");
        node.set("traits", json.valueToTree(identify.traits()));
        node.put("trust", identify.trust().name());
      }
      case Fact.Consent consent -> {
        node.put("type", "consent");
        node.set("changes", json.valueToTree(consent.changes()));
        node.set("traits", json.valueToTree(consent.traits()));
      }
    }
    return node.toString();
  }

  Fact read(String text) {
    JsonNode node = json.readTree(text);
    int shop = node.path("shopId").asInt();
    String messageId = node.path("messageId").isNull() ? null : node.path("messageId").asString();
    Instant at = Instant.parse(node.path("at").asString());
    List<Identifier> identifiers =
        node.path("identifiers")
            .valueStream()
            .map(key -> Identifier.ofKey(key.asString()))
            .flatMap(Optional::stream)
            .toList();
    Map<String, Object> traits = json.convertValue(node.path("traits"), TRAITS);
    return switch (node.path("type").asString()) {
      case "track" ->
          new Fact.Track(
              shop,
              messageId,
              identifiers,
              at,
              node.path("metric").asString(),
              (ObjectNode) node.path("properties"),
              traits,
              trust(node));
      case "identify" -> new Fact.Identify(shop, messageId, identifiers, at, traits, trust(node));
      case "consent" ->
          new Fact.Consent(
              shop,
              messageId,
              identifiers,
              at,
              json.convertValue(node.path("changes"), CHANGES),
              traits);
      default -> throw new IllegalArgumentException("no fact: " + node.path("type"));
    };
  }

  private static Fact.Trust trust(JsonNode node) {
    return Fact.Trust.valueOf(node.path("trust").asString());
  }
}
