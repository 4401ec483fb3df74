package io.kundig.shared;

import java.math.BigDecimal;
import java.util.Currency;

/// An amount in one currency, by its ISO 4217 code in capitals. The scale is kept as given.
public record Money(BigDecimal amount, String currency) {

  public Money {
    Currency.getInstance(currency);
  }

  public static Money of(String amount, String currency) {
    return new Money(new BigDecimal(amount), currency);
  }

  /// @throws IllegalArgumentException when the currencies differ
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException("cannot add " + other.currency + " to " + currency);
    }
    return new Money(amount.add(other.amount), currency);
  }

  public Money negated() {
    return new Money(amount.negate(), currency);
  }
}
