package io.kundig.events;

import java.util.List;

/// Follows the log with a named cursor. Each batch and the cursor's move are one transaction; a
/// batch that fails is tried again, then halved until the poison event is found, set aside and
/// shown.
public interface EventConsumer {

  /// Stable: the cursor's key.
  String name();

  /// Asked before each read; may change.
  Wanted wanted();

  /// In the order of the log, inside the transaction that moves the cursor. Profile ids are already
  /// resolved through merges.
  void accept(List<Event> batch);
}
