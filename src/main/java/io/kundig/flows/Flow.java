package io.kundig.flows;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A flow of a shop; its definition is that of its current version.
///
/// @param name by language
record Flow(
    UUID id,
    int shopId,
    String key,
    ObjectNode name,
    State state,
    int version,
    @Nullable Instant pausedAt,
    Definition definition) {

  enum State {
    DRAFT,
    LIVE,
    PAUSED
  }
}
