package io.kundig.segments;

/// An answer in one number: whether a condition holds and until when at least that stays so if only
/// time goes by. `t` at or above zero: it holds, until t (milliseconds since 1970); below zero: it
/// does not hold, until `~t`. [Long#MAX_VALUE] is for ever. What is said to last may change earlier
/// never, later perhaps.
final class Turn {

  static final long ALWAYS = Long.MAX_VALUE;
  static final long NEVER = ~Long.MAX_VALUE;

  private Turn() {}

  static long until(long moment) {
    return Math.max(moment, 0);
  }

  static long notUntil(long moment) {
    return ~Math.max(moment, 0);
  }

  static long of(boolean holds, long moment) {
    return holds ? until(moment) : notUntil(moment);
  }

  static boolean holds(long answer) {
    return answer >= 0;
  }

  /// The moment until which the answer stands.
  static long moment(long answer) {
    return answer >= 0 ? answer : ~answer;
  }

  static long opposite(long answer) {
    return ~answer;
  }
}
