package io.kundig.templates;

import java.util.List;

/// A template's source cannot be used; every problem with its place.
final class InvalidTemplate extends RuntimeException {

  private final transient List<Problem> problems;

  InvalidTemplate(List<Problem> problems) {
    super(problems.toString());
    this.problems = List.copyOf(problems);
  }

  List<Problem> problems() {
    return problems;
  }

  /// @param part `subject`, `preheader`, `mjml` or `text`
  /// @param line from 1
  record Problem(String part, int line, String message) {}
}
