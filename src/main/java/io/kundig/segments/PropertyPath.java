package io.kundig.segments;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Where in properties or traits a value is, such as `Items.0.Brand`.
final class PropertyPath {

  static final int MOST_PARTS = 10;

  private final String name;
  private final String[] parts;

  PropertyPath(String name) {
    this.name = name;
    this.parts = name.split("\\.", -1);
  }

  /// `null` if there is nothing, or only what counts as not set.
  @Nullable Value find(ObjectNode properties) {
    JsonNode whole = properties.get(name);
    if (whole != null || parts.length == 1) {
      return Value.of(whole);
    }
    return find(properties, 0);
  }

  private @Nullable Value find(@Nullable JsonNode node, int part) {
    if (node == null || part == parts.length) {
      return Value.of(node);
    }
    if (node.isArray()) {
      int index = index(parts[part]);
      return index >= 0 ? find(node.get(index), part + 1) : findInEach(node, part);
    }
    return node.isObject() ? find(node.get(parts[part]), part + 1) : null;
  }

  private @Nullable Value findInEach(JsonNode array, int part) {
    List<Value> found = new ArrayList<>();
    for (JsonNode element : array) {
      switch (element.isArray() ? findInEach(element, part) : find(element, part)) {
        case null -> {}
        case Value.Many(List<Value> several) -> found.addAll(several);
        case Value value -> found.add(value);
      }
    }
    return Value.ofAll(found);
  }

  private static int index(String part) {
    if (part.isEmpty() || part.length() > 4) {
      return -1;
    }
    int index = 0;
    for (int i = 0; i < part.length(); i++) {
      int digit = part.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      index = index * 10 + digit;
    }
    return index;
  }
}
