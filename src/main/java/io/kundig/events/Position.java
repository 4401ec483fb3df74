package io.kundig.events;

/// A place in the log: the writing transaction, and the ordinal within it.
record Position(long txid, int seq) {

  /// The last place of all transactions before one, unless this is behind it.
  Position before(long transaction) {
    return transaction > txid ? new Position(transaction - 1, Integer.MAX_VALUE) : this;
  }
}
