package io.kundig.messaging;

import java.util.Collection;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Turns rows into the text arrays that `unnest` takes, one per column.
final class Columns {

  private Columns() {}

  static <T> @Nullable String[] of(
      Collection<T> rows, Function<? super T, ? extends @Nullable Object> value) {
    return rows.stream()
        .map(row -> Objects.toString(value.apply(row), null))
        .toArray(String[]::new);
  }
}
