package io.kundig.sources.shops;

import java.time.Instant;

/// The whole of one record as it stood at one moment, in the field's own words. Equal records have
/// equal texts ([Object#toString()]): lists and maps in them are ordered.
public sealed interface ShopRecord
    permits ShopCustomer, ShopOrder, ShopProduct, ShopCoupon, ShopSubscriber {

  /// The shop system's own id.
  String id();

  /// By the shop's clock.
  Instant modifiedAt();

  Resource resource();

  default RecordRef ref() {
    return new RecordRef(resource(), id());
  }
}
