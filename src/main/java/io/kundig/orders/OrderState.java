package io.kundig.orders;

import io.kundig.profiles.ProfileId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One order while facts are folded into it. Whatever their order and however often they come, the
/// result is the same: the newest placement decides the content, the oldest one the date; refunds
/// are kept by their id; the first cancellation and fulfilment count.
final class OrderState {

  private static final String IN_TOTAL = "in total ";

  final OrderRef ref;
  ProfileId owner;
  @Nullable ProfileId ownerBefore;
  @Nullable Instant placedAt;
  @Nullable Content content;
  @Nullable Instant cancelledAt;
  @Nullable Instant fulfilledAt;
  final Map<String, Refund> refunds = new HashMap<>();

  /// Whether the shop's own record decides; facts of others change nothing then.
  boolean recorded;

  /// As the shop told it.
  OrderChange.@Nullable Rate rate;

  /// What the order adds up in; null: as in its own currency.
  Valuations.@Nullable Base base;

  /// The placement's lines if they have to be written, null if they stand as they were.
  @Nullable List<OrderChange.Line> newLines;

  final Worth worthBefore;
  final @Nullable Instant placedBefore;
  private final boolean fresh;
  private boolean changed;

  private OrderState(
      OrderRef ref,
      ProfileId owner,
      boolean fresh,
      Worth worthBefore,
      @Nullable Instant placedBefore) {
    this.ref = ref;
    this.owner = owner;
    this.fresh = fresh;
    this.worthBefore = worthBefore;
    this.placedBefore = placedBefore;
    this.placedAt = placedBefore;
  }

  static OrderState fresh(OrderRef ref, ProfileId owner) {
    return new OrderState(ref, owner, true, Worth.NOTHING, null);
  }

  static OrderState stored(OrderRef ref, ProfileId owner, Worth worth, @Nullable Instant placedAt) {
    return new OrderState(ref, owner, false, worth, placedAt);
  }

  void apply(OrderChange change) {
    if (recorded && !(change instanceof OrderChange.Recorded)) {
      return;
    }
    switch (change) {
      case OrderChange.Recorded record -> record(record);
      case OrderChange.Placed placed -> place(placed);
      case OrderChange.Refunded refunded ->
          refund(
              refunded.refundId(),
              new Refund(refunded.at(), refunded.amount(), refunded.currency(), Kind.REPORTED));
      case OrderChange.Credited note ->
          refund(note.noteId(), new Refund(note.at(), note.amount(), null, Kind.CREDIT_NOTE));
      case OrderChange.RefundedInTotal total -> refundInTotal(total);
      case OrderChange.Cancelled cancelled -> cancelledAt = earlier(cancelledAt, cancelled.at());
      case OrderChange.Fulfilled fulfilled -> fulfilledAt = earlier(fulfilledAt, fulfilled.at());
    }
  }

  /// Until somebody is known to have placed it, an order is kept with whoever was named first.
  private void place(OrderChange.Placed placed) {
    if (placedAt == null && !owner.equals(placed.profileId())) {
      ownerBefore = fresh ? null : Objects.requireNonNullElse(ownerBefore, owner);
      owner = placed.profileId();
    }
    placedAt = earlier(placedAt, placed.at());
    Content candidate = Content.of(placed);
    if (content == null || candidate.replaces(content)) {
      content = candidate;
      newLines = placed.lines();
      changed = true;
    }
  }

  private void record(OrderChange.Recorded record) {
    if (record.namesOwner() && !owner.equals(record.profileId())) {
      ownerBefore = fresh ? null : Objects.requireNonNullElse(ownerBefore, owner);
      owner = record.profileId();
    }
    recorded = true;
    changed = true;
    placedAt = record.placedAt();
    cancelledAt = record.cancelledAt();
    fulfilledAt = record.fulfilledAt();
    rate = record.rate();
    content = Content.of(record);
    newLines = record.lines();
    refunds.clear();
    for (OrderChange.Refund refund : record.refunds()) {
      refunds.put(refund.refundId(), new Refund(refund.at(), refund.amount(), null, Kind.REPORTED));
    }
  }

