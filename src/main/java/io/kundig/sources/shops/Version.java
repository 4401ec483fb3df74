package io.kundig.sources.shops;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which state of a record is applied.
///
/// @param modifiedAt by the shop's clock; null: it is only known to be gone
/// @param turn when it was applied
/// @param name an order's number; null: unknown, or none
/// @param told names of its events that stand in the log, each between commas
record Version(
    @Nullable Instant modifiedAt,
    long hash,
    boolean deleted,
    long turn,
    @Nullable String name,
    String told) {

  enum Decision {
    APPLY,
    IGNORE,
    /// Only the shop knows which state is the later one.
    ASK
  }

  /// What becomes of a state that the shop sent by itself, some time after it was so.
  static Decision pushed(@Nullable Version known, Instant modifiedAt, long hash) {
    if (known == null) {
      return Decision.APPLY;
    }
    if (known.deleted || known.modifiedAt == null) {
      return Decision.ASK;
    }
    int byTime = modifiedAt.compareTo(known.modifiedAt);
    if (byTime != 0) {
      return byTime > 0 ? Decision.APPLY : Decision.IGNORE;
    }
    // Shops count in seconds, and change a record twice in one.
    return hash == known.hash ? Decision.IGNORE : Decision.ASK;
  }

  /// What becomes of a state that the shop gave when it was asked.
  ///
  /// @param asked the turn before which the question was not put
  static Decision answered(@Nullable Version known, Instant modifiedAt, long hash, long asked) {
    if (known == null) {
      return Decision.APPLY;
    }
    boolean current = known.turn < asked;
    if (known.deleted || known.modifiedAt == null) {
      return current ? Decision.APPLY : Decision.ASK;
    }
    int byTime = modifiedAt.compareTo(known.modifiedAt);
    if (byTime != 0) {
      return byTime > 0 ? Decision.APPLY : Decision.IGNORE;
    }
    if (hash == known.hash) {
      return Decision.IGNORE;
    }
    return current ? Decision.APPLY : Decision.ASK;
  }

  /// What becomes of the answer that there is no such record.
  static Decision gone(@Nullable Version known, long asked) {
    if (known == null) {
      return Decision.APPLY;
    }
    if (known.deleted) {
      return Decision.IGNORE;
    }
    return known.turn < asked ? Decision.APPLY : Decision.ASK;
  }

  boolean hasTold(String event) {
    return told.contains("," + event + ",");
  }

  Version takingBack(String event) {
    return new Version(modifiedAt, hash, deleted, turn, name, told.replace("," + event + ",", ","));
  }

  Version telling(String event) {
    return hasTold(event)
        ? this
        : new Version(
            modifiedAt, hash, deleted, turn, name, (told.isEmpty() ? "," : told) + event + ",");
  }
}
