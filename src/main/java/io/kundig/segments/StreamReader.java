package io.kundig.segments;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Says which events and orders belong to a stream, and what they carry into it. Any thread may use
/// it.
final class StreamReader {

  /// What somebody can put into one event counts for as many elements of a list at most.
  private static final int MOST_VALUES = 100;

  /// Properties that say that a machine did it, not the person.
  static final String[] MACHINE = {"$bot", "$prefetch"};

  private static final long[] NO = {};
  private static final long[] ONCE = {0};

  private final StreamKey key;
  private final @Nullable PropertyPath value;
  private final List<Part> where;

  private record Part(String name, PropertyPath path, ValueCheck check) {}

  StreamReader(StreamKey key) {
    this.key = key;
    this.value = key.value() == null ? null : new PropertyPath(key.value());
    ZoneId zone = Objects.requireNonNullElse(key.zone(), ZoneOffset.UTC);
    this.where =
        key.where().stream()
            .map(
                filter ->
                    new Part(
                        filter.property(),
                        new PropertyPath(filter.property()),
                        ValueCheck.of(filter.test(), zone)))
            .toList();
  }

  /// What an event of the key's metric carries: nothing (an empty array) if it does not belong, one
  /// zero if it does and the stream carries nothing, else a number for each value found.
  long[] values(int shopId, ObjectNode properties) {
    if (!isOf(shopId) || isMachine(properties) || !passes(properties)) {
      return NO;
    }
    return value == null ? ONCE : carried(value.find(properties));
  }

  /// What an order carries, in the same way.
  long[] values(OrderView order) {
    if (!isOf(order.shopId())
        || !order.counts()
        || (key.currency() != null && !key.currency().equals(order.currency()))
        || !where.stream().allMatch(part -> part.check.holds(order.field(part.name)))) {
      return NO;
    }
    if (key.value() == null) {
      return ONCE;
    }
    long amount = Decimals.of(amount(order, key.value()));
    return amount == Decimals.NONE ? NO : new long[] {amount};
  }

  private static BigDecimal amount(OrderView order, String name) {
    return switch (name) {
      case "net" -> order.net();
      case "total" -> order.total();
      case "refunded" -> order.refunded();
      default -> throw new IllegalArgumentException("orders have no amount " + name);
    };
  }

  private boolean isOf(int shopId) {
    return key.shop() == null || key.shop() == shopId;
  }

  private static boolean isMachine(ObjectNode properties) {
    for (String name : MACHINE) {
      if (properties.path(name).asBoolean(false)) {
        return true;
      }
    }
    return false;
  }

  private boolean passes(ObjectNode properties) {
    for (Part part : where) {
      if (!part.check.holds(part.path.find(properties))) {
        return false;
      }
    }
    return true;
  }

  private long[] carried(@Nullable Value found) {
    return switch (found) {
      case null -> NO;
      case Value.Many(List<Value> several) -> {
        long[] all = new long[Math.min(several.size(), MOST_VALUES)];
        int n = 0;
        for (int i = 0; i < all.length; i++) {
          long one = carriedBy(several.get(i));
          if (one != Decimals.NONE) {
            all[n++] = one;
          }
        }
        yield Arrays.copyOf(all, n);
      }
      case Value one -> {
        long number = carriedBy(one);
        yield number == Decimals.NONE ? NO : new long[] {number};
      }
    };
  }

  private long carriedBy(Value one) {
    if (key.carries() == StreamKey.Carries.NUMBERS) {
      return one.asNumber();
    }
    long hash = one.asHash();
    return hash == 0 ? Decimals.NONE : hash;
  }
}
