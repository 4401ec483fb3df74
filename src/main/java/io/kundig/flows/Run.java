package io.kundig.flows;

import io.kundig.profiles.ProfileId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One person's way through one flow.
///
/// @param step index of the step that is done at `dueAt`
/// @param sent how many messages the run has asked for
/// @param triggeredAt when the (last) trigger happened; orders after it end a cart flow
record Run(
    ProfileId profileId,
    UUID flowId,
    UUID runId,
    int version,
    int step,
    int sent,
    State state,
    Instant enteredAt,
    Instant triggeredAt,
    @Nullable Instant dueAt,
    @Nullable Instant endedAt,
    @Nullable String exitReason) {

  enum State {
    WAITING,
    DONE,
    EXITED,
    FAILED
  }

  /// Why a run ended before its last step.
  enum Exit {
    /// An exit metric happened.
    CONVERTED,
    /// A filter found an order since the trigger.
    ORDERED,
    CART_EMPTY,
    /// The moment had passed long ago when the engine came to it (a restored backup, a server that
    /// was off for days).
    TOO_LATE,
    /// The person was merged into one who is in the flow already.
    MERGED
  }

  Run waiting(int nextStep, int nowSent, Instant due) {
    return new Run(
        profileId,
        flowId,
        runId,
        version,
        nextStep,
        nowSent,
        State.WAITING,
        enteredAt,
        triggeredAt,
        due,
        null,
        null);
  }

  Run retriggered(Instant at, int firstStep, Instant due) {
    return new Run(
        profileId,
        flowId,
        runId,
        version,
        firstStep,
        sent,
        State.WAITING,
        enteredAt,
        at,
        due,
        null,
        null);
  }

  Run ended(State how, int atStep, int nowSent, Instant at, @Nullable String reason) {
    return new Run(
        profileId,
        flowId,
        runId,
        version,
        atStep,
        nowSent,
        how,
        enteredAt,
        triggeredAt,
        null,
        at,
        reason);
  }

  Run exited(Exit why, Instant at) {
    return ended(State.EXITED, step, sent, at, why.name().toLowerCase(java.util.Locale.ROOT));
  }
}
