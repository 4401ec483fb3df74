package io.kundig.ingest;

import io.kundig.accounts.Countries;
import io.kundig.accounts.Shop;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.Identifiers;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One call of Segment's tracking API, read into a fact.
///
/// @param type `track`, `identify`, `page`, `screen`, `group` or `alias`
/// @param context the message's own over the batch's
/// @param sentAt of the message or the batch
record SegmentMessage(
    String type,
    ObjectNode body,
    ObjectNode context,
    @Nullable Instant timestamp,
    @Nullable Instant sentAt,
    Instant receivedAt,
    Shop shop,
    Fact.Trust trust) {

  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_MESSAGE_ID = 300;
  private static final int LONGEST_PAGE_TEXT = 2_000;
  private static final int MOST_EXTERNAL_IDS = 10;

  /// @throws Refused with what is wrong
  Incoming read() {
    Fact fact = fact();
    String messageId = id(body.get("messageId"), "messageId");
    if (messageId == null) {
      return timestamp == null ? Incoming.unrepeated(fact) : Incoming.of(fact);
    }
    String cut =
        messageId.length() <= LONGEST_MESSAGE_ID
            ? messageId
            : messageId.substring(0, LONGEST_MESSAGE_ID);
    return Incoming.of(fact, cut, timestamp);
  }

  private Fact fact() {
    return switch (type) {
      case "track" -> track(Names.inside(eventName()), properties());
      case "page" -> track(Names.VIEWED_PAGE, named(properties()));
      case "screen" -> track(Names.VIEWED_SCREEN, named(properties()));
      case "group" -> track(Names.JOINED_GROUP, group());
      case "identify" -> identify(identifiers(traits()), traitsWithContext());
      case "alias" -> identify(aliases(), Map.of());
      default ->
          throw new Refused(
              "type",
              "«" + shorten(type) + "» is not a kind of message",
              "send track, identify, page, screen, group or alias");
    };
  }

  private Fact track(String metric, ObjectNode properties) {
    ObjectNode traits = contextTraits();
    return new Fact.Track(
        shop.id(),
        id(body.get("messageId"), "messageId"),
        identifiers(traits),
        at(),
        metric,
        withContext(properties),
        plain(traits),
        trust);
  }

  private Fact identify(List<Identifier> identifiers, Map<String, Object> traits) {
    return new Fact.Identify(
        shop.id(), id(body.get("messageId"), "messageId"), identifiers, at(), traits, trust);
  }

  private Instant at() {
    return Facts.at(timestamp, sentAt, receivedAt);
  }

  /// ISO 8601 with an offset, or Unix time in seconds or milliseconds; anything else counts as
  /// none.
  static @Nullable Instant time(@Nullable JsonNode value) {
    if (value == null) {
      return null;
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      long number = value.asLong();
      return Math.abs(number) < 100_000_000_000L
          ? Instant.ofEpochSecond(number)
          : Instant.ofEpochMilli(number);
    }
    return value.isString() ? IsoTime.read(value.asString().strip()) : null;
  }

  private String eventName() {
    JsonNode event = body.get("event");
    String name =
        event != null && event.isString()
            ? Normalizer.normalize(event.asString(), Normalizer.Form.NFC).strip()
            : "";
    if (name.isEmpty()) {
      throw new Refused("event", "it is missing or no text", "name what happened");
    }
    if (name.length() > LONGEST_NAME) {
      throw new Refused(
          "event",
          "it has more than " + LONGEST_NAME + " characters",
          "put what differs from time to time into properties");
    }
    return name;
  }

  private ObjectNode properties() {
    return object(body, "properties");
  }

  private ObjectNode named(ObjectNode properties) {
    for (String field : List.of("name", "category")) {
      JsonNode value = body.get(field);
      if (value != null && value.isString() && !properties.has(field)) {
        properties.set(field, value);
      }
    }
    return properties;
  }

  private ObjectNode group() {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    properties.put("groupId", id(body.get("groupId"), "groupId"));
    properties.set("traits", object(body, "traits"));
    return properties;
  }

  /// Where it happened and what brought the visitor, without their address.
  private ObjectNode withContext(ObjectNode properties) {
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    boolean isPage = type.equals("page");
    for (String field : List.of("url", "title", "referrer", "path")) {
      JsonNode own = isPage ? properties.get(field) : null;
      JsonNode value = own != null ? own : object(context, "page").get(field);
      if (value != null && value.isString() && !value.asString().isEmpty()) {
        page.put(field, cut(value.asString()));
      }
    }
    if (!page.isEmpty() && !properties.has("page")) {
      properties.set("page", page);
    }
    if (context.get("campaign") instanceof ObjectNode campaign && !properties.has("campaign")) {
      properties.set("campaign", campaign);
    }
    return properties;
  }

  private ObjectNode traits() {
    ObjectNode traits = contextTraits();
    if (body.get("traits") instanceof ObjectNode own) {
      traits.setAll(own);
    }
    return traits;
  }

  private ObjectNode contextTraits() {
    ObjectNode traits = JsonNodeFactory.instance.objectNode();
    traits.setAll(object(context, "traits"));
    return traits;
  }

  /// The browser's language and time zone go under names of their own: they say less than the
  /// person.
  private Map<String, Object> traitsWithContext() {
    ObjectNode traits = traits();
    keepText("locale", "browser_locale", traits);
    keepText("timezone", "browser_timezone", traits);
    return plain(traits);
  }

  private void keepText(String field, String trait, ObjectNode traits) {
    JsonNode value = context.get(field);
    if (value != null && value.isString() && !value.asString().isBlank()) {
      traits.set(trait, value);
    }
  }

  private static Map<String, Object> plain(ObjectNode traits) {
    Map<String, Object> plain = new LinkedHashMap<>();
    traits.forEachEntry(plain::put);
    return plain;
  }

  private List<Identifier> identifiers(ObjectNode traits) {
    List<Identifier> found = new ArrayList<>();
    String userId = id(body.get("userId"), "userId");
    Identifiers.userId(shop.id(), userId).ifPresent(found::add);
    Optional<Identifier.Email> email = Identifiers.email(text(traits, "email"));
    email.or(() -> Identifiers.email(userId)).ifPresent(found::add);
    Identifiers.phone(text(traits, "phone"), Countries.of(shop)).ifPresent(found::add);
    found.addAll(externalIds());
    Identifiers.anonymousId(shop.id(), id(body.get("anonymousId"), "anonymousId"))
        .ifPresent(found::add);
    if (found.isEmpty()) {
      throw new Refused(
          "userId", "nobody is named", "send userId, anonymousId, or an email address in traits");
    }
    return found;
  }

  private List<Identifier> externalIds() {
    List<Identifier> found = new ArrayList<>();
    for (JsonNode entry : context.path("externalIds")) {
      String system = entry.path("type").asString("").toLowerCase(Locale.ROOT);
      if (found.size() < MOST_EXTERNAL_IDS && system.matches("[a-z0-9_.-]{1,40}")) {
        Identifiers.externalId(shop.id(), system, id(entry.get("id"), "externalIds"))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /// Who is one person now. An earlier user id or address joins only on proof; a browser's always.
  private List<Identifier> aliases() {
    String userId = id(body.get("userId"), "userId");
    String previousId = id(body.get("previousId"), "previousId");
    List<Identifier> found = new ArrayList<>();
    Identifiers.userId(shop.id(), userId).ifPresent(found::add);
    Identifiers.email(userId).ifPresent(found::add);
    if (found.isEmpty() || previousId == null) {
      throw new Refused("previousId", "an alias needs two ids", "send userId and previousId");
    }
    if (trust == Fact.Trust.PROVEN) {
      Identifiers.userId(shop.id(), previousId).ifPresent(found::add);
      Identifiers.email(previousId).ifPresent(found::add);
    }
    Identifiers.anonymousId(shop.id(), previousId).ifPresent(found::add);
    return found.stream().sorted(Comparator.comparingInt(Identifier::rank)).toList();
  }

  private static @Nullable String text(ObjectNode node, String field) {
    JsonNode value = node.get(field);
    return value != null && (value.isString() || value.isIntegralNumber())
        ? value.asString()
        : null;
  }

  private static @Nullable String id(@Nullable JsonNode value, String field) {
    if (value == null || value.isNull()) {
      return null;
    }
    if (value.isString() || value.isIntegralNumber()) {
      return value.asString();
    }
    throw new Refused(field, "it is neither text nor a number", "send it as text");
  }

  private static ObjectNode object(ObjectNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw new Refused(field, "it is no object", "send {…}");
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_PAGE_TEXT ? text : text.substring(0, LONGEST_PAGE_TEXT);
  }

  private static String shorten(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  /// The message is not what the API asks for.
  static final class Refused extends RuntimeException {

    private final String field;
    private final String sentence;

    Refused(String field, String wrong, String remedy) {
      super(field, null, false, false);
      this.field = field;
      this.sentence = field + ": " + wrong + "; " + remedy;
    }

    String sentence() {
      return sentence;
    }

    String field() {
      return field;
    }
  }
}
