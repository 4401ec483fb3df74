package io.kundig.accounts;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One change.
///
/// @param actor null if the server did it by itself
/// @param subject such as `shop:1`
/// @param changes field → [before, after]
record AuditEntry(
    UUID id,
    Instant at,
    @Nullable By actor,
    AuditAction action,
    String subject,
    Map<String, @Nullable Object[]> changes) {

  record By(UUID id, String name) {}
}
