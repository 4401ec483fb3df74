package io.kundig.events;

/// A place in the log: the writing transaction, and the ordinal within it.
record Position(long txid, int seq) {

  static final Position START = new Position(0, 0);
}
