package io.kundig.segments;

/// A part of all people that hardly differs in size from the others: who belongs to it is drawn by
/// the last two bytes of their ids, which are random.
///
/// @param of how many parts there are, at most 65,536
record Share(int number, int of) {

  static final Share ALL = new Share(0, 1);

  /// A condition in SQL.
  ///
  /// @param column with people's ids
  String holds(String column) {
    return of == 1
        ? "true"
        : "(get_byte(uuid_send(%1$s), 14) * 256 + get_byte(uuid_send(%1$s), 15)) %% %2$d = %3$d"
            .formatted(column, of, number);
  }
}
