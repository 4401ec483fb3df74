package io.kundig.sources.feeds;

import io.kundig.sources.feeds.FeedTrouble.Code;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// A list of products in JSON: alone, or under `products`, `items`, `data`, `catalog`, `feed` or
/// `results`. Names are those of Google Merchant or the usual ones; a product may hold `variants`,
/// which take from it what they do not say themselves.
final class JsonFeed {

  private static final Set<String> LISTS =
      Set.of("products", "items", "data", "catalog", "feed", "results", "entries");
  private static final int MOST_VALUES = 20_000;
  private static final int DEEPEST = 8;
  private static final int LONGEST = 1 << 16;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(60)
                  .maxStringLength(1 << 20)
                  .maxNumberLength(100)
                  .build())
          .build();

  private JsonFeed() {}

  static void read(InputStream in, FeedFile.Sink sink) throws FeedTrouble {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), in)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        seek(json);
      }
      for (JsonToken token = json.nextToken();
          token != JsonToken.END_ARRAY;
          token = json.nextToken()) {
        if (token == null) {
          throw new FeedTrouble(Code.JSON_BROKEN, line(json), null);
        }
        long line = line(json);
        if (value(json, 0, new int[1]) instanceof Map<?, ?> item) {
          tell(line, item, sink);
        }
      }
      while (json.nextToken() != null) {
        json.skipChildren();
      }
    } catch (JacksonException e) {
      if (e.getCause() instanceof FeedFile.TooLarge) {
        throw new FeedTrouble(Code.TOO_LARGE, null, (FeedFile.MOST_BYTES >> 20) + " MB");
      }
      Long line = e.getLocation() == null ? null : (long) e.getLocation().getLineNr();
      throw new FeedTrouble(Code.JSON_BROKEN, line, null);
    }
  }

  /// To the list of products.
  private static void seek(JsonParser json) throws FeedTrouble {
    for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
      if (token == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        JsonToken next = json.nextToken();
        if (next == JsonToken.START_ARRAY && LISTS.contains(name.toLowerCase())) {
          return;
        }
        boolean mayHoldIt = next == JsonToken.START_OBJECT && LISTS.contains(name.toLowerCase());
        if (!mayHoldIt) {
          json.skipChildren();
        }
      }
    }
    throw new FeedTrouble(Code.NO_ITEMS, null, null);
  }

  private static long line(JsonParser json) {
    return json.currentLocation().getLineNr();
  }

  private static @Nullable Object value(JsonParser json, int depth, int[] values)
      throws FeedTrouble {
    if (++values[0] > MOST_VALUES) {
      throw new FeedTrouble(Code.JSON_BROKEN, line(json), "a product with too many values");
    }
    switch (json.currentToken()) {
      case START_OBJECT -> {
        if (depth == DEEPEST) {
          json.skipChildren();
          return null;
        }
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = json.currentName();
          json.nextToken();
          object.put(FeedFields.normal(name), value(json, depth + 1, values));
        }
        return object;
      }
      case START_ARRAY -> {
        if (depth == DEEPEST) {
          json.skipChildren();
          return null;
        }
        List<@Nullable Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(json, depth + 1, values));
        }
        return list;
      }
      case VALUE_NULL -> {
        return null;
      }
      default -> {
        String text = json.getString();
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
      }
    }
  }

  private static void tell(long line, Map<?, ?> item, FeedFile.Sink sink) throws FeedTrouble {
    Map<String, String> own = flat(item);
    if (!(item.get("variants") instanceof List<?> variants) || variants.isEmpty()) {
      sink.accept(line, own);
      return;
    }
    for (Object variant : variants) {
      if (variant instanceof Map<?, ?> map) {
        Map<String, String> fields = new HashMap<>(own);
        Map<String, String> more = flat(map);
        String title = more.remove("title");
        String name = more.remove("name");
        fields.putAll(more);
        if (title != null || name != null) {
          fields.put("variant_title", title == null ? String.valueOf(name) : title);
        }
        if (own.containsKey("id")) {
          fields.put("item_group_id", String.valueOf(own.get("id")));
        }
        sink.accept(line, fields);
      }
    }
  }

  /// Texts by name; of a list its first, of a picture its address, of money amount and currency.
  private static Map<String, String> flat(Map<?, ?> object) {
    Map<String, String> fields = new HashMap<>();
    object.forEach(
        (name, value) -> {
          String text = text(value);
          if (text != null && !text.isBlank()) {
            fields.put(String.valueOf(name), text);
          }
        });
    return fields;
  }

  private static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case List<?> list -> list.isEmpty() ? null : text(list.getFirst());
      case Map<?, ?> map -> {
        Object amount = map.containsKey("amount") ? map.get("amount") : map.get("value");
        Object currency =
            map.containsKey("currency") ? map.get("currency") : map.get("currency_code");
        if (amount instanceof String number) {
          yield currency instanceof String code ? number + " " + code : number;
        }
        Object address = map.containsKey("src") ? map.get("src") : map.get("url");
        yield address instanceof String url
            ? url
            : (map.get("name") instanceof String n ? n : null);
      }
      default -> null;
    };
  }
}
