package io.kundig.segments;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// People that somebody put together by hand.
public record StaticList(
    UUID id,
    String name,
    String description,
    Instant createdAt,
    Instant changedAt,
    @Nullable Instant archivedAt) {}
