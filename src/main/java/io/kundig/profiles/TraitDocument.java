package io.kundig.profiles;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The traits of one profile with the time each was set or deleted. For every trait the newest fact
/// wins, whatever order facts arrive in; of two at the same millisecond the later arrival. A value
/// said again is no change and does not renew its time.
final class TraitDocument {

  private static final int MOST_TRAITS = 500;
  private static final int LONGEST_NAME = 128;
  private static final int LARGEST_VALUE = 32 * 1024;
  private static final int LARGEST_DOCUMENT = 100 * 1024;

  private final ObjectNode values;
  private final ObjectNode times;
  private boolean changed;

  TraitDocument(ObjectNode values, ObjectNode times) {
    this.values = values;
    this.times = times;
  }

  /// @param value a JSON null deletes
  /// @param at Unix milliseconds
  void set(String name, JsonNode value, long at) {
    JsonNode before = values.get(name);
    boolean older = times.path(name).asLong(Long.MIN_VALUE) > at;
    boolean same = before == null ? value.isNull() : isSame(before, value);
    if (older || same || !fits(name, value, before)) {
      return;
    }
    if (value.isNull()) {
      values.remove(name);
    } else {
      values.set(name, value);
    }
    times.put(name, at);
    changed = true;
  }

  /// Takes over what another one knows better.
  void fold(TraitDocument other) {
    for (String name : java.util.List.copyOf(other.times.propertyNames())) {
      long at = other.times.path(name).asLong();
      JsonNode value = other.values.get(name);
      if (!times.has(name) || times.path(name).asLong() < at) {
        set(name, value == null ? other.values.nullNode() : value, at);
      }
    }
  }

  private boolean fits(String name, JsonNode value, @Nullable JsonNode before) {
    if (value.isNull()) {
      return before != null;
    }
    int size = value.toString().length();
    return !name.isEmpty()
        && name.length() <= LONGEST_NAME
        && size <= LARGEST_VALUE
        && (before != null || times.size() < MOST_TRAITS)
        && (size < 256 || values.toString().length() + size <= LARGEST_DOCUMENT);
  }

  private static boolean isSame(JsonNode one, JsonNode other) {
    return one.equals(TraitDocument::compare, other);
  }

  /// Numbers are equal by value: the database keeps `5.0` where Java writes `5.0` or `5`.
  private static int compare(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue());
    }
    return one.equals(other) ? 0 : 1;
  }

  boolean changed() {
    return changed;
  }

  ObjectNode values() {
    return values;
  }

  ObjectNode times() {
    return times;
  }

  /// The first of these traits that is text, trimmed.
  @Nullable String text(String... names) {
    for (String name : names) {
      JsonNode value = values.get(name);
      if (value != null && value.isString() && !value.asString().isBlank()) {
        return value.asString().strip();
      }
    }
    return null;
  }

  /// The same within `address`, then at the top.
  @Nullable String addressText(String... names) {
    if (values.get("address") instanceof ObjectNode address) {
      String found = new TraitDocument(address, times).text(names);
      if (found != null) {
        return found;
      }
    }
    return text(names);
  }
}
