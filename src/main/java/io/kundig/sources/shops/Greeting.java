package io.kundig.sources.shops;

import org.jspecify.annotations.Nullable;

/// What a shop says of itself when it is asked for the first time.
public record Greeting(
    @Nullable String name, @Nullable String version, @Nullable String currency) {}
