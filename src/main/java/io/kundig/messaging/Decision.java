package io.kundig.messaging;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What was decided about one message, with every check in the order it was made.
public sealed interface Decision {

  List<Check> checks();

  record Send(List<Check> checks) implements Decision {}

  record Skip(Reason reason, List<Check> checks) implements Decision {}

  record Delay(Reason reason, Instant until, List<Check> checks) implements Decision {}

  /// Why a message is not sent (now). The lower-case name is the code in the API.
  enum Reason {
    NO_ADDRESS,
    SUPPRESSED,
    NO_CONSENT,
    NOT_CONFIRMED,
    UNSUBSCRIBED,
    SENDER_INCOMPLETE,
    NO_IMPRESSUM,
    NO_UNSUBSCRIBE_LINK,
    FREQUENCY_GAP,
    TEMPLATE_FAILED,
    TOO_LATE,
    DUPLICATE
  }

  /// @param facts what the check looked at, e.g. `lastSentAt`
  record Check(String code, Result result, Map<String, Object> facts) {
    public enum Result {
      PASS,
      FAIL,
      NOT_CHECKED
    }
  }
}
