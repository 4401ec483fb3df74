package io.kundig.sources;

import io.kundig.orders.OrderChange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rows of one order or credit note, gathered until it is whole.
final class OrderDraft {

  private static final int MOST_LINES = 5_000;

  final String customer;
  final String ref;
  private final @Nullable Instant placedAt;
  private final List<Refusal> refusals = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final List<Line> lines = new ArrayList<>();
  private final List<Layout.Cells> rows = new ArrayList<>();

  OrderDraft(Staging.Row first) {
    this.customer = first.customer();
    this.ref = first.orderRef();
    this.placedAt = first.placedAt();
  }

  boolean isOf(Staging.Row row) {
    return ref.equals(row.orderRef());
  }

  void add(Layout.Cells cells, String packed) {
    if (rows.size() >= MOST_LINES) {
      refuse(RowProblem.TOO_MANY_LINES, cells);
      return;
    }
    if (!seen.add(packed)) {
      refuse(RowProblem.DUPLICATE_ROW, cells);
      return;
    }
    rows.add(cells);
    Line line = Line.of(cells);
    if (line != null) {
      lines.add(line);
    }
  }

  List<Layout.Cells> rows() {
    return rows;
  }

  List<Line> lines() {
    return lines;
  }

  Instant placedAt() {
    return Objects.requireNonNull(placedAt);
  }

  boolean isGuest() {
    return customer.startsWith("guest:");
  }

  /// The first value that any row has: exports write what concerns the whole order only once.
  @Nullable String first(String field) {
    for (Layout.Cells row : rows) {
      String value = row.get(field);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  @Nullable BigDecimal amount(String field) {
    String value = first(field);
    return value == null ? null : new BigDecimal(value);
  }

  void refuse(RowProblem problem, Layout.Cells row) {
    refusals.add(new Refusal(problem, row));
  }

  List<Refusal> refusals() {
    return refusals;
  }

  /// Refuses the rows if this is not an order.
  boolean isRefused() {
    RowProblem problem = null;
    if (placedAt == null) {
      problem = RowProblem.NO_DATE;
    } else if (lines.isEmpty() && first("total") == null) {
      problem = RowProblem.NO_AMOUNT;
    } else if (isGuest() && total().signum() == 0) {
      problem = RowProblem.NO_VALUE_NO_CUSTOMER;
    }
    if (problem == null) {
      return false;
    }
    for (Layout.Cells row : rows) {
      refuse(problem, row);
    }
    return true;
  }

  /// What the customer paid: as the file says, or the lines with shipping and without discount.
  BigDecimal total() {
    BigDecimal said = amount("total");
    if (said != null) {
      return said;
    }
    BigDecimal sum = lines.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    return sum.add(orZero(amount("shipping"))).subtract(orZero(amount("discount")).abs());
  }

  boolean isCredit() {
    return total().signum() < 0;
  }

  OrderChange.Placed placed(io.kundig.profiles.ProfileId profile, int shopId, String currency) {
    String own = first("currency");
    return new OrderChange.Placed(
        profile,
        shopId,
        ref,
        placedAt(),
        own == null ? currency : own,
        total(),
        amount("tax"),
        sumOf(LineKind.SHIPPING, amount("shipping")),
        sumOf(LineKind.DISCOUNT, amount("discount")),
        first("coupon"),
        lines.stream()
            .filter(line -> line.kind == LineKind.PRODUCT || line.kind == LineKind.FEE)
            .map(Line::toOrderLine)
            .toList());
  }

  private @Nullable BigDecimal sumOf(LineKind kind, @Nullable BigDecimal said) {
    BigDecimal sum =
        lines.stream()
            .filter(line -> line.kind == kind)
            .map(line -> line.amount.abs())
            .reduce(orZero(said).abs(), BigDecimal::add);
    return said == null && sum.signum() == 0 ? null : sum;
  }

  private static BigDecimal orZero(@Nullable BigDecimal amount) {
    return amount == null ? BigDecimal.ZERO : amount;
  }

  /// Why a row is not taken.
  record Refusal(RowProblem problem, Layout.Cells row) {}

  /// @param product the shop's id, null for what is none
  /// @param amount quantity times price, or as the file says
  record Line(
      Layout.Cells cells,
      LineKind kind,
      @Nullable String product,
      BigDecimal quantity,
      BigDecimal unitPrice,
      BigDecimal amount) {

    static @Nullable Line of(Layout.Cells cells) {
      String quantity = cells.get("quantity");
      String price = cells.get("unitPrice");
      String total = cells.get("lineTotal");
      String title = cells.get("title");
      String product = cells.get("productId") == null ? cells.get("sku") : cells.get("productId");
      if (price == null && total == null && product == null && title == null) {
        return null;
      }
      BigDecimal count = quantity == null ? BigDecimal.ONE : new BigDecimal(quantity);
      BigDecimal unit;
      if (price != null) {
        unit = new BigDecimal(price);
      } else if (total != null && count.signum() != 0) {
        unit = new BigDecimal(total).divide(count, 4, RoundingMode.HALF_UP);
      } else {
        unit = BigDecimal.ZERO;
      }
      BigDecimal amount = total == null ? unit.multiply(count) : new BigDecimal(total);
      LineKind kind = title == null ? LineKind.PRODUCT : LineKind.of(title);
      String id = kind == LineKind.PRODUCT ? OrderRows.wholeNumber(or(product, title)) : null;
      return new Line(cells, kind, id, count, unit, amount);
    }

    private static String or(@Nullable String one, @Nullable String other) {
      return one != null ? one : Objects.requireNonNullElse(other, "?");
    }

    OrderChange.Line toOrderLine() {
      String title = cells.get("title");
      return new OrderChange.Line(
          product,
          cells.get("sku"),
          title != null ? title : Objects.requireNonNullElse(product, "?"),
          cells.get("variant"),
          cells.get("category"),
          quantity,
          unitPrice,
          null,
          null);
    }
  }
}
