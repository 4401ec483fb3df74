package io.kundig.shared;

/// A value that cannot be accepted: answered as 400 with the field, what is wrong and what would be
/// right. All three are shown to the caller.
public final class Invalid extends RuntimeException {

  private final String field;
  private final String remedy;

  /// @param field path into the request such as `steps[2].delay`
  /// @param message what is wrong, a sentence
  /// @param remedy what to do about it, a sentence
  public Invalid(String field, String message, String remedy) {
    super(message);
    this.field = field;
    this.remedy = remedy;
  }

  public String field() {
    return field;
  }

  public String remedy() {
    return remedy;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
