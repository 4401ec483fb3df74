package io.kundig.segments;

import io.kundig.accounts.Shop;
import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.Purpose;
import io.kundig.segments.Condition.All;
import io.kundig.segments.Condition.Any;
import io.kundig.segments.Condition.Consented;
import io.kundig.segments.Condition.Did;
import io.kundig.segments.Condition.Happening;
import io.kundig.segments.Condition.Measure;
import io.kundig.segments.Condition.None;
import io.kundig.segments.Condition.OrderMeasure;
import io.kundig.segments.Condition.OrderTime;
import io.kundig.segments.Condition.Ordered;
import io.kundig.segments.Condition.Purchases;
import io.kundig.segments.NumberTest.Operator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Segments to begin with, as shops use them.
final class StarterSegments {

  private StarterSegments() {}

  record Starter(
      String key, Map<String, String> name, Map<String, String> description, Condition condition) {}

  static List<Starter> all(Shop shop) {
    return List.of(
        starter(
            "best_customers",
            "Beste Kunden",
            "Best customers",
            "Haben netto mehr als 300 %s ausgegeben und mindestens zweimal bestellt"
                .formatted(shop.currency()),
            "Spent more than 300 %s net and ordered at least twice".formatted(shop.currency()),
            new All(
                List.of(
                    net(shop, Operator.MORE_THAN, 300), orders(Operator.AT_LEAST, 2, When.EVER)))),
        starter(
            "new_subscribers",
            "Neu im Newsletter",
            "New subscribers",
            "In den letzten 30 Tagen angemeldet",
            "Signed up in the last 30 days",
            subscribed(new When.Last(days(30)))),
        starter(
            "inactive_90",
            "90 Tage nicht da",
            "Away for 90 days",
            "Haben bestellt, aber seit 90 Tagen nicht",
            "Have ordered, but not for 90 days",
            new All(
                List.of(
                    orders(Operator.AT_LEAST, 1, When.EVER),
                    orders(Operator.EQUALS, 0, new When.Last(days(90)))))),
        starter(
            "new_customers",
            "Neukunden",
            "New customers",
            "Erste Bestellung in den letzten 30 Tagen",
            "First order in the last 30 days",
            new OrderTime(anyOrder(), true, new When.Last(days(30)))),
        starter(
            "returning_customers",
            "Stammkunden",
            "Returning customers",
            "Mindestens zwei Bestellungen, die letzte in den letzten 90 Tagen",
            "At least two orders, the last one in the last 90 days",
            new All(
                List.of(
                    orders(Operator.AT_LEAST, 2, When.EVER),
                    new OrderTime(anyOrder(), false, new When.Last(days(90)))))),
        starter(
            "at_risk",
            "Stammkunden, die abdriften",
            "Regulars who drift away",
            "Mindestens drei Bestellungen, aber seit 60 bis 180 Tagen keine",
            "At least three orders, but none for 60 to 180 days",
            new All(
                List.of(
                    orders(Operator.AT_LEAST, 3, When.EVER),
                    new OrderTime(anyOrder(), false, new When.BetweenAgo(60, 180, Unit.DAYS))))),
        starter(
            "vip",
            "VIP",
            "VIP",
            "Netto mehr als 1.000 %s in den letzten zwölf Monaten".formatted(shop.currency()),
            "More than 1,000 %s net in the last twelve months".formatted(shop.currency()),
            new Ordered(
                anyOrder(shop),
                OrderMeasure.NET,
                NumberTest.of(Operator.MORE_THAN, 1_000),
                new When.Last(new Span(12, Unit.MONTHS)))),
        starter(
            "cart_open",
            "Warenkorb offen",
            "Open cart",
            "In den letzten 7 Tagen etwas in den Warenkorb gelegt und nichts bestellt",
            "Put something into the cart in the last 7 days and ordered nothing",
            new All(
                List.of(
                    did("Added to Cart", Operator.AT_LEAST, 1, new When.Last(days(7))),
                    orders(Operator.EQUALS, 0, new When.Last(days(7)))))),
        engaged(30),
        engaged(60),
        engaged(90),
        starter(
            "never_ordered",
            "Im Newsletter, aber nie bestellt",
            "Subscribed, never ordered",
            "Angemeldet und noch ohne Bestellung",
            "Subscribed and without an order so far",
            new All(List.of(subscribed(When.EVER), orders(Operator.EQUALS, 0, When.EVER)))),
        starter(
            "birthday_this_month",
            "Geburtstag diesen Monat",
            "Birthday this month",
            "Nach dem Merkmal birthday",
            "By the trait birthday",
            new Condition.Anniversary("birthday", new Condition.Return.ThisMonth())),
        starter(
            "lookers",
            "Schauen, kaufen nicht",
            "Look, but do not buy",
            "In den letzten 14 Tagen mindestens drei Produkte angesehen, nichts bestellt",
            "Viewed at least three products in the last 14 days and ordered nothing",
            new All(
                List.of(
                    did("Viewed Product", Operator.AT_LEAST, 3, new When.Last(days(14))),
                    orders(Operator.EQUALS, 0, new When.Last(days(14)))))),
        starter(
            "unengaged",
            "Lesen nicht mehr mit",
            "No longer reading",
            "Angemeldet und seit 180 Tagen weder geöffnet noch geklickt",
            "Subscribed and neither opened nor clicked for 180 days",
            new All(
                List.of(
                    subscribed(new When.AtLeastAgo(days(180))),
                    new None(
                        List.of(
                            did("Opened Email", Operator.AT_LEAST, 1, new When.Last(days(180))),
                            did(
                                "Clicked Email",
                                Operator.AT_LEAST,
                                1,
                                new When.Last(days(180)))))))),
        rfm(
            shop,
            RfmGroup.CHAMPIONS,
            "RFM: Spitzenkunden",
            "RFM: Champions",
            "Kaufen oft, kaufen viel und waren erst kürzlich da",
            "Buy often, spend much and were here lately"),
        rfm(
            shop,
            RfmGroup.LOYAL,
            "RFM: Treue",
            "RFM: Loyal",
            "Kaufen immer wieder, aber nicht ganz so viel oder so kürzlich",
            "Keep buying, if not quite as much or as lately"),
        rfm(
            shop,
            RfmGroup.RECENT,
            "RFM: Frische",
            "RFM: Recent",
            "Waren erst kürzlich da, kaufen aber noch selten",
            "Were here lately, but do not buy often yet"),
        rfm(
            shop,
            RfmGroup.NEEDS_ATTENTION,
            "RFM: Brauchen Zuwendung",
            "RFM: Needs attention",
            "Waren eine Weile nicht da und sind noch nicht treu",
            "Have not been here for a while and are not loyal yet"),
        rfm(
            shop,
            RfmGroup.AT_RISK,
            "RFM: Gefährdet",
            "RFM: At risk",
            "Waren viel wert und bleiben lange weg",
            "Were worth much and have stayed away for long"),
        rfm(
            shop,
            RfmGroup.INACTIVE,
            "RFM: Eingeschlafen",
            "RFM: Inactive",
            "Kauften selten und wenig und bleiben lange weg",
            "Bought rarely and little and have stayed away for long"));
  }

