package io.kundig.orders;

import io.kundig.profiles.ProfileId;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Turns rows into the text arrays that `unnest` takes, one per column.
final class Rows {

  private Rows() {}

  static <T> @Nullable String[] column(
      Collection<T> rows, Function<? super T, ? extends @Nullable Object> value) {
    return rows.stream()
        .map(row -> Objects.toString(value.apply(row), null))
        .toArray(String[]::new);
  }

  static String[] ids(Collection<ProfileId> profiles) {
    return profiles.stream().map(ProfileId::toString).toArray(String[]::new);
  }
}
