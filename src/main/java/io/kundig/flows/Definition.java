package io.kundig.flows;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A flow as data. A version of it never changes; people inside finish on the version they entered.
///
/// @param reentryDays days after entering before somebody may enter again; 0 at once; `null` never
/// @param exitOn metrics that end a run when they happen after its trigger
/// @param filters checked again before every message
record Definition(
    Trigger trigger,
    @Nullable Integer reentryDays,
    List<String> exitOn,
    Set<Filter> filters,
    List<Step> steps) {

  static final int FORMAT = 1;

  /// What must still hold when a message is about to be asked for; otherwise the run ends.
  enum Filter {
    /// No order since the trigger.
    NOT_ORDERED,
    /// Something is still in the cart.
    CART_OPEN
  }

  Stream<String> metrics() {
    return Stream.concat(trigger.metrics().stream(), exitOn.stream());
  }
}
