package io.kundig.shared;

import java.util.List;
import java.util.Map;

/// A value that cannot be accepted, with the field, what is wrong and what would be right; all
/// shown to the caller. One bad value is answered as 400; a whole form, with all that is wrong in
/// it, as 422.
public final class Invalid extends RuntimeException {

  private final String field;
  private final String remedy;
  private final transient List<Violation> violations;

  /// @param field path into the request such as `steps[2].delay`
  /// @param message what is wrong, a sentence
  /// @param remedy what to do about it, a sentence
  public Invalid(String field, String message, String remedy) {
    super(message);
    this.field = field;
    this.remedy = remedy;
    this.violations = List.of();
  }

  /// @param violations at least one
  public Invalid(List<Violation> violations) {
    super(violations.getFirst().message());
    this.field = violations.getFirst().path();
    this.remedy = "";
    this.violations = List.copyOf(violations);
  }

  public String field() {
    return field;
  }

  public String remedy() {
    return remedy;
  }

  /// Empty for a single bad value.
  public List<Violation> violations() {
    return violations;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /// One thing that is wrong. The app makes its own sentence of code and facts, in the reader's
  /// language.
  ///
  /// @param path into the request such as `impressum.vatId`
  /// @param code stable, such as `vat_digits_missing`
  /// @param message what is wrong and what would be right, in English
  /// @param facts what the sentence needs, such as `missing: 4`
  public record Violation(String path, String code, String message, Map<String, Object> facts) {

    public Violation {
      facts = Map.copyOf(facts);
    }
  }
}
