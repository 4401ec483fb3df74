package io.kundig.sources;

import io.kundig.events.Event;
import io.kundig.orders.OrderChange;
import io.kundig.shared.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The events that an order of the past would have left, marked `$backfill` so that no flow starts
/// by them. Their ids follow from the order alone, whatever file it stands in.
final class OrderHistory {

  private OrderHistory() {}

  static void append(OrderChange.Placed placed, List<Event> target) {
    target.add(
        new Event(
            id(placed, "placed"),
            placed.profileId(),
            placed.shopId(),
            "Placed Order",
            placed.at(),
            properties(placed)));
    int number = 0;
    for (OrderChange.Line line : placed.lines()) {
      target.add(
          new Event(
              id(placed, "line " + number++),
              placed.profileId(),
              placed.shopId(),
              "Ordered Product",
              placed.at(),
              properties(placed, line)));
    }
  }

  static Event event(OrderChange.Credited note, String currency) {
    ObjectNode properties = backfill();
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

  private static ObjectNode properties(OrderChange.Placed placed) {
    ObjectNode properties = backfill();
    properties.put("order_id", placed.orderId());
    properties.put("total", placed.total());
    properties.put("currency", placed.currency());
    putIfThere(properties, "coupon", placed.coupon());
    properties.put("item_count", placed.lines().size());
    return properties;
  }

  private static ObjectNode properties(OrderChange.Placed placed, OrderChange.Line line) {
    ObjectNode properties = backfill();
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

  private static ObjectNode backfill() {
    return JsonNodeFactory.instance.objectNode().put("$backfill", true);
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
