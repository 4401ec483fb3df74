package io.kundig.messaging;

/// A sender's right to one row of `messaging.slot`, until somebody raises the epoch.
record Slot(int number, long epoch) {

  /// Somebody else has taken the slot over: whatever it held is theirs.
  static final class Fenced extends RuntimeException {
    Fenced(Slot slot) {
      super("slot " + slot.number + " was taken over after epoch " + slot.epoch);
    }
  }
}
