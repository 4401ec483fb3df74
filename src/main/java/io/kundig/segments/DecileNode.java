package io.kundig.segments;

import java.math.BigDecimal;
import java.util.List;

/// Which tenth of all buyers somebody belongs to, by all they ever spent and bounds that stand
/// still.
final class DecileNode extends Node {

  private final Ranks ranks;
  private final Source amounts;
  private final List<Integer> in;

  /// @param amounts net of each order
  DecileNode(Condition.ValueDecile condition, Ranks ranks, Source amounts) {
    super(condition);
    this.ranks = ranks;
    this.amounts = amounts;
    this.in = condition.in();
  }

  @Override
  long judge(Facts facts, long now) {
    Series orders = amounts.of(facts);
    if (!ranks.hasDeciles() || orders.size() == 0) {
      return Turn.NEVER;
    }
    int past = orders.firstFrom(now + 1);
    long turn = past < orders.size() ? orders.time(past) : Turn.ALWAYS;
    return Turn.of(past > 0 && in.contains(decile(orders, past)), turn);
  }

  private int decile(Series orders, int past) {
    return ranks.decile(orders.sum(0, past));
  }

  @Override
  Explained explain(Facts facts, long now) {
    boolean holds = Turn.holds(judge(facts, now));
    if (!ranks.hasDeciles()) {
      return new Explained(condition, holds, null, null, RfmNode.TOO_FEW, List.of());
    }
    Series orders = amounts.of(facts);
    int past = orders.firstFrom(now + 1);
    BigDecimal found = past == 0 ? null : BigDecimal.valueOf(decile(orders, past));
    return new Explained(condition, holds, found, null, null, List.of());
  }
}
