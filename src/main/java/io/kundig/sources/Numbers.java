package io.kundig.sources;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads numbers as shops and spreadsheets write them: `1.234,56 €`, `1,234.56`, `CHF 1'234.50`,
/// `(12.00)`, `12-`.
enum Numbers {
  /// `1.234,56`
  COMMA,
  /// `1,234.56`
  POINT;

  private static final int LONGEST = 40;
  private static final BigDecimal LARGEST = BigDecimal.valueOf(1_000_000_000_000L);
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,2})?");
  private static final Pattern DECORATION =
      Pattern.compile("[\\s\\u00A0\\u202F'’]|EUR|CHF|USD|GBP|[€$£]", Pattern.CASE_INSENSITIVE);
  private static final Pattern COMMA_NUMBER = Pattern.compile(".*\\d,\\d{1,2}\\D*|.*\\d,\\d{4,}.*");

  static Numbers named(String name) {
    return "comma".equals(name) ? COMMA : POINT;
  }

  /// As the samples are written; a point if they do not tell.
  static Numbers guess(Iterable<? extends Iterable<String>> rows) {
    for (Iterable<String> row : rows) {
      for (String cell : row) {
        if (COMMA_NUMBER.matcher(cell).matches()
            && DECORATION.matcher(cell).replaceAll("").matches("[+-]?[\\d.,]+")) {
          return COMMA;
        }
      }
    }
    return POINT;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  Optional<BigDecimal> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    if (this == POINT && isPlain(text)) {
      return Optional.of(new BigDecimal(text));
    }
    String bare = DECORATION.matcher(text).replaceAll("");
    boolean negative = false;
    if (bare.startsWith("(") && bare.endsWith(")")) {
      negative = true;
      bare = bare.substring(1, bare.length() - 1);
    } else if (bare.endsWith("-")) {
      negative = true;
      bare = bare.substring(0, bare.length() - 1);
    }
    String number = withPoint(bare);
    if (!NUMBER.matcher(number).matches()) {
      return Optional.empty();
    }
    BigDecimal value = new BigDecimal(number);
    if (value.abs().compareTo(LARGEST) > 0 || value.scale() > 12) {
      return Optional.empty();
    }
    return Optional.of(negative ? value.negate() : value);
  }

  /// The separator that comes last is the decimal one where both stand; else this style decides.
  private String withPoint(String text) {
    int comma = text.lastIndexOf(',');
    int point = text.lastIndexOf('.');
    if (comma >= 0 && point >= 0) {
      return comma > point ? text.replace(".", "").replace(',', '.') : text.replace(",", "");
    }
    if (comma >= 0) {
      boolean thousands = this == POINT && text.matches("[+-]?\\d{1,3}(,\\d{3})+");
      return thousands ? text.replace(",", "") : text.replace(',', '.');
    }
    boolean thousands = this == COMMA && text.matches("[+-]?\\d{1,3}(\\.\\d{3})+");
    return thousands ? text.replace(".", "") : text;
  }

  /// `-12.50`: what most rows hold, without a pattern.
  private static boolean isPlain(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    int length = text.length();
    if (length == start || length > 14) {
      return false;
    }
    int points = 0;
    for (int i = start; i < length; i++) {
      char c = text.charAt(i);
      if (c == '.' && i > start && i < length - 1) {
        points++;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return points <= 1;
  }
}
