package io.kundig.sources.shops;

/// What the shop itself says of one of its records when it is asked.
public sealed interface Answer {

  RecordRef ref();

  record Found(ShopRecord record) implements Answer {
    @Override
    public RecordRef ref() {
      return record.ref();
    }
  }

  /// There is no such record, or it lies in the bin.
  record Gone(RecordRef ref) implements Answer {}

  /// It cannot be read.
  ///
  /// @param topic under which [Platform#read] takes the body
  record Garbled(RecordRef ref, String topic, byte[] body, Unreadable problem) implements Answer {}
}
