package io.kundig.sources.shops;

import io.kundig.sources.shops.Recorder.Decisions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds what customers decided about the newsletter where the shop only says how it stands. Said
/// again with any other change of the customer it decides nothing: meanwhile they may have decided
/// otherwise here.
final class NewsletterChanges {

  private static final String ON = "newsletter on";
  private static final String OFF = "newsletter off";

  private NewsletterChanges() {}

  static List<ShopCustomer> of(List<ShopCustomer> customers, Decisions decisions, Instant now) {
    List<ShopCustomer> changed = new ArrayList<>();
    for (ShopCustomer customer : customers) {
      Newsletter stands = customer.newsletter();
      changed.add(
          stands == null || stands.at() != null
              ? customer
              : with(customer, change(customer, stands, decisions, now)));
    }
    return changed;
  }

  private static @Nullable Newsletter change(
      ShopCustomer customer, Newsletter stands, Decisions decisions, Instant now) {
    Version before = decisions.stateOf(customer.ref());
    String state = stands.subscribed() ? ON : OFF;
    String other = stands.subscribed() ? OFF : ON;
    boolean known = before.hasTold(ON) || before.hasTold(OFF);
    if (before.hasTold(state)) {
      return null;
    }
    decisions.takeBack(customer.ref(), other);
    decisions.tell(customer.ref(), state);
    if (known) {
      return at(stands, now);
    }
    // Since when is unknown: at the earliest as long as there is the account, so that whatever was
    // decided here since then stands. Never to have subscribed is no decision.
    return stands.subscribed() ? at(stands, customer.createdAt()) : null;
  }

  private static Newsletter at(Newsletter stands, Instant at) {
    return new Newsletter(stands.subscribed(), at, stands.source(), stands.wording(), stands.ip());
  }

  private static ShopCustomer with(ShopCustomer customer, @Nullable Newsletter newsletter) {
    return new ShopCustomer(
        customer.id(),
        customer.modifiedAt(),
        customer.createdAt(),
        customer.email(),
        customer.phone(),
        customer.country(),
        customer.traits(),
        newsletter,
        customer.sms());
  }
}