  private static Starter rfm(
      Shop shop, RfmGroup group, String de, String en, String beschreibung, String description) {
    return starter(
        "rfm_" + JsonPart.code(group),
        de,
        en,
        beschreibung,
        description,
        new Condition.Rfm(null, shop.currency(), Set.of(group), Set.of(), Set.of(), Set.of()));
  }

  private static Starter engaged(int days) {
    When lately = new When.Last(days(days));
    return starter(
        "engaged_" + days,
        "Aktiv in " + days + " Tagen",
        "Engaged in " + days + " days",
        "Haben eine Mail geöffnet oder geklickt oder den Shop besucht",
        "Opened or clicked an email or visited the shop",
        new Any(
            List.of(
                did("Opened Email", Operator.AT_LEAST, 1, lately),
                did("Clicked Email", Operator.AT_LEAST, 1, lately),
                did("Viewed Product", Operator.AT_LEAST, 1, lately),
                orders(Operator.AT_LEAST, 1, lately))));
  }

  private static Starter starter(
      String key, String de, String en, String beschreibung, String description, Condition is) {
    return new Starter(
        key, Map.of("de", de, "en", en), Map.of("de", beschreibung, "en", description), is);
  }

  private static Condition did(String metric, Operator operator, long n, When when) {
    return new Did(
        new Happening(metric, null, List.of()),
        Measure.COUNT,
        null,
        NumberTest.of(operator, n),
        when);
  }

  private static Condition orders(Operator operator, long n, When when) {
    return new Ordered(anyOrder(), OrderMeasure.COUNT, NumberTest.of(operator, n), when);
  }

  private static Condition net(Shop shop, Operator operator, long amount) {
    return new Ordered(
        anyOrder(shop), OrderMeasure.NET, NumberTest.of(operator, amount), When.EVER);
  }

  private static Purchases anyOrder() {
    return new Purchases(null, null, List.of());
  }

  private static Purchases anyOrder(Shop shop) {
    return new Purchases(null, shop.currency(), List.of());
  }

  private static Condition subscribed(When when) {
    return new Consented(
        ChannelKind.EMAIL, Purpose.MARKETING, ConsentChange.State.SUBSCRIBED, Set.of(), when);
  }

  private static Span days(int n) {
    return new Span(n, Unit.DAYS);
  }
}
