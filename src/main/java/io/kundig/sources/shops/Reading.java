package io.kundig.sources.shops;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a delivery says.
///
/// @param records as they stood when the shop sent them
/// @param ask whose state the delivery does not hold, or not wholly: the shop is asked
/// @param notice null: none
public record Reading(List<ShopRecord> records, List<RecordRef> ask, @Nullable Notice notice) {

  public static final Reading NOTHING = new Reading(List.of(), List.of(), null);

  public static Reading of(ShopRecord record) {
    return new Reading(List.of(record), List.of(), null);
  }

  public static Reading ask(Resource resource, String id) {
    return new Reading(List.of(), List.of(new RecordRef(resource, id)), null);
  }

  public static Reading notice(Notice notice) {
    return new Reading(List.of(), List.of(), notice);
  }
}
