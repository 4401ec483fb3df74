package io.kundig.sources.shops;

import io.kundig.sources.shops.Unreadable.Reason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Reads a shop's JSON: what must be there and is not is said by its name, what is unknown is
/// passed over.
///
/// @param path of the node, for messages, such as `order.billing`
public record JsonFields(JsonNode node, String path) {

  private static final int LONGEST_TEXT = 2_000;
  private static final int LONGEST_NUMBER = 40;
  private static final int MOST_DIGITS = 15;
  private static final int SCALE = 4;
  private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  /// @throws Unreadable when it is not a JSON object
  public static JsonFields parse(JsonMapper json, byte[] body, String path) throws Unreadable {
    try {
      JsonNode node = json.readTree(body);
      if (!node.isObject()) {
        throw new Unreadable(Reason.NOT_JSON, path + " is no object");
      }
      return new JsonFields(node, path);
    } catch (JacksonException e) {
      throw new Unreadable(Reason.NOT_JSON, path + " is no JSON");
    }
  }

  private JsonNode field(String name) {
    JsonNode field = node.get(name);
    return field == null || field.isNull() ? MissingNode.getInstance() : field;
  }

  private Unreadable missing(String name) {
    return new Unreadable(Reason.FIELD_MISSING, path + "." + name);
  }

  private Unreadable wrong(String name) {
    return new Unreadable(Reason.FIELD_WRONG, path + "." + name);
  }

  public boolean has(String name) {
    return !field(name).isMissingNode();
  }

  /// Trimmed; null if it is empty or not there.
  public @Nullable String textOrNull(String name) {
    JsonNode field = field(name);
    if (!field.isString() && !field.isNumber()) {
      return null;
    }
    String text = field.asString().replace('\0', ' ').strip();
    if (text.isEmpty()) {
      return null;
    }
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? 1 : 0;
    return text.substring(0, LONGEST_TEXT - end);
  }

  public String text(String name) throws Unreadable {
    String text = textOrNull(name);
    if (text == null) {
      throw missing(name);
    }
    return text;
  }

  /// An id, which some write as a number; 0 is none.
  public @Nullable String idOrNull(String name) {
    String id = textOrNull(name);
    return id == null || id.equals("0") ? null : id;
  }

  public String id(String name) throws Unreadable {
    String id = idOrNull(name);
    if (id == null || id.length() > 200) {
      throw missing(name);
    }
    return id;
  }

  /// An amount, as a number or in text, with at most four decimals; null if it is empty or not
  /// there.
  ///
  /// @throws Unreadable when it is no amount
  public @Nullable BigDecimal amountOrNull(String name) throws Unreadable {
    JsonNode field = field(name);
    if (field.isMissingNode() || (field.isString() && field.asString().isBlank())) {
      return null;
    }
    String text = field.isString() || field.isNumber() ? field.asString().strip() : "";
    try {
      if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
        throw wrong(name);
      }
      BigDecimal amount = new BigDecimal(text);
      if (amount.precision() - amount.scale() > MOST_DIGITS || amount.scale() > LONGEST_NUMBER) {
        throw wrong(name);
      }
      return amount.setScale(Math.clamp(amount.scale(), 0, SCALE), RoundingMode.HALF_UP);
    } catch (NumberFormatException e) {
      throw wrong(name);
    }
  }

  public BigDecimal amount(String name) throws Unreadable {
    BigDecimal amount = amountOrNull(name);
    if (amount == null) {
      throw missing(name);
    }
    return amount;
  }

  public BigDecimal amountOrZero(String name) throws Unreadable {
    BigDecimal amount = amountOrNull(name);
    return amount == null ? BigDecimal.ZERO : amount;
  }

  /// ISO 4217.
  public String currency(String name) throws Unreadable {
    String code = text(name).toUpperCase(Locale.ROOT);
    try {
      return Currency.getInstance(code).getCurrencyCode();
    } catch (IllegalArgumentException e) {
      throw wrong(name);
    }
  }

  /// A time in ISO 8601; without a zone it is one of UTC.
  public @Nullable Instant timeOrNull(String name) throws Unreadable {
    String text = textOrNull(name);
    if (text == null) {
      return null;
    }
    try {
      boolean zoned = isZoned(text);
      Instant time =
          zoned
              ? OffsetDateTime.parse(text).toInstant()
              : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
      if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
        throw wrong(name);
      }
      return time;
    } catch (DateTimeException e) {
      throw wrong(name);
    }
  }

  private static boolean isZoned(String time) {
    int day = time.indexOf('T');
    return time.endsWith("Z")
        || (day > 0 && (time.indexOf('+', day) > 0 || time.indexOf('-', day) > 0));
  }

  public Instant time(String name) throws Unreadable {
    Instant time = timeOrNull(name);
    if (time == null) {
      throw missing(name);
    }
    return time;
  }

  public boolean isTrue(String name) {
    JsonNode field = field(name);
    return field.isBoolean()
        ? field.booleanValue()
        : List.of("1", "true", "yes", "on")
            .contains(field.asString("").strip().toLowerCase(Locale.ROOT));
  }

  /// Empty if it is not there.
  public JsonFields object(String name) {
    JsonNode field = field(name);
    return new JsonFields(
        field.isObject() ? field : JsonMapper.shared().createObjectNode(), path + "." + name);
  }

  /// The objects of a list; empty if it is not there.
  public List<JsonFields> list(String name) {
    JsonNode field = field(name);
    return field.isArray()
        ? field
            .valueStream()
            .filter(JsonNode::isObject)
            .map(item -> new JsonFields(item, path + "." + name))
            .toList()
        : List.of();
  }
}