  /// The shop has no such order any more.
  void withdraw(Instant at) {
    recorded = true;
    changed = true;
    if (cancelledAt == null) {
      cancelledAt = at;
    }
  }

  private void refund(String id, Refund candidate) {
    Refund known = refunds.get(id);
    Refund decisive = known == null ? candidate : known.decisive(candidate);
    if (!decisive.equals(known)) {
      refunds.put(id, decisive);
      changed = true;
    }
  }

  /// Each total is kept by its amount and from when it was first said: said again after a later
  /// refund, it does not swallow that one.
  private void refundInTotal(OrderChange.RefundedInTotal total) {
    String id = IN_TOTAL + total.amount().stripTrailingZeros().toPlainString();
    Refund known = refunds.get(id);
    if (known == null || total.at().isBefore(known.at)) {
      refunds.put(id, new Refund(total.at(), total.amount(), null, Kind.IN_TOTAL));
      changed = true;
    }
  }

  Worth worth() {
    if (placedAt == null || content == null) {
      return Worth.NOTHING;
    }
    BigDecimal refunded = refundedOf(content);
    BigDecimal net = cancelledAt != null ? BigDecimal.ZERO : content.total.subtract(refunded);
    return new Worth(content.currency, cancelledAt == null, net, refunded);
  }

  /// Never more than was paid: shops announce one refund by several ways.
  private BigDecimal refundedOf(Content placed) {
    BigDecimal paid = placed.total.max(BigDecimal.ZERO);
    if (hasWholeRefund()) {
      return paid;
    }
    BigDecimal refunded = refundedAfter(Instant.MIN, placed);
    for (Refund total : refunds.values()) {
      if (total.kind == Kind.IN_TOTAL && total.amount != null) {
        refunded = refunded.max(total.amount.add(refundedAfter(total.at, placed)));
      }
    }
    return refunded.max(BigDecimal.ZERO).min(paid);
  }

  private BigDecimal refundedAfter(Instant moment, Content placed) {
    BigDecimal sum = BigDecimal.ZERO;
    Set<String> repeated = CreditNotes.ofReported(refunds);
    for (Map.Entry<String, Refund> entry : refunds.entrySet()) {
      Refund refund = entry.getValue();
      boolean counts =
          refund.kind != Kind.IN_TOTAL
              && !repeated.contains(entry.getKey())
              && (refund.currency == null || refund.currency.equals(placed.currency));
      if (counts && refund.amount != null && refund.at.isAfter(moment)) {
        sum = sum.add(refund.amount);
      }
    }
    return sum;
  }

  /// What the order adds to figures.
  Worth baseWorth() {
    Worth worth = worth();
    BigDecimal factor = base == null ? null : base.rate();
    if (base == null || factor == null || worth.currency == null) {
      return worth;
    }
    int digits = digits(base.currency());
    return new Worth(
        base.currency(),
        worth.counts,
        worth.net.multiply(factor).setScale(digits, RoundingMode.HALF_UP),
        worth.refunded.multiply(factor).setScale(digits, RoundingMode.HALF_UP));
  }

  /// Whether its worth is not the one that is stored.
  boolean isWorthAnother() {
    Worth now = baseWorth();
    return !Objects.equals(now.currency, worthBefore.currency)
        || now.net.compareTo(worthBefore.net) != 0
        || now.refunded.compareTo(worthBefore.refunded) != 0;
  }

  private static int digits(String code) {
    try {
      return Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
    } catch (IllegalArgumentException e) {
      return 2;
    }
  }

  @Nullable String currency() {
    return content == null ? null : content.currency;
  }

  Instant contentAt() {
    return Objects.requireNonNull(content).at;
  }

