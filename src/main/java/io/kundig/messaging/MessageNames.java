package io.kundig.messaging;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/// What origins of messages are called, implemented by the modules that messages come from.
public interface MessageNames {

  /// The kind of origin it knows the names of, such as `flow`.
  String originKind();

  /// The names by language (`de`, `en`) of those that exist.
  Map<UUID, Map<String, String>> names(Collection<UUID> ids);
}
