package io.kundig.messaging;

import io.kundig.accounts.AuditAction;
import io.kundig.accounts.AuditLog;
import io.kundig.shared.Conflict;
import io.kundig.shared.NotFound;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// What staff decide about messages in doubt.
@Component
class Resolutions {

  private final MessageStore messages;
  private final SlotStore slots;
  private final Settlement settlement;
  private final Outbox outbox;
  private final AuditLog audit;
  private final Clock clock;

  Resolutions(
      MessageStore messages,
      SlotStore slots,
      Settlement settlement,
      Outbox outbox,
      AuditLog audit,
      Clock clock) {
    this.messages = messages;
    this.slots = slots;
    this.settlement = settlement;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
  }

  enum Outcome {
    /// It has arrived, as far as anybody can tell.
    HANDED_OVER,
    /// It has not: send it again, at the risk that somebody gets it twice.
    RESEND
  }

  @Transactional
  public void resolve(UUID messageId, Outcome outcome) {
    StoredMessage stored =
        messages.find(messageId).orElseThrow(() -> new NotFound("message", messageId));
    Claimed message = slots.load(List.of(stored.ref())).getFirst();
    Settled settled =
        switch (outcome) {
          case HANDED_OVER -> Settled.confirmed(message, clock.instant());
          case RESEND -> Settled.again(message, clock.instant());
        };
    if (!settlement.resolve(settled)) {
      throw new Conflict("This message is not in doubt any more.");
    }
    audit.record(
        AuditAction.MESSAGE_RESOLVED,
        "message:" + messageId,
        Map.of(
            "state",
            new @Nullable Object[] {
              MessageState.IN_DOUBT.code(),
              outcome == Outcome.RESEND ? "resend" : MessageState.HANDED_OVER.code()
            }));
    outbox.wakeAfterCommit();
  }
}
