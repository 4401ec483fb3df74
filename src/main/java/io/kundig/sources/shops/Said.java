package io.kundig.sources.shops;

/// What a shop said of one of its records, and how that came.
sealed interface Said {

  RecordRef ref();

  /// It sent the record by itself.
  record Pushed(ShopRecord record) implements Said {
    @Override
    public RecordRef ref() {
      return record.ref();
    }
  }

  /// It was asked.
  ///
  /// @param asked the turn before which the question was not put
  record Answered(Answer answer, long asked) implements Said {
    @Override
    public RecordRef ref() {
      return answer.ref();
    }
  }
}
