package io.kundig.customers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Everything that happened to one person, of all modules, in one order.
@Component
class Timeline {

  private final TimelineEvents events;
  private final TimelineOrders orders;
  private final TimelineMessages messages;
  private final TimelineFlowExits exits;
  private final TimelineChanges changes;

  Timeline(
      TimelineEvents events,
      TimelineOrders orders,
      TimelineMessages messages,
      TimelineFlowExits exits,
      TimelineChanges changes) {
    this.events = events;
    this.orders = orders;
    this.messages = messages;
    this.exits = exits;
    this.changes = changes;
  }

  /// @param kind `event`, `order`, `message`, `flow_exit`, `consent` or `merge`
  /// @param metric the event's name
  record Item(UUID id, Instant at, String kind, @Nullable String metric, Object data) {
    TimelineCursor cursor() {
      return new TimelineCursor(at.toEpochMilli(), id);
    }
  }

  /// @param counts of all pages by kind; null from the second page on
  record TimelinePage(
      List<Item> items, @Nullable String next, @Nullable Map<String, Long> counts) {}

  TimelinePage page(UUID profile, TimelineKind kind, @Nullable String cursor, int limit) {
    TimelineCursor before = cursor == null ? TimelineCursor.start() : TimelineCursor.parse(cursor);
    List<Item> items = new ArrayList<>();
    items.addAll(events.before(profile, kind, before, limit + 1));
    if (kind.has(TimelineKind.ORDERS)) {
      items.addAll(orders.before(profile, before, limit + 1));
    }
    if (kind.has(TimelineKind.MESSAGES)) {
      items.addAll(messages.before(profile, before, limit + 1));
      items.addAll(exits.before(profile, before, limit + 1));
    }
    if (kind.has(TimelineKind.CONSENT)) {
      items.addAll(changes.consentsBefore(profile, before, limit + 1));
    }
    if (kind.has(TimelineKind.OTHER)) {
      items.addAll(changes.mergesBefore(profile, before, limit + 1));
    }
    items.sort(Comparator.comparing(Item::cursor).reversed());
    List<Item> page = List.copyOf(items.subList(0, Math.min(limit, items.size())));
    String next = items.size() > limit ? page.getLast().cursor().toString() : null;
    return new TimelinePage(page, next, cursor == null ? counts(profile) : null);
  }

  private Map<String, Long> counts(UUID profile) {
    Map<TimelineKind, Long> counts = new EnumMap<>(TimelineKind.class);
    events.counts(profile).forEach((kind, count) -> counts.merge(kind, count, Long::sum));
    counts.merge(TimelineKind.ORDERS, orders.count(profile), Long::sum);
    counts.merge(TimelineKind.MESSAGES, messages.count(profile), Long::sum);
    counts.merge(TimelineKind.MESSAGES, exits.count(profile), Long::sum);
    counts.merge(TimelineKind.CONSENT, changes.consents(profile), Long::sum);
    counts.merge(TimelineKind.OTHER, changes.merges(profile), Long::sum);
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    return Map.of(
        "all", all,
        "messages", counts.getOrDefault(TimelineKind.MESSAGES, 0L),
        "orders", counts.getOrDefault(TimelineKind.ORDERS, 0L),
        "site", counts.getOrDefault(TimelineKind.SITE, 0L),
        "consent", counts.getOrDefault(TimelineKind.CONSENT, 0L),
        "other", counts.getOrDefault(TimelineKind.OTHER, 0L));
  }
}
