package io.kundig.ingest;

import io.kundig.accounts.ApiKeys;
import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.ingest.SegmentMessage.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Answers calls of Segment's HTTP tracking API, whatever carried them here.
@Component
class SegmentRequests {

  static final int LARGEST_CALL = 32 * 1024;
  static final int LARGEST_BATCH = 500 * 1024;

  private static final int RETRY_AFTER_SECONDS = 1;

  /// @param type of the path: a kind of message, or `batch`
  record Call(
      String type,
      byte[] body,
      int length,
      @Nullable String authorization,
      @Nullable String userAgent) {}

  /// @param retryAfter seconds; 0: none
  record Answer(int status, String json, int retryAfter) {

    static Answer refused(int status, String code, String message) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("success", false);
      node.put("code", code);
      node.put("message", message);
      return new Answer(status, node.toString(), 0);
    }
  }

  private static final Answer TAKEN = new Answer(200, "{\"success\":true}", 0);

  private record Sender(Shop shop, Fact.Trust trust) {}

  private final Ingest ingest;
  private final LiveFeed feed;
  private final Shops shops;
  private final ApiKeys apiKeys;
  private final Clock clock;

  SegmentRequests(Ingest ingest, LiveFeed feed, Shops shops, ApiKeys apiKeys, Clock clock) {
    this.ingest = ingest;
    this.feed = feed;
    this.shops = shops;
    this.apiKeys = apiKeys;
    this.clock = clock;
  }

  Answer answer(Call call) {
    boolean batch = call.type().equals("batch");
    if (call.length() > (batch ? LARGEST_BATCH : LARGEST_CALL)) {
      return tooLarge(batch);
    }
    ObjectNode body;
    try {
      if (!(TrackingJson.read(call.body(), call.length()) instanceof ObjectNode object)) {
        return Answer.refused(400, "invalid_json", "The body must be a JSON object.");
      }
      body = object;
    } catch (JacksonException e) {
      return Answer.refused(
          400, "invalid_json", "The body is no JSON we can read: " + e.getOriginalMessage());
    }
    Sender sender = sender(call, body);
    if (sender == null) {
      return Answer.refused(
          401,
          "unknown_key",
          "No shop has this write key. Send it as Basic user, as Bearer token, or as writeKey in the"
              + " body; Settings → Keys shows it.");
    }
    return take(call, body, sender);
  }

  static Answer tooLarge(boolean batch) {
    return Answer.refused(
        413,
        "too_large",
        batch
            ? "A batch may have 500 KB. Send smaller ones."
            : "A call may have 32 KB. Send less in properties.");
  }

  private @Nullable Sender sender(Call call, ObjectNode body) {
    String inBody = text(body.get("writeKey"));
    if (inBody == null && body.get("batch") instanceof ArrayNode batch && !batch.isEmpty()) {
      inBody = text(batch.get(0).get("writeKey"));
    }
    String inHeader = key(call.authorization());
    Optional<Shop> shop = byWriteKey(inBody).or(() -> byWriteKey(inHeader));
    boolean proven = isSecret(inHeader, shop) || isSecret(inBody, shop);
    if (proven) {
      Shop named = shop.or(() -> shops.all().stream().findFirst()).orElse(null);
      return named == null ? null : new Sender(named, Fact.Trust.PROVEN);
    }
    return shop.map(found -> new Sender(found, Fact.Trust.PUBLIC)).orElse(null);
  }

  private Optional<Shop> byWriteKey(@Nullable String key) {
    return key == null ? Optional.empty() : shops.byWriteKey(key);
  }

  private boolean isSecret(@Nullable String key, Optional<Shop> shop) {
    boolean isWriteKey =
        key == null
            || shop.isPresent() && shop.get().writeKey().equals(key)
            || key.startsWith("wk_");
    return !isWriteKey && key != null && apiKeys.authenticate(key).isPresent();
  }

  private static @Nullable String text(@Nullable JsonNode value) {
    return value != null && value.isString() && !value.asString().isBlank()
        ? value.asString().strip()
        : null;
  }

  /// The key in `Basic base64(key:)` or `Bearer key`.
  private static @Nullable String key(@Nullable String authorization) {
    if (authorization == null) {
      return null;
    }
    String value = authorization.substring(authorization.indexOf(' ') + 1).strip();
    if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return value;
    }
    if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return null;
    }
    try {
      String pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? pair : pair.substring(0, colon);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private Answer take(Call call, ObjectNode body, Sender sender) {
    List<Incoming> facts = new ArrayList<>();
    Answer refusal =
        call.type().equals("batch")
            ? readBatch(call, body, sender, facts)
            : readOne(call, body, sender, facts);
    if (refusal != null) {
      return refusal;
    }
    try {
      ingest.take(facts);
      return TAKEN;
    } catch (Ingest.Busy e) {
      String json =
          e.databaseAway()
              ? Answer.refused(
                      503, "unavailable", "The database is away, or its disk is full. Try again.")
                  .json()
              : Answer.refused(429, "busy", "More is coming in than can be stored. Try again.")
                  .json();
      return new Answer(e.databaseAway() ? 503 : 429, json, RETRY_AFTER_SECONDS);
    }
  }

  private @Nullable Answer readOne(
      Call call, ObjectNode body, Sender sender, List<Incoming> facts) {
    Instant sentAt = SegmentMessage.time(body.get("sentAt"));
    ObjectNode context = context(body);
    if (isCrawler(context, call.userAgent())) {
      feed.dropped(sender.shop().id(), call.type(), name(body), Ingest.DropReason.BOT, null);
      return null;
    }
    try {
      facts.add(message(call.type(), body, context, sentAt, sender).read());
      return null;
    } catch (Refused e) {
      drop(call.type(), body, sender, e);
      return Answer.refused(400, "invalid_message", e.sentence());
    }
  }

  private @Nullable Answer readBatch(
      Call call, ObjectNode body, Sender sender, List<Incoming> facts) {
    if (!(body.get("batch") instanceof ArrayNode batch)) {
      return Answer.refused(400, "invalid_batch", "batch: it is no list; send [{…}, …]");
    }
    ObjectNode shared = context(body);
    Instant sentAt = SegmentMessage.time(body.get("sentAt"));
    for (JsonNode entry : batch) {
      if (entry instanceof ObjectNode message) {
        readEntry(call, message, shared, sentAt, sender, facts);
      } else {
        feed.dropped(
            sender.shop().id(), "batch", null, Ingest.DropReason.INVALID, "a message is no object");
      }
    }
    return null;
  }

  /// One bad message does not cost the batch: it is dropped and shown.
  private void readEntry(
      Call call,
      ObjectNode message,
      ObjectNode shared,
      @Nullable Instant batchSentAt,
      Sender sender,
      List<Incoming> facts) {
    String type = message.path("type").asString("");
    ObjectNode context = merged(shared, context(message));
    Instant own = SegmentMessage.time(message.get("sentAt"));
    if (isCrawler(context, call.userAgent())) {
      feed.dropped(sender.shop().id(), type, name(message), Ingest.DropReason.BOT, null);
      return;
    }
    try {
      if (TrackingJson.length(message) > LARGEST_CALL) {
        throw new Refused("message", "it has more than 32 KB", "send less in properties");
      }
      facts.add(message(type, message, context, own == null ? batchSentAt : own, sender).read());
    } catch (Refused e) {
      drop(type, message, sender, e);
    }
  }

  private SegmentMessage message(
      String type, ObjectNode body, ObjectNode context, @Nullable Instant sentAt, Sender sender) {
    Instant stamped = SegmentMessage.time(body.get("timestamp"));
    Instant timestamp =
        stamped == null ? SegmentMessage.time(body.get("originalTimestamp")) : stamped;
    return new SegmentMessage(
        type, body, context, timestamp, sentAt, clock.instant(), sender.shop(), sender.trust());
  }

  private void drop(String type, ObjectNode body, Sender sender, Refused e) {
    Ingest.DropReason reason =
        e.field().equals("userId") ? Ingest.DropReason.NO_IDENTITY : Ingest.DropReason.INVALID;
    feed.dropped(sender.shop().id(), type, name(body), reason, e.sentence());
  }

  private static @Nullable String name(ObjectNode body) {
    String name = text(body.get("event"));
    return name == null || name.length() <= 128 ? name : name.substring(0, 128);
  }

  /// What the visitor's browser calls itself, or else the caller.
  private static boolean isCrawler(ObjectNode context, @Nullable String userAgent) {
    String own = text(context.get("userAgent"));
    return Crawlers.wrote(own == null ? userAgent : own);
  }

  private static ObjectNode context(ObjectNode body) {
    return body.get("context") instanceof ObjectNode context
        ? context
        : JsonNodeFactory.instance.objectNode();
  }

  /// The message's own context over the batch's, object by object.
  private static ObjectNode merged(ObjectNode shared, ObjectNode own) {
    if (shared.isEmpty()) {
      return own;
    }
    ObjectNode merged = shared.deepCopy();
    own.forEachEntry(
        (field, value) -> {
          boolean both = value instanceof ObjectNode && merged.get(field) instanceof ObjectNode;
          merged.set(
              field, both ? merged((ObjectNode) merged.get(field), (ObjectNode) value) : value);
        });
    return merged;
  }
}
