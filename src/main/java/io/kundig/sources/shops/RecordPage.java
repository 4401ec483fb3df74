package io.kundig.sources.shops;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of a shop's records.
///
/// @param next cursor of the piece after it; null: this is the last
/// @param total how many there are in all; null: the shop does not say
/// @param reached of changes the newest that was looked at, by the shop's clock, where not each of
///   them is an answer; null: the answers tell
public record RecordPage(
    List<Answer> answers, @Nullable String next, @Nullable Long total, @Nullable Instant reached) {

  public RecordPage(List<Answer> answers, @Nullable String next, @Nullable Long total) {
    this(answers, next, total, null);
  }
}
