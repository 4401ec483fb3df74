package io.kundig.orders;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Says in which currency an order adds to figures: the shop's, at the rate that the shop itself
/// told, else at the day's rate as it is known here; where none is known, the order's own.
@Component
class Valuations {

  private final ExchangeRateStore rates;
  private final Homes homes;

  /// @return the shop, if there is one
  interface Homes {
    Optional<Shop> of(int shopId);
  }

  @Autowired
  Valuations(ExchangeRateStore rates, Shops shops) {
    this(rates, id -> shops.all().stream().filter(shop -> shop.id() == id).findFirst());
  }

  Valuations(ExchangeRateStore rates, Homes homes) {
    this.rates = rates;
    this.homes = homes;
  }

  /// @param rate of the order's currency; null: not converted
  record Base(String currency, @Nullable BigDecimal rate) {}

  void value(Collection<OrderState> orders) {
    Map<Asked, Optional<BigDecimal>> known = new HashMap<>();
    for (OrderState order : orders) {
      String currency = order.currency();
      if (currency != null) {
        order.base =
            homes
                .of(order.ref.shopId())
                .filter(shop -> !shop.currency().equals(currency))
                .map(shop -> base(order, currency, shop, known))
                .orElseGet(() -> new Base(currency, null));
      }
    }
  }

  private Base base(
      OrderState order, String currency, Shop shop, Map<Asked, Optional<BigDecimal>> known) {
    OrderChange.Rate told = order.rate;
    if (told != null && told.currency().equals(shop.currency())) {
      return new Base(shop.currency(), told.worth());
    }
    Instant at = order.placedAt == null ? order.contentAt() : order.placedAt;
    LocalDate day = at.atZone(shop.timeZone()).toLocalDate();
    return known
        .computeIfAbsent(
            new Asked(currency, shop.currency(), day),
            asked -> rates.rate(asked.currency, asked.base, asked.day))
        .map(rate -> new Base(shop.currency(), rate))
        .orElseGet(() -> new Base(currency, null));
  }

  private record Asked(String currency, String base, LocalDate day) {}
}
