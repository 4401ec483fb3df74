package io.kundig.accounts;

/// About text that ends up in one line: of a mail header, a page, a log.
final class Text {

  private Text() {}

  static boolean hasControls(String text) {
    return text.chars()
        .anyMatch(
            c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c == '\u202E');
  }
}
