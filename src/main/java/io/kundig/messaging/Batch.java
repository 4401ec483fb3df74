package io.kundig.messaging;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a slot holds, as its sender knows it.
///
/// @param number counts the slot's batches in its epoch
record Batch(long number, List<Entry> entries) {

  static final Batch NONE = new Batch(0, List.of());

  static Batch of(long number, List<Claimed> messages) {
    return new Batch(
        number,
        IntStream.range(0, messages.size())
            .mapToObj(i -> new Entry(i + 1, messages.get(i)))
            .toList());
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  List<Entry> unstored() {
    return entries.stream().filter(entry -> entry.settled != null && !entry.stored).toList();
  }

  /// One message on its way, touched by its sender's thread only.
  static final class Entry {
    final int ordinal;
    final Claimed message;
    @Nullable Letter letter;
    @Nullable Settled settled;

    /// From the moment the cursor was moved to it.
    boolean mayHaveLeft;

    boolean stored;

    Entry(int ordinal, Claimed message) {
      this.ordinal = ordinal;
      this.message = message;
    }
  }
}
