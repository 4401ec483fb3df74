package io.kundig.accounts;

import java.time.Instant;
import java.util.Collection;

/// Implemented by whoever keeps figures of days that are over: told, in the transaction that writes
/// them, at which moments of a shop's history facts were added, changed or moved to somebody else.
public interface HistoryWatcher {

  enum Facts {
    /// Orders, by when they were placed, and what they are owed to.
    ORDERS,
    /// Messages, by when they were sent.
    MESSAGES,
    /// What was done with messages, by when those were sent.
    TOUCHES
  }

  void changed(int shopId, Facts facts, Collection<Instant> at);
}
