package io.kundig.sources;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Some whole orders and credits of a file, to be written in one transaction.
final class OrderChunk {

  private static final int ROWS = 4_000;
  private static final int ORDERS = 1_000;

  final List<OrderDraft> sales = new ArrayList<>();
  final List<Credit> credits = new ArrayList<>();
  final List<OrderDraft.Refusal> refusals = new ArrayList<>();

  /// One order of each customer, the latest, for who they are.
  final Map<String, OrderDraft> customers = new LinkedHashMap<>();

  private int rows;
  @Nullable Position reached;

  void add(OrderDraft sale) {
    sales.add(sale);
    customers.put(sale.customer, sale);
  }

  /// @param rowsTaken how many rows of the note took something back
  void add(OrderDraft note, Map<String, BigDecimal> parts, int rowsTaken) {
    int rowsLeft = rowsTaken;
    for (Map.Entry<String, BigDecimal> part : parts.entrySet()) {
      credits.add(new Credit(note, part.getKey(), part.getValue(), rowsLeft));
      rowsLeft = 0;
    }
    if (!parts.isEmpty()) {
      customers.putIfAbsent(note.customer, note);
    }
  }

  void reached(OrderDraft order) {
    rows += order.rows().size();
    refusals.addAll(order.refusals());
    reached = new Position(order.customer, order.ref);
  }

  boolean isFull() {
    return rows >= ROWS || sales.size() + credits.size() >= ORDERS;
  }

  boolean isEmpty() {
    return reached == null;
  }

  /// @param order the number of the order that something is taken back of
  /// @param rows of the file that this stands for
  record Credit(OrderDraft note, String order, BigDecimal amount, int rows) {
    Instant at() {
      return note.placedAt();
    }
  }

  /// The last order that is committed.
  record Position(String customer, String orderRef) {

    static @Nullable Position parse(@Nullable String text) {
      int between = text == null ? -1 : text.indexOf('\n');
      return text == null || between < 0
          ? null
          : new Position(text.substring(0, between), text.substring(between + 1));
    }

    @Override
    public String toString() {
      return customer + "\n" + orderRef;
    }
  }
}
