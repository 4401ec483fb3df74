package io.kundig.sources.shops;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of a shop's records.
///
/// @param next cursor of the piece after it; null: this is the last
/// @param total how many there are in all; null: the shop does not say
public record RecordPage(List<Answer> answers, @Nullable String next, @Nullable Long total) {}
