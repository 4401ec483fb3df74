package io.kundig.customers;

import io.kundig.shared.Invalid;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where a page of the customers page ended.
///
/// @param placed whether among those who have a place in the order, or among those after them
/// @param key of the last row, as text
/// @param total as the first page counted it
record ListCursor(boolean placed, @Nullable String key, @Nullable UUID id, long total) {

  private static final String BETWEEN = "\u001F";

  static ListCursor parse(String text) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8)
              .split(BETWEEN, -1);
      return new ListCursor(
          parts[0].equals("1"),
          parts[1].isEmpty() ? null : parts[1],
          parts[2].isEmpty() ? null : UUID.fromString(parts[2]),
          Long.parseLong(parts[3]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new Invalid("cursor", "This is not a cursor.", "Use the one from the page before.");
    }
  }

  @Override
  public String toString() {
    String parts =
        String.join(
            BETWEEN,
            placed ? "1" : "0",
            key == null ? "" : key,
            id == null ? "" : id.toString(),
            String.valueOf(total));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(parts.getBytes(StandardCharsets.UTF_8));
  }
}
