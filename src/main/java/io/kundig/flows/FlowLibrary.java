package io.kundig.flows;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.Purpose;
import io.kundig.flows.Definition.Filter;
import io.kundig.messaging.MessageRequest.Kind;
import java.time.Duration;
import java.time.Period;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/// The ready flows each shop starts with, as drafts.
final class FlowLibrary {

  record Entry(String key, Map<String, String> name, Definition definition) {}

  static final List<Entry> ENTRIES =
      List.of(
          new Entry("welcome", Map.of("de", "Willkommen", "en", "Welcome"), welcome()),
          new Entry(
              "abandoned_cart",
              Map.of("de", "Warenkorb-Abbrecher", "en", "Abandoned cart"),
              cart()));

  private FlowLibrary() {}

  private static Definition welcome() {
    return new Definition(
        new Trigger.Consent(ChannelKind.EMAIL, Purpose.MARKETING),
        null,
        List.of(),
        EnumSet.noneOf(Filter.class),
        List.of(
            mail("welcome-1"),
            new Step.Delay("wait-1", new Wait(Period.ofDays(1), Duration.ZERO)),
            mail("welcome-2")));
  }

  private static Definition cart() {
    return new Definition(
        new Trigger.Metrics(List.of("Added to Cart", "Started Checkout")),
        7,
        List.of("Placed Order"),
        EnumSet.of(Filter.NOT_ORDERED, Filter.CART_OPEN),
        List.of(
            new Step.Delay("wait-1", new Wait(Period.ZERO, Duration.ofHours(1))),
            mail("cart-1"),
            new Step.Delay("wait-2", new Wait(Period.ZERO, Duration.ofHours(24))),
            mail("cart-2")));
  }

  private static Step mail(String templateKey) {
    return new Step.Send(templateKey, ChannelKind.EMAIL, templateKey, Kind.MARKETING);
  }
}
