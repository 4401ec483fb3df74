package io.kundig.segments;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What conditions can name that belongs to other modules, told by these.
public interface ConditionChoices {

  /// The flows of all shops.
  List<Choice> flows();

  /// The messages that can be sent, by the key of their template.
  List<Choice> messages();

  /// @param name by language (`de`, `en`)
  /// @param shopId null: every shop's
  record Choice(String id, Map<String, String> name, @Nullable Integer shopId) {}
}
