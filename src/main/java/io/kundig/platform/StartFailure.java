package io.kundig.platform;

/// Why the server cannot start, in words for the operator, who sees it as one line without a trace.
final class StartFailure extends RuntimeException {

  private final String remedy;

  /// @param problem what is wrong, without a full stop
  /// @param remedy what to do, without a full stop
  StartFailure(String problem, String remedy) {
    super(problem);
    this.remedy = remedy;
  }

  StartFailure(String problem, String remedy, Throwable cause) {
    super(problem, cause);
    this.remedy = remedy;
  }

  String remedy() {
    return remedy;
  }
}
