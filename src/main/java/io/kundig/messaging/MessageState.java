package io.kundig.messaging;

import java.util.Locale;

/// Where a message stands. The lower-case name is the code in the database and in the API.
enum MessageState {
  /// To be sent at a later moment.
  PLANNED,
  /// To be sent as soon as possible, or again after a passing refusal.
  INTENDED,
  /// The provider took responsibility for it.
  HANDED_OVER,
  /// The provider says that it has arrived.
  DELIVERED,
  /// The provider refused it for good; nobody got it.
  FAILED,
  /// The provider may or may not have it. Never sent again unasked.
  IN_DOUBT,
  /// Decided against; the decision says why.
  SKIPPED,
  /// Nobody is there.
  BOUNCED;

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static MessageState of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
