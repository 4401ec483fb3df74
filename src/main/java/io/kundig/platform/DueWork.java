package io.kundig.platform;

import java.time.Instant;
import java.util.Optional;

/// An engine's background work, in a form that the sandbox clock can drive. To move time it goes to
/// the earliest [#nextDue()] of all, calls [#runDue()] of all until each answers 0, and repeats
/// until nothing is due before the target. The engine's own worker uses the same two methods.
///
/// Both are called from any thread, also while the engine's own worker runs.
public interface DueWork {

  /// What the work is, in a word or two; for logs.
  String name();

  /// When something becomes due next, also when that moment has passed; empty when nothing waits.
  Optional<Instant> nextDue();

  /// Does all that is due by the clock, in as many transactions as it takes.
  ///
  /// @return how many pieces were done; 0 when nothing was due
  int runDue();
}
