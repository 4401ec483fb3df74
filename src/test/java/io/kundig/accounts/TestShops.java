package io.kundig.accounts;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// Shops for tests without Spring.
public final class TestShops {

  private TestShops() {}

  /// With nothing but an empty first shop.
  public static Shops empty(JdbcClient jdbc, Clock clock) {
    Shops shops =
        new Shops(
            new ShopStore(jdbc),
            new AuditLog(jdbc, JsonMapper.shared(), new CurrentUser(), clock),
            new StaticListableBeanFactory().getBeanProvider(ShopWatcher.class),
            clock);
    shops.ensureFirst();
    return shops;
  }

  /// Rösterei Nordlicht, ready to send, as shop 1.
  public static Shops nordlicht(JdbcClient jdbc, Clock clock) {
    Shops shops = empty(jdbc, clock);
    shops.update(nordlicht());
    return shops;
  }

  /// Its write key stays the one the shop already has.
  public static Shop nordlicht() {
    return new Shop(
        1,
        "Rösterei Nordlicht",
        "EUR",
        ZoneId.of("Europe/Berlin"),
        Locale.GERMAN,
        "https://nordlicht.example",
        new Shop.Sender("Rösterei Nordlicht", "hallo@nordlicht.example", null),
        new Shop.Impressum(
            "Rösterei Nordlicht GmbH",
            "Hafenstraße 12",
            "24103 Kiel",
            "Deutschland",
            "Mara Lindqvist",
            "hallo@nordlicht.example",
            "+49 431 5550123",
            "Amtsgericht Kiel, HRB 12345",
            "DE123456789"),
        "",
        Shop.Rules.DEFAULT);
  }

  public static Shop with(Shop shop, Shop.Sender sender, Shop.Impressum impressum) {
    return new Shop(
        shop.id(),
        shop.name(),
        shop.currency(),
        shop.timeZone(),
        shop.locale(),
        shop.url(),
        sender,
        impressum,
        shop.writeKey(),
        shop.rules());
  }
}
