package io.kundig.sources;

import io.kundig.profiles.Identifier;
import io.kundig.profiles.Identifiers;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one row of an order file: checks its values and writes them in one form.
final class OrderRows {

  private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
  private static final Duration CLOCKS_DIFFER_BY = Duration.ofDays(1);
  private static final int LONGEST_ORDER_NUMBER = 200;
  private static final List<String> DATES = List.of("placedAt", "cancelledAt", "fulfilledAt");
  private static final List<String> AMOUNTS =
      List.of(
          "total", "tax", "shipping", "discount", "refunded", "quantity", "unitPrice", "lineTotal");

  /// Spreadsheets and pandas write whole numbers with gaps in their column as `17850.0`.
  private static final Pattern FLOAT_ID = Pattern.compile("(\\d+)\\.0+");

  private final Dates dates;
  private final Numbers numbers;
  private final int shopId;
  private final @Nullable String country;
  private final Instant now;

  /// @param country ISO code whose national phone numbers are understood
  OrderRows(ImportOptions options, int shopId, @Nullable String country, Instant now) {
    this.dates = options.dates();
    this.numbers = options.numbers();
    this.shopId = shopId;
    this.country = country;
    this.now = now;
  }

  /// @return nothing if the row is out; the tally has the reason
  Optional<StagedRow> read(Layout.Cells cells, Tally tally) {
    String order = cells.get("orderId");
    if (order == null) {
      tally.problem(RowProblem.NO_ORDER_NUMBER, cells, cells.column("orderId"), "");
      return Optional.empty();
    }
    if (order.length() > LONGEST_ORDER_NUMBER) {
      tally.problem(RowProblem.ORDER_NUMBER_TOO_LONG, cells, cells.column("orderId"), order);
      return Optional.empty();
    }
    for (String field : DATES) {
      if (!normaliseDate(cells, field, tally)) {
        return Optional.empty();
      }
    }
    for (String field : AMOUNTS) {
      if (!normaliseAmount(cells, field, tally)) {
        return Optional.empty();
      }
    }
    if (!normaliseCurrency(cells, tally)) {
      return Optional.empty();
    }
    String title = cells.get("title");
    if (title != null && LineKind.of(title) == LineKind.ACCOUNTING) {
      tally.problem(RowProblem.ACCOUNTING_ENTRY, cells, cells.column("title"), title);
      return Optional.empty();
    }
    if (isStockCorrection(cells)) {
      tally.problem(RowProblem.STOCK_CORRECTION, cells, cells.column("quantity"), "");
      return Optional.empty();
    }
    String customer = normaliseCustomer(cells, tally);
    String placed = cells.get("placedAt");
    return Optional.of(
        new StagedRow(order, customer, placed == null ? null : Instant.parse(placed), cells));
  }

  private boolean normaliseDate(Layout.Cells cells, String field, Tally tally) {
    String text = cells.get(field);
    if (text == null) {
      return true;
    }
    Optional<Instant> date = dates.parse(text);
    if (date.isEmpty()) {
      tally.problem(RowProblem.BAD_DATE, cells, cells.column(field), text);
      return false;
    }
    if (date.get().isBefore(EARLIEST) || date.get().isAfter(now.plus(CLOCKS_DIFFER_BY))) {
      tally.problem(RowProblem.DATE_OUT_OF_RANGE, cells, cells.column(field), text);
      return false;
    }
    cells.set(field, date.get().toString());
    return true;
  }

  private boolean normaliseAmount(Layout.Cells cells, String field, Tally tally) {
    String text = cells.get(field);
    if (text == null) {
      return true;
    }
    Optional<BigDecimal> amount = numbers.parse(text);
    if (amount.isEmpty()) {
      tally.problem(RowProblem.BAD_NUMBER, cells, cells.column(field), text);
      return false;
    }
    cells.set(field, amount.get().toPlainString());
    return true;
  }

  private static boolean normaliseCurrency(Layout.Cells cells, Tally tally) {
    String text = cells.get("currency");
    if (text == null) {
      return true;
    }
    String code = text.toUpperCase(Locale.ROOT);
    if (!ImportOptions.isCurrency(code)) {
      tally.problem(RowProblem.BAD_CURRENCY, cells, cells.column("currency"), text);
      return false;
    }
    cells.set("currency", code);
    return true;
  }

  private static boolean isStockCorrection(Layout.Cells cells) {
    String quantity = cells.get("quantity");
    String price = cells.get("unitPrice");
    return quantity != null
        && price != null
        && quantity.startsWith("-")
        && new BigDecimal(price).signum() == 0;
  }

  /// @return what names the customer within the file, null for a guest
  private @Nullable String normaliseCustomer(Layout.Cells cells, Tally tally) {
    String id = cells.get("customerId");
    if (id != null) {
      cells.set("customerId", wholeNumber(id));
    }
    Optional<Identifier.Email> email = Identifiers.email(cells.get("email"));
    String writtenEmail = cells.get("email");
    if (writtenEmail != null) {
      if (email.isEmpty()) {
        tally.problem(RowProblem.BAD_EMAIL, cells, cells.column("email"), writtenEmail);
      }
      cells.set("email", email.map(Identifier.Email::address).orElse(""));
    }
    String writtenPhone = cells.get("phone");
    Optional<Identifier.Phone> phone = Identifiers.phone(writtenPhone, country);
    if (writtenPhone != null) {
      cells.set("phone", phone.map(Identifier.Phone::e164).orElse(""));
    }
    return Identifiers.userId(shopId, cells.get("customerId"))
        .map(Identifier.UserId::key)
        .or(() -> email.map(Identifier.Email::key))
        .or(() -> phone.map(Identifier.Phone::key))
        .orElse(null);
  }

  static String wholeNumber(String id) {
    var whole = FLOAT_ID.matcher(id);
    return whole.matches() ? whole.group(1) : id;
  }

  /// @param customer an identifier's key, null for a guest
  /// @param placedAt null if the row does not say
  record StagedRow(
      String orderRef, @Nullable String customer, @Nullable Instant placedAt, Layout.Cells cells) {}
}