  OrderStatus status() {
    if (content == null || placedAt == null) {
      return OrderStatus.UNPLACED;
    }
    if (cancelledAt != null) {
      return OrderStatus.CANCELLED;
    }
    BigDecimal refunded = refundedOf(content);
    boolean whole = refunded.compareTo(content.total.max(BigDecimal.ZERO)) == 0;
    if (refunded.signum() > 0 || (whole && hasWholeRefund())) {
      return whole ? OrderStatus.REFUNDED : OrderStatus.PARTIALLY_REFUNDED;
    }
    return fulfilledAt != null ? OrderStatus.FULFILLED : OrderStatus.PLACED;
  }

  private boolean hasWholeRefund() {
    return refunds.values().stream().anyMatch(refund -> refund.amount == null);
  }

  boolean isFresh() {
    return fresh;
  }

  /// Whether a credit note is a refund that was reported already.
  boolean isReported(OrderChange.Credited note) {
    Refund known = refunds.get(note.noteId());
    return (known != null && known.kind == Kind.REPORTED)
        || CreditNotes.ofReported(refunds).contains(note.noteId());
  }

  UUID id() {
    return ref.id();
  }

  /// Whether there is anything to write.
  boolean isChanged() {
    return fresh || changed;
  }

  private Instant earlier(@Nullable Instant known, Instant candidate) {
    boolean earlier = known == null || candidate.isBefore(known);
    changed |= earlier;
    return earlier || known == null ? candidate : known;
  }

  /// What a placement says, without its lines.
  ///
  /// @param hash of everything it says; decides between two of the same moment
  record Content(
      Instant at,
      long hash,
      String currency,
      BigDecimal total,
      @Nullable BigDecimal tax,
      @Nullable BigDecimal shipping,
      @Nullable BigDecimal discount,
      @Nullable String coupon) {

    static Content of(OrderChange.Placed p) {
      String everything =
          String.join(
              "\n",
              p.currency(),
              p.total().toString(),
              String.valueOf(p.tax()),
              String.valueOf(p.shipping()),
              String.valueOf(p.discount()),
              String.valueOf(p.coupon()),
              p.lines().toString());
      long hash = ByteBuffer.wrap(OrderRef.sha256(everything)).getLong();
      return new Content(
          p.at(), hash, p.currency(), p.total(), p.tax(), p.shipping(), p.discount(), p.coupon());
    }

    /// A record needs no hash: no other one of the same moment is compared with it.
    static Content of(OrderChange.Recorded r) {
      return new Content(
          r.at(), 0, r.currency(), r.total(), r.tax(), r.shipping(), r.discount(), r.coupon());
    }

    boolean replaces(Content known) {
      int byTime = at.compareTo(known.at);
      return byTime > 0 || (byTime == 0 && hash > known.hash);
    }
  }

  enum Kind {
    /// By the shop, when it happened.
    REPORTED,
    /// From somebody's books.
    CREDIT_NOTE,
    /// The amount is all that was refunded until then.
    IN_TOTAL;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param amount null: the whole order
  record Refund(Instant at, @Nullable BigDecimal amount, @Nullable String currency, Kind kind) {

    /// What the shop reports of a refund goes before what the books say; then the newer of two
    /// reports of it; of the same moment the larger; else this.
    Refund decisive(Refund other) {
      if (kind != other.kind) {
        return kind == Kind.REPORTED ? this : other;
      }
      int byTime = at.compareTo(other.at);
      if (byTime != 0) {
        return byTime > 0 ? this : other;
      }
      return rank().compareTo(other.rank()) >= 0 ? this : other;
    }

    private String rank() {
      String size = amount == null ? "~" : "%040.6f".formatted(amount);
      return size + Objects.requireNonNullElse(currency, "");
    }
  }

  /// What the order comes to.
  ///
  /// @param counts whether it is an order at all: placed and not cancelled
  record Worth(@Nullable String currency, boolean counts, BigDecimal net, BigDecimal refunded) {
    static final Worth NOTHING = new Worth(null, false, BigDecimal.ZERO, BigDecimal.ZERO);
  }
}
