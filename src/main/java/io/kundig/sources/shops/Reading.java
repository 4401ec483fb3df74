package io.kundig.sources.shops;

import java.util.List;

/// What a delivery says.
///
/// @param records as they stood when the shop sent them
/// @param ask whose state the delivery does not hold, or not wholly: the shop is asked
public record Reading(List<ShopRecord> records, List<RecordRef> ask) {

  public static final Reading NOTHING = new Reading(List.of(), List.of());

  public static Reading of(ShopRecord record) {
    return new Reading(List.of(record), List.of());
  }

  public static Reading ask(Resource resource, String id) {
    return new Reading(List.of(), List.of(new RecordRef(resource, id)));
  }
}
