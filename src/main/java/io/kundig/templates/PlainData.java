package io.kundig.templates;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Copies what a template may see into texts, numbers, booleans, lists and maps, so that nothing
/// else can be reached from it and nothing of it can be changed.
final class PlainData {

  private static final int DEEPEST = 8;
  private static final int LONGEST_TEXT = 20_000;
  private static final int MOST_ENTRIES = 200;

  private static final ClassValue<RecordComponent[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
          RecordComponent[] components = type.getRecordComponents();
          for (RecordComponent component : components) {
            component.getAccessor().setAccessible(true);
          }
          return components;
        }
      };

  private PlainData() {}

  static Map<String, Object> of(Map<String, ?> data) {
    return map(data, 0);
  }

  private static @Nullable Object plain(@Nullable Object value, int depth) {
    return switch (value) {
      case null -> null;
      case String text -> shortened(text);
      case BigDecimal number -> PlainText.isSane(number) ? number : null;
      case Boolean truth -> truth;
      case Integer number -> number;
      case Long number -> number;
      case Number number -> number(number);
      case Map<?, ?> map -> depth < DEEPEST ? map(map, depth + 1) : null;
      case Collection<?> list -> depth < DEEPEST ? list(list, depth + 1) : null;
      case JsonNode json -> depth < DEEPEST ? json(json, depth) : null;
      case Record fields -> depth < DEEPEST ? fields(fields, depth + 1) : null;
      default -> shortened(value.toString());
    };
  }

  private static @Nullable Object number(Number number) {
    if (number instanceof BigInteger big) {
      return big.bitLength() < 100 ? new BigDecimal(big) : null;
    }
    double value = number.doubleValue();
    return Double.isFinite(value) ? BigDecimal.valueOf(value) : null;
  }

  private static Map<String, Object> map(Map<?, ?> map, int depth) {
    Map<String, Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (copy.size() == MOST_ENTRIES) {
        break;
      }
      put(copy, String.valueOf(entry.getKey()), entry.getValue(), depth);
    }
    return copy;
  }

  private static List<Object> list(Collection<?> list, int depth) {
    List<Object> copy = new ArrayList<>();
    for (Object item : list) {
      Object plain = plain(item, depth);
      if (plain != null) {
        copy.add(plain);
      }
      if (copy.size() == MOST_ENTRIES) {
        break;
      }
    }
    return copy;
  }

  private static @Nullable Object json(JsonNode json, int depth) {
    if (json.isObject()) {
      Map<String, Object> copy = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : json.properties()) {
        if (copy.size() == MOST_ENTRIES) {
          break;
        }
        put(copy, entry.getKey(), entry.getValue(), depth + 1);
      }
      return copy;
    }
    if (json.isArray()) {
      return list(json.valueStream().toList(), depth + 1);
    }
    return switch (json) {
      case JsonNode node when node.isNull() || node.isMissingNode() -> null;
      case JsonNode node when node.isBoolean() -> node.booleanValue();
      case JsonNode node when node.isNumber() -> number(node.numberValue());
      default -> shortened(json.asString());
    };
  }

  private static Map<String, Object> fields(Record fields, int depth) {
    Map<String, Object> copy = new LinkedHashMap<>();
    for (RecordComponent component : COMPONENTS.get(fields.getClass())) {
      try {
        put(copy, component.getName(), component.getAccessor().invoke(fields), depth);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return copy;
  }

  private static void put(Map<String, Object> copy, String key, @Nullable Object value, int depth) {
    Object plain = plain(value, depth);
    if (plain != null) {
      copy.put(key, plain);
    }
  }

  private static String shortened(String text) {
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }
}
