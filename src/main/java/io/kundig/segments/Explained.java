package io.kundig.segments;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a condition holds or does not, in the shape of its tree.
///
/// @param number the figure that was found, such as how many events
/// @param at the moment that was looked at: the newest occurrence in the stretch of time, the first
///   or last order, since when a consent stands
/// @param value what was found as text; traits in lower case
/// @param of the conditions inside
public record Explained(
    Condition condition,
    boolean holds,
    @Nullable BigDecimal number,
    @Nullable Instant at,
    @Nullable String value,
    List<Explained> of) {}
