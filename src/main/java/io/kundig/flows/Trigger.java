package io.kundig.flows;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.Purpose;
import java.util.List;

/// What lets people into a flow.
sealed interface Trigger {

  /// The metrics of the log that may let somebody in.
  List<String> metrics();

  /// Any of these metrics. Until the first message is out, each further one starts the waiting
  /// again: "1 hour after the *last* Added to Cart".
  record Metrics(List<String> metrics) implements Trigger {}

  /// A consent given, where the law asks for it confirmed.
  record Consent(ChannelKind channel, Purpose purpose) implements Trigger {
    @Override
    public List<String> metrics() {
      return switch (channel) {
        case EMAIL -> List.of("Subscribed to Email Marketing");
        case SMS -> List.of("Subscribed to SMS Marketing");
        case WHATSAPP -> List.of("Subscribed to WhatsApp Marketing");
        case PUSH -> List.of("Subscribed to Push Marketing");
        case POST -> List.of("Subscribed to Post Marketing");
      };
    }
  }
}
