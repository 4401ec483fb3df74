package io.kundig.shared;

import java.util.HashMap;
import java.util.Map;

/// A piece of SQL with `:named` parameters; what segments and reports compose their queries from.
public record Sql(String text, Map<String, Object> params) {

  public Sql {
    params = Map.copyOf(params);
  }

  public static Sql of(String text) {
    return new Sql(text, Map.of());
  }

  public static Sql of(String text, String name, Object value) {
    return new Sql(text, Map.of(name, value));
  }

  /// Both pieces with a line break between them.
  ///
  /// @throws IllegalArgumentException when both use a parameter's name for different values
  public Sql then(Sql next) {
    Map<String, Object> all = new HashMap<>(params);
    next.params.forEach(
        (name, value) -> {
          Object before = all.putIfAbsent(name, value);
          if (before != null && !before.equals(value)) {
            throw new IllegalArgumentException("parameter " + name + " has two values");
          }
        });
    return new Sql(text + "\n" + next.text, all);
  }
}
