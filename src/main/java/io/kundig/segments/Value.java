package io.kundig.segments;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A value of a trait or property as conditions see it.
sealed interface Value {

  Value OBJECT = new Other();

  /// @param text composed (NFC) and in lower case
  record Text(String text) implements Value {}

  /// @param tenThousandths rounded half up
  record Decimal(long tenThousandths) implements Value {}

  record Flag(boolean on) implements Value {}

  /// @param of never lists
  record Many(List<Value> of) implements Value {}

  /// An object, or a number too large to be one: there is something, but nothing to compare with.
  record Other() implements Value {}

  /// `null` for what counts as not set: null, an empty text, a list of nothing.
  static @Nullable Value of(@Nullable JsonNode node) {
    if (node == null || node.isNull() || node.isMissingNode()) {
      return null;
    }
    if (node.isArray()) {
      return ofAll(node);
    }
    return ofOne(node);
  }

  private static @Nullable Value ofOne(JsonNode node) {
    if (node.isString()) {
      return ofText(node.stringValue());
    }
    if (node.isNumber()) {
      long number = Decimals.of(node);
      return number == Decimals.NONE ? OBJECT : new Decimal(number);
    }
    return node.isBoolean() ? new Flag(node.booleanValue()) : OBJECT;
  }

  static @Nullable Value ofText(@Nullable String text) {
    return text == null || text.isEmpty() ? null : new Text(folded(text));
  }

  private static @Nullable Value ofAll(JsonNode array) {
    List<Value> values = new ArrayList<>();
    addAll(array, values);
    return ofAll(values);
  }

  static @Nullable Value ofAll(List<Value> values) {
    return values.isEmpty() ? null : new Many(values);
  }

  private static void addAll(JsonNode array, List<Value> into) {
    for (JsonNode element : array) {
      if (element.isArray()) {
        addAll(element, into);
      } else if (!element.isNull() && ofOne(element) instanceof Value value) {
        into.add(value);
      }
    }
  }

  /// How texts are compared: composed (NFC), each character in its simple lower case.
  static String folded(String text) {
    int i = 0;
    while (i < text.length() && isPlain(text.charAt(i))) {
      i++;
    }
    return i == text.length() ? text : fold(Normalizer.normalize(text, Normalizer.Form.NFC));
  }

  private static boolean isPlain(char c) {
    return c < 0x80 && (c < 'A' || c > 'Z');
  }

  private static String fold(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
    return lower.toString();
  }

  /// As text; `null` if it has none.
  default @Nullable String asText() {
    return switch (this) {
      case Text(String text) -> text;
      case Decimal(long number) -> Decimals.toText(number);
      case Flag(boolean on) -> on ? "true" : "false";
      case Many _, Other _ -> null;
    };
  }

  /// As a number; [Decimals#NONE] if it is none.
  default long asNumber() {
    return switch (this) {
      case Text(String text) -> Decimals.of(text);
      case Decimal(long number) -> number;
      case Flag _, Many _, Other _ -> Decimals.NONE;
    };
  }

  /// A number that almost only equal texts share; never 0. Text, number and boolean of the same
  /// spelling are equal.
  default long asHash() {
    String text = asText();
    return text == null ? 0 : hash(text);
  }

  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    hash = (hash ^ (hash >>> 32)) * 0xD6E8FEB86659FD93L;
    hash ^= hash >>> 32;
    return hash == 0 ? 1 : hash;
  }
}
