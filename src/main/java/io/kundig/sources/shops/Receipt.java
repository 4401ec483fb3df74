package io.kundig.sources.shops;

/// What a platform makes of a request before anybody reads its body.
public sealed interface Receipt {

  /// To be stored, answered and read later.
  ///
  /// @param deliveryId the shop's own, the same when it is sent again
  record Delivery(String topic, String deliveryId) implements Receipt {}

  /// Only asks whether somebody is there; nothing is taken from it.
  record Ping() implements Receipt {}

  /// Not signed by the shop.
  record Refused() implements Receipt {}
}
