package io.kundig.messaging;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Whether messages can leave.
@RestController
class SendingController {

  private final Sending sending;

  SendingController(Sending sending) {
    this.sending = sending;
  }

  record SendingView(@Nullable Outage outage) {}

  @GetMapping("/api/v1/sending")
  SendingView sending() {
    return new SendingView(sending.outage().orElse(null));
  }
}
