package io.kundig.platform;

import java.util.regex.Pattern;

/// A value for a file that people open in a spreadsheet.
public final class CsvCell {

  private static final Pattern FORMULA =
      Pattern.compile("(?s)^[\\s\\p{Cntrl}\\p{Z}\\p{Cf}]*[=+\\-@|%＝＋－＠].*|^[\\t\\r\\n].*");

  private static final Pattern NUMBER = Pattern.compile("[+-]?[\\d.,]{1,30}");
  private static final Pattern PHONE = Pattern.compile("\\+[\\d ()/-]{3,30}");

  private CsvCell() {}

  /// What a spreadsheet would run as a formula, behind an apostrophe; anything else as it is.
  public static String disarmed(String cell) {
    boolean harmless = NUMBER.matcher(cell).matches() || PHONE.matcher(cell).matches();
    return !harmless && FORMULA.matcher(cell).matches() ? "'" + cell : cell;
  }
}
