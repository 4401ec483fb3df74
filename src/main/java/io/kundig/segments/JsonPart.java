package io.kundig.segments;

import io.kundig.shared.Invalid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An object of JSON that is being read, and where it is. Whatever is wrong is [Invalid] with the
/// path of the wrong part.
///
/// @param path empty at the top
record JsonPart(JsonNode node, String path) {

  static final int LONGEST_TEXT = 1_000;
  static final int MOST_VALUES = 1_000;

  /// @throws Invalid if it is no object
  JsonPart {
    if (!node.isObject()) {
      throw invalid(path, "not_an_object", "Here must be an object.", Map.of());
    }
  }

  static Invalid invalid(String path, String code, String message, Map<String, Object> facts) {
    return new Invalid(List.of(new Invalid.Violation(path, code, message, facts)));
  }

  Invalid wrong(String field, String code, String message, Map<String, Object> facts) {
    return invalid(at(field), code, message, facts);
  }

  String at(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /// @throws Invalid at the first field that is not among these
  void only(String... fields) {
    List<String> known = Arrays.asList(fields);
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        throw wrong(
            shortened(name),
            "unknown_field",
            "This field does not belong here. Fields are " + String.join(", ", known) + ".",
            Map.of("fields", known));
      }
    }
  }

  private static String shortened(String name) {
    return name.length() <= 40 ? name : name.substring(0, 40) + "…";
  }

  boolean has(String field) {
    return node.has(field);
  }

  private JsonNode required(String field) {
    JsonNode found = node.get(field);
    if (found == null || found.isNull()) {
      throw wrong(field, "missing", "This field is missing.", Map.of());
    }
    return found;
  }

  JsonPart part(String field) {
    return new JsonPart(required(field), at(field));
  }

  String text(String field, int longest) {
    return text(required(field), at(field), longest);
  }

  private static String text(JsonNode found, String path, int longest) {
    if (!found.isString()) {
      throw invalid(path, "not_a_text", "Here must be a text.", Map.of());
    }
    String text = found.stringValue();
    if (text.isEmpty() || text.length() > longest) {
      throw invalid(
          path,
          text.isEmpty() ? "empty" : "too_long",
          "A text has 1 to " + longest + " characters.",
          Map.of("most", longest));
    }
    if (text.indexOf(0) >= 0 || !isWhole(text)) {
      throw invalid(path, "not_a_text", "The text has characters that are none.", Map.of());
    }
    return text;
  }

  /// Without half surrogate pairs.
  private static boolean isWhole(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  List<String> texts(String field) {
    return list(field, (element, path) -> text(element, path, LONGEST_TEXT));
  }

  /// @throws Invalid of all elements that are wrong
  <T> List<T> list(String field, BiFunction<JsonNode, String, T> read) {
    JsonNode found = required(field);
    if (!found.isArray()) {
      throw wrong(field, "not_a_list", "Here must be a list.", Map.of());
    }
    if (found.isEmpty()) {
      throw wrong(field, "empty", "The list is empty.", Map.of());
    }
    return all(found, field, MOST_VALUES, read);
  }

  <T> List<T> listOf(
      String field, int most, BiFunction<JsonNode, String, T> read, boolean required) {
    JsonNode found = node.get(field);
    if (found == null && !required) {
      return List.of();
    }
    if (found == null || !found.isArray()) {
      String code = found == null ? "missing" : "not_a_list";
      throw wrong(field, code, "Here must be a list.", Map.of());
    }
    return all(found, field, most, read);
  }

  private <T> List<T> all(
      JsonNode array, String field, int most, BiFunction<JsonNode, String, T> read) {
    if (array.size() > most) {
      throw wrong(field, "too_many", "There can be " + most + " at most.", Map.of("most", most));
    }
    List<T> values = new ArrayList<>();
    List<Invalid.Violation> violations = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      try {
        values.add(read.apply(array.get(i), at(field) + "[" + i + "]"));
      } catch (Invalid e) {
        violations.addAll(e.violations());
      }
    }
    if (!violations.isEmpty()) {
      throw new Invalid(violations);
    }
    return values;
  }

  int integer(String field, int least, int most) {
    return integer(required(field), at(field), least, most);
  }

  static int integer(JsonNode found, String path, int least, int most) {
    if (!found.isIntegralNumber() || !found.canConvertToInt()) {
      throw invalid(path, "not_a_whole_number", "Here must be a whole number.", Map.of());
    }
    int number = found.intValue();
    if (number < least || number > most) {
      throw invalid(
          path,
          "out_of_range",
          "The number must be from " + least + " to " + most + ".",
          Map.of("least", least, "most", most));
    }
    return number;
  }

  boolean flag(String field) {
    JsonNode found = required(field);
    if (!found.isBoolean()) {
      throw wrong(field, "not_a_boolean", "Here must be true or false.", Map.of());
    }
    return found.booleanValue();
  }

  <E extends Enum<E>> E choice(String field, Class<E> type) {
    return choice(required(field), at(field), type);
  }

  <E extends Enum<E>> E choice(String field, Class<E> type, E otherwise) {
    return node.has(field) ? choice(field, type) : otherwise;
  }

  static <E extends Enum<E>> E choice(JsonNode found, String path, Class<E> type) {
    List<String> codes = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String code = code(constant);
      if (found.isString() && code.equals(found.stringValue())) {
        return constant;
      }
      codes.add(code);
    }
    throw unknown(path, codes);
  }

  static Invalid unknown(String path, List<String> choices) {
    return invalid(
        path,
        "unknown_choice",
        "Here must be one of " + String.join(", ", choices) + ".",
        Map.of("choices", choices));
  }

  static String code(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Nullable JsonNode get(String field) {
    return node.get(field);
  }
}
