package io.kundig.sources.shops;

import io.kundig.sources.shops.DeliveryStore.Stored;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Where shops send what happens in them. A request is judged by its signature over the raw body,
/// stored, and answered; it is read later.
@RestController
class HookController {

  private static final int LONGEST_TOPIC = 100;

  private final HookSecrets secrets;
  private final Platforms platforms;
  private final Inbox inbox;
  private final Clock clock;

  HookController(HookSecrets secrets, Platforms platforms, Inbox inbox, Clock clock) {
    this.secrets = secrets;
    this.platforms = platforms;
    this.inbox = inbox;
    this.clock = clock;
  }

  @PostMapping("/hooks/{kind}/{connection}")
  ResponseEntity<Void> receive(
      @PathVariable String kind, @PathVariable UUID connection, HttpServletRequest request)
      throws IOException {
    HookSecrets.Known known = secrets.of(connection);
    Platform platform = platforms.find(kind).orElse(null);
    if (known == null || platform == null || !known.kind().equals(kind)) {
      return ResponseEntity.notFound().build();
    }
    if (known.secrets().isEmpty()) {
      return ResponseEntity.status(HttpStatus.GONE).build();
    }
    HookRequest hook = new HookRequest(headers(request), request.getInputStream().readAllBytes());
    return switch (receipt(platform, hook, known)) {
      case Receipt.Ping _ -> ResponseEntity.ok().build();
      case Receipt.Refused _ -> ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
      case Receipt.Delivery(String topic, String deliveryId) ->
          store(connection, topic, deliveryId, hook.body());
    };
  }

  private static Receipt receipt(Platform platform, HookRequest hook, HookSecrets.Known known) {
    Receipt receipt = new Receipt.Refused();
    for (String secret : known.secrets()) {
      receipt = platform.receive(hook, secret);
      if (!(receipt instanceof Receipt.Refused)) {
        return receipt;
      }
    }
    return receipt;
  }

  private ResponseEntity<Void> store(
      UUID connection, String topic, String deliveryId, byte[] body) {
    if (topic.length() > LONGEST_TOPIC || topic.indexOf('\0') >= 0) {
      return ResponseEntity.badRequest().build();
    }
    try {
      inbox.add(Stored.of(connection, clock.instant(), topic, deliveryId, body));
      return ResponseEntity.ok().build();
    } catch (Inbox.Full e) {
      return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
          .header(HttpHeaders.RETRY_AFTER, "2")
          .build();
    }
  }

  private static Map<String, String> headers(HttpServletRequest request) {
    Map<String, String> headers = new HashMap<>();
    request
        .getHeaderNames()
        .asIterator()
        .forEachRemaining(
            name -> headers.put(name.toLowerCase(Locale.ROOT), request.getHeader(name)));
    return headers;
  }
}
