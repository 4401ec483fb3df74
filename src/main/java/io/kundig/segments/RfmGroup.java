package io.kundig.segments;

/// What somebody's recency, frequency and monetary score together say of them. Each score is 1 to
/// 3, 3 being the best third of all buyers.
public enum RfmGroup {
  /// 333, 332, 323.
  CHAMPIONS,
  /// 331, 322, 321, 233, 232.
  LOYAL,
  /// 313, 312, 311: bought lately, and not often.
  RECENT,
  /// 231, 223, 222, 221, 213, 212, 211.
  NEEDS_ATTENTION,
  /// 133, 132, 131, 123, 122, 113: were worth much, and stay away.
  AT_RISK,
  /// 121, 112, 111.
  INACTIVE;

  static RfmGroup of(int recency, int frequency, int monetary) {
    return switch (recency) {
      case 3 -> frequency == 1 ? RECENT : frequency + monetary >= 5 ? CHAMPIONS : LOYAL;
      case 2 -> frequency == 3 && monetary >= 2 ? LOYAL : NEEDS_ATTENTION;
      default -> frequency == 3 || monetary == 3 || frequency + monetary == 4 ? AT_RISK : INACTIVE;
    };
  }
}
