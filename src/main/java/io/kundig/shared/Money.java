package io.kundig.shared;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;
import java.util.Currency;

/// An amount in one currency, by its ISO 4217 code in capitals. The scale is kept as given. JSON
/// holds the amount as text, so that nobody rounds it.
public record Money(
    @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount, String currency) {

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
