package io.kundig.ingest;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The names of events inside are Klaviyo's; Segment's e-commerce names are translated at the door,
/// and a known name is recognised in any capitals.
final class Names {

  static final String VIEWED_PRODUCT = "Viewed Product";
  static final String ADDED_TO_CART = "Added to Cart";
  static final String REMOVED_FROM_CART = "Removed from Cart";
  static final String VIEWED_CART = "Viewed Cart";
  static final String STARTED_CHECKOUT = "Started Checkout";
  static final String PLACED_ORDER = "Placed Order";
  static final String ORDERED_PRODUCT = "Ordered Product";
  static final String FULFILLED_ORDER = "Fulfilled Order";
  static final String CANCELLED_ORDER = "Cancelled Order";
  static final String REFUNDED_ORDER = "Refunded Order";
  static final String VIEWED_PAGE = "Viewed Page";
  static final String VIEWED_SCREEN = "Viewed Screen";
  static final String JOINED_GROUP = "Joined Group";

  private static final Map<String, String> SEGMENT =
      Map.of(
          "product viewed", VIEWED_PRODUCT,
          "product added", ADDED_TO_CART,
          "product removed", REMOVED_FROM_CART,
          "cart viewed", VIEWED_CART,
          "checkout started", STARTED_CHECKOUT,
          "order completed", PLACED_ORDER,
          "order fulfilled", FULFILLED_ORDER,
          "order cancelled", CANCELLED_ORDER,
          "order canceled", CANCELLED_ORDER,
          "order refunded", REFUNDED_ORDER);

  private static final Map<String, String> OWN =
      Stream.of(
              VIEWED_PRODUCT,
              ADDED_TO_CART,
              REMOVED_FROM_CART,
              VIEWED_CART,
              STARTED_CHECKOUT,
              PLACED_ORDER,
              ORDERED_PRODUCT,
              FULFILLED_ORDER,
              CANCELLED_ORDER,
              REFUNDED_ORDER)
          .collect(Collectors.toUnmodifiableMap(name -> name.toLowerCase(Locale.ROOT), n -> n));

  private Names() {}

  static String inside(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String translated = SEGMENT.get(lower);
    return translated != null ? translated : OWN.getOrDefault(lower, name);
  }
}
