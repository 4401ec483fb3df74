package io.kundig.customers;

import io.kundig.shared.Invalid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the timeline can be narrowed to.
enum TimelineKind {
  ALL,
  MESSAGES,
  ORDERS,
  SITE,
  CONSENT,
  OTHER;

  /// Shown as an order, a message or a consent, so not once more as an event.
  static final List<String> SHOWN_OTHERWISE =
      List.of(
          "Placed Order",
          "Ordered Product",
          "Received Email",
          "Bounced Email",
          "Subscribed to Email Marketing",
          "Unsubscribed from Email Marketing",
          "Subscribed to SMS Marketing",
          "Unsubscribed from SMS Marketing",
          "Subscribed to WhatsApp Marketing",
          "Unsubscribed from WhatsApp Marketing",
          "Subscribed to Push Marketing",
          "Unsubscribed from Push Marketing",
          "Subscribed to Post Marketing",
          "Unsubscribed from Post Marketing");

  static final List<String> OF_ORDERS =
      List.of("Fulfilled Order", "Cancelled Order", "Refunded Order");

  static final List<String> OF_MESSAGES = List.of("Opened Email", "Clicked Email");

  static final List<String> OF_SITE =
      List.of(
          "Viewed Page",
          "Viewed Screen",
          "Viewed Product",
          "Added to Cart",
          "Removed from Cart",
          "Viewed Cart",
          "Started Checkout",
          "Active on Site",
          "Submitted Search",
          "Products Searched",
          "Product List Viewed",
          "Product Clicked");

  static TimelineKind of(@Nullable String name) {
    return switch (name) {
      case null -> ALL;
      case "", "all" -> ALL;
      case "messages" -> MESSAGES;
      case "orders" -> ORDERS;
      case "site" -> SITE;
      case "consent" -> CONSENT;
      case "other" -> OTHER;
      default ->
          throw new Invalid(
              "kind",
              "There is no such kind.",
              "Use all, messages, orders, site, consent or other.");
    };
  }

  boolean has(TimelineKind part) {
    return this == ALL || this == part;
  }

  /// Whether an event belongs here.
  static TimelineKind ofMetric(String metric) {
    if (OF_ORDERS.contains(metric)) {
      return ORDERS;
    }
    if (OF_MESSAGES.contains(metric)) {
      return MESSAGES;
    }
    return OF_SITE.contains(metric) ? SITE : OTHER;
  }
}
