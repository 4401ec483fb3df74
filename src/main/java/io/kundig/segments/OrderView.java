package io.kundig.segments;

import io.kundig.orders.OrderStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An order as conditions see it.
///
/// @param total what was paid
/// @param net total less refunded
record OrderView(
    int shopId,
    Instant placedAt,
    String currency,
    OrderStatus status,
    @Nullable String coupon,
    BigDecimal total,
    BigDecimal net,
    BigDecimal refunded,
    List<Line> lines) {

  /// The fields filters may name.
  static final List<String> FIELDS =
      List.of("product", "sku", "title", "category", "coupon", "status");

  record Line(
      @Nullable String productId,
      @Nullable String sku,
      @Nullable String title,
      @Nullable String category) {}

  boolean counts() {
    return status != OrderStatus.CANCELLED && status != OrderStatus.UNPLACED;
  }

  @Nullable Value field(String name) {
    return switch (name) {
      case "product" -> ofLines(Line::productId);
      case "sku" -> ofLines(Line::sku);
      case "title" -> ofLines(Line::title);
      case "category" -> ofLines(Line::category);
      case "coupon" -> Value.ofText(coupon);
      case "status" -> Value.ofText(status.code());
      default -> throw new IllegalArgumentException("orders have no field " + name);
    };
  }

  private @Nullable Value ofLines(Function<Line, @Nullable String> field) {
    List<Value> values = new ArrayList<>(lines.size());
    for (Line line : lines) {
      if (Value.ofText(field.apply(line)) instanceof Value value) {
        values.add(value);
      }
    }
    return Value.ofAll(values);
  }
}
