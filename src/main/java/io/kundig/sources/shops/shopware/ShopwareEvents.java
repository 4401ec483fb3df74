package io.kundig.sources.shops.shopware;

import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.Notice;
import io.kundig.sources.shops.Reading;
import io.kundig.sources.shops.RecordRef;
import io.kundig.sources.shops.Resource;
import io.kundig.sources.shops.Unreadable;
import io.kundig.sources.shops.Unreadable.Reason;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/// What webhooks say. They name records, or hold them without all their parts: the shop is asked.
final class ShopwareEvents {

  /// Of what is no draft.
  private static final String LIVE_VERSION = "0fa91ce3e96a4bc2be4bd9ce752c3425";

  private static final int MOST_LINES = 200;

  private ShopwareEvents() {}

  static Reading read(String event, JsonFields body) throws Unreadable {
    JsonFields data = body.object("data");
    return switch (event) {
      case "app.deleted" -> Reading.notice(new Notice.Uninstalled());
      case "app.installed", "app.activated", "app.deactivated", "app.updated" -> Reading.NOTHING;
      case "contact_form.send" -> written(body, data.object("payload").object("contactFormData"));
      default -> named(event, data);
    };
  }

  private static Reading named(String event, JsonFields data) throws Unreadable {
    if (data.node().path("payload").isArray()) {
      return rows(resource(event.substring(0, event.lastIndexOf('.')), event), data);
    }
    if (event.startsWith("checkout.customer.")) {
      return of(Resource.CUSTOMER, data, "customer");
    }
    if (event.startsWith("newsletter.")) {
      return of(Resource.SUBSCRIBER, data, "newsletterRecipient");
    }
    if (event.startsWith("checkout.order.") || event.startsWith("state_enter.order")) {
      return order(data);
    }
    throw new Unreadable(Reason.UNKNOWN_TOPIC, event);
  }

  private static Resource resource(String entity, String event) throws Unreadable {
    return switch (entity) {
      case "order" -> Resource.ORDER;
      case "customer", "checkout.customer" -> Resource.CUSTOMER;
      case "product" -> Resource.PRODUCT;
      default -> throw new Unreadable(Reason.UNKNOWN_TOPIC, event);
    };
  }

  private static Reading rows(Resource resource, JsonFields data) throws Unreadable {
    TreeSet<RecordRef> refs = new TreeSet<>();
    for (JsonFields row : data.list("payload")) {
      if (isLive(row)) {
        refs.add(new RecordRef(resource, primaryKey(row)));
      }
    }
    return new Reading(List.of(), List.copyOf(refs), null);
  }

  /// Of entities with versions it is made of both ids.
  private static String primaryKey(JsonFields row) throws Unreadable {
    String single = row.idOrNull("primaryKey");
    return single == null ? row.object("primaryKey").id("id") : single;
  }

  private static boolean isLive(JsonFields row) {
    String version = row.textOrNull("versionId");
    return version == null || version.equals(LIVE_VERSION);
  }

  private static Reading of(Resource resource, JsonFields data, String name) throws Unreadable {
    return Reading.ask(resource, data.object("payload").object(name).id("id"));
  }

  /// What is bought, or given back, changes stocks, of which Shopware tells nothing.
  private static Reading order(JsonFields data) throws Unreadable {
    JsonFields order = data.object("payload").object("order");
    TreeSet<RecordRef> refs = new TreeSet<>();
    refs.add(new RecordRef(Resource.ORDER, order.id("id")));
    for (JsonFields item : order.list("lineItems")) {
      String product = item.idOrNull("productId");
      if (product != null && refs.size() <= MOST_LINES) {
        refs.add(new RecordRef(Resource.PRODUCT, product));
      }
    }
    return new Reading(List.of(), List.copyOf(refs), null);
  }

  private static Reading written(JsonFields body, JsonFields form) throws Unreadable {
    long seconds = body.node().path("timestamp").asLong(0);
    if (seconds <= 0) {
      throw new Unreadable(Reason.FIELD_MISSING, "payload.timestamp");
    }
    String id = body.object("source").idOrNull("eventId");
    String email = form.text("email");
    return Reading.notice(
        new Notice.Written(
            id == null ? seconds + " " + email : id,
            Instant.ofEpochSecond(seconds),
            email,
            form.textOrNull("firstName"),
            form.textOrNull("lastName"),
            form.textOrNull("subject"),
            form.textOrNull("comment")));
  }
}
