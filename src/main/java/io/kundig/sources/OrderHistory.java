package io.kundig.sources;

import io.kundig.events.Event;
import io.kundig.orders.OrderChange;
import io.kundig.profiles.ProfileId;
import io.kundig.shared.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The events that an order leaves. Those of the past are marked `$backfill` so that no flow starts
/// by them. Their ids follow from the order alone, whatever file or shop it comes from.
public final class OrderHistory {

  private OrderHistory() {}

  static void append(OrderChange.Placed placed, List<Event> target) {
    append(placed, true, target);
  }

  /// That it was placed, and each of its lines.
  ///
  /// @param past whether it is history
  public static void append(OrderChange.Placed placed, boolean past, List<Event> target) {
    target.add(
        new Event(
            id(placed, "placed"),
            placed.profileId(),
            placed.shopId(),
            "Placed Order",
            placed.at(),
            properties(placed, past)));
    int number = 0;
    for (OrderChange.Line line : placed.lines()) {
      target.add(
          new Event(
              id(placed, "line " + number++),
              placed.profileId(),
              placed.shopId(),
              "Ordered Product",
              placed.at(),
              properties(placed, line, past)));
    }
  }

  static Event event(OrderChange.Credited note, String currency) {
    ObjectNode properties = properties(true);
    properties.put("order_id", note.orderId());
    properties.put("refund_id", note.noteId());
    properties.put("amount", note.amount());
    properties.put("currency", currency);
    return new Event(
        id(note, "refund " + note.noteId()),
        note.profileId(),
        note.shopId(),
        "Refunded Order",
        note.at(),
        properties);
  }

  private static ObjectNode properties(OrderChange.Placed placed, boolean past) {
    ObjectNode properties = properties(past);
    properties.put("order_id", placed.orderId());
    properties.put("total", placed.total());
    properties.put("currency", placed.currency());
    putIfThere(properties, "coupon", placed.coupon());
    properties.put("item_count", placed.lines().size());
    return properties;
  }

  private static ObjectNode properties(
      OrderChange.Placed placed, OrderChange.Line line, boolean past) {
    ObjectNode properties = properties(past);
    properties.put("order_id", placed.orderId());
    putIfThere(properties, "product_id", line.productId());
    putIfThere(properties, "sku", line.sku());
    properties.put("name", line.title());
    putIfThere(properties, "variant", line.variant());
    putIfThere(properties, "category", line.category());
    properties.put("quantity", line.quantity());
    properties.put("price", line.unitPrice());
    properties.put("currency", placed.currency());
    return properties;
  }

  private static ObjectNode properties(boolean past) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    return past ? properties.put("$backfill", true) : properties;
  }

  /// Something else that happened to an order.
  ///
  /// @param what tells it from all else that can happen to the order, such as `refund 7`
  /// @param own what is to be said of it besides the order's number
  public static Event event(
      ProfileId profile,
      int shopId,
      String orderId,
      String metric,
      Instant at,
      String what,
      Map<String, Object> own,
      boolean past) {
    ObjectNode properties = properties(past);
    properties.put("order_id", orderId);
    own.forEach((name, value) -> properties.set(name, JsonMapper.shared().valueToTree(value)));
    return new Event(id(at, shopId, orderId, what), profile, shopId, metric, at, properties);
  }

  private static void putIfThere(ObjectNode properties, String name, @Nullable String value) {
    if (value != null) {
      properties.put(name, value);
    }
  }

  private static UUID id(OrderChange change, String what) {
    return id(change.at(), change.shopId(), change.orderId(), what);
  }

  private static UUID id(Instant at, int shopId, String orderId, String what) {
    String key = "order history\n" + shopId + "\n" + orderId + "\n" + what;
    return Ids.hashed(at, key.getBytes(StandardCharsets.UTF_8));
  }
}
