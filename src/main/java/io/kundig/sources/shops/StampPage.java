package io.kundig.sources.shops;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of the list of what a shop has.
///
/// @param next cursor of the piece after it; null: this is the last
public record StampPage(List<Stamp> stamps, @Nullable String next) {}
