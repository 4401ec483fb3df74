package io.kundig.messaging;

import io.kundig.consent.Consents.Suppression;
import io.kundig.messaging.Channel.Result;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What became of a claimed message, as it is stored.
///
/// @param state null where nothing changed and it only goes back into the outbox
/// @param reason a code; null where the state says all
/// @param detail the provider's words
/// @param again when it goes back into the outbox; null: not at all
/// @param tried whether this counts as an attempt
/// @param suppress why its address must not be used again
/// @param subject as it was rendered; null where it did not come to that
/// @param version of the template; null likewise
/// @param decision what was decided at the last moment
record Settled(
    Claimed message,
    @Nullable MessageState state,
    @Nullable String reason,
    @Nullable String detail,
    Instant at,
    @Nullable Instant again,
    boolean tried,
    Suppression.@Nullable Reason suppress,
    @Nullable String subject,
    @Nullable Integer version,
    @Nullable Decision decision) {

  /// It was never tried; back it goes.
  static Settled untouched(Claimed message, Instant now) {
    return new Settled(
        message, null, null, null, now, message.dueAt(), false, null, null, null, null);
  }

  /// Decided against at the last moment.
  static Settled withheld(Claimed message, Decision.Skip decision, Instant now) {
    return new Settled(
        message,
        MessageState.SKIPPED,
        DecisionJson.code(decision.reason()),
        null,
        now,
        null,
        false,
        null,
        null,
        null,
        decision);
  }

  static Settled of(Letter letter, Result result, Instant now) {
    return switch (result) {
      case Result.HandedOver over ->
          of(letter, MessageState.HANDED_OVER, null, over.reply(), now, null, null);
      case Result.Refused refused when refused.again() ->
          later(letter, "refused_for_now", words(refused.code(), refused.reply()), now);
      case Result.Refused refused ->
          failed(letter, "refused", words(refused.code(), refused.reply()), now);
      case Result.NoSuchRecipient gone ->
          of(
              letter,
              MessageState.BOUNCED,
              "hard_bounce",
              words(gone.code(), gone.reply()),
              now,
              null,
              Suppression.Reason.HARD_BOUNCE);
      case Result.InvalidAddress invalid ->
          of(
              letter,
              MessageState.FAILED,
              "invalid_address",
              invalid.detail(),
              now,
              null,
              Suppression.Reason.INVALID_ADDRESS);
      case Result.InDoubt doubt ->
          of(letter, MessageState.IN_DOUBT, "outcome_unknown", doubt.detail(), now, null, null);
      case Result.NotSent unsent when unsent.again() -> atOnceThenLater(letter, unsent, now);
      case Result.NotSent unsent -> failed(letter, "not_sendable", unsent.detail(), now);
    };
  }

  /// Found in a dead sender's slot, before its cursor.
  static Settled leftBehind(Claimed message, @Nullable String subject, Instant at) {
    return new Settled(
        message, MessageState.HANDED_OVER, null, null, at, null, true, null, subject, null, null);
  }

  /// Found in a dead sender's slot, at its cursor.
  static Settled unknown(Claimed message, @Nullable String subject, Instant at) {
    return new Settled(
        message,
        MessageState.IN_DOUBT,
        "sender_lost",
        null,
        at,
        null,
        true,
        null,
        subject,
        null,
        null);
  }

  /// Staff say that it has arrived.
  static Settled confirmed(Claimed message, Instant now) {
    return new Settled(
        message,
        MessageState.HANDED_OVER,
        "resolved_by_staff",
        null,
        now,
        null,
        false,
        null,
        null,
        null,
        null);
  }

  /// Staff want it sent again.
  static Settled again(Claimed message, Instant now) {
    return new Settled(
        message,
        MessageState.INTENDED,
        "resolved_by_staff",
        null,
        now,
        now,
        false,
        null,
        null,
        null,
        null);
  }

  /// A lost connection says nothing about the message: the first time it is tried again at once.
  private static Settled atOnceThenLater(Letter letter, Result.NotSent unsent, Instant now) {
    return letter.message().attempts() == 0
        ? of(letter, MessageState.INTENDED, "not_sent", unsent.detail(), now, now, null)
        : later(letter, "not_sent", unsent.detail(), now);
  }

  private static Settled later(Letter letter, String reason, String detail, Instant now) {
    Claimed message = letter.message();
    Optional<Instant> next = Retry.next(message.plannedAt(), message.attempts() + 1, now);
    return next.isEmpty()
        ? failed(letter, "tried_long_enough", detail, now)
        : of(letter, MessageState.INTENDED, reason, detail, now, next.get(), null);
  }

  private static Settled failed(Letter letter, String reason, String detail, Instant now) {
    return of(letter, MessageState.FAILED, reason, detail, now, null, null);
  }

  private static Settled of(
      Letter letter,
      MessageState state,
      @Nullable String reason,
      @Nullable String detail,
      Instant now,
      @Nullable Instant again,
      Suppression.@Nullable Reason suppress) {
    return new Settled(
        letter.message(),
        state,
        reason,
        detail,
        now,
        again,
        true,
        suppress,
        letter.outgoing().subject(),
        letter.version(),
        letter.decision());
  }

  private static String words(int code, String reply) {
    return code + " " + reply;
  }

  /// Whether the bare cursor already says so, so that it may be stored later.
  boolean isPlain() {
    return state == MessageState.HANDED_OVER;
  }
}
