package io.kundig.sources;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/// Reads dates as exports write them: `2026-03-02 09:00:00 +0100`, `2.3.2026 09:00`, `03/02/2026
/// 9:00 AM`, ISO 8601, Unix seconds. What names no zone is in the shop's.
///
/// @param order of day and month where slashes leave it open
record Dates(ZoneId zone, Order order) {

  private static final int LONGEST = 40;

  enum Order {
    DAY_FIRST,
    MONTH_FIRST
  }

  /// `mdy` if the samples have a second number above twelve between slashes, else `dmy`.
  static String guess(Iterable<? extends Iterable<String>> rows) {
    for (Iterable<String> row : rows) {
      for (String cell : row) {
        if (cell.matches("\\d{1,2}/(1[3-9]|2\\d|3[01])/\\d{2,4}.*")) {
          return "mdy";
        }
      }
    }
    return "dmy";
  }

  static Order named(String name) {
    return "mdy".equals(name) ? Order.MONTH_FIRST : Order.DAY_FIRST;
  }

  Optional<Instant> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(new Scan(text).instant());
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// The day alone, for birthdays.
  Optional<LocalDate> parseDay(String text) {
    return parse(text).map(instant -> LocalDate.ofInstant(instant, zone));
  }

  private final class Scan {

    private final String text;
    private int at;

    Scan(String text) {
      this.text = text;
    }

    @org.jspecify.annotations.Nullable
    Instant instant() {
      int first = number();
      if (at == text.length()) {
        return first > 100_000_000 ? Instant.ofEpochSecond(first) : null;
      }
      char separator = text.charAt(at);
      if (separator != '-' && separator != '.' && separator != '/') {
        return null;
      }
      int firstDigits = at;
      at++;
      int second = number();
      if (at >= text.length() || text.charAt(at) != separator) {
        return null;
      }
      at++;
      int third = number();
      LocalDate day;
      if (firstDigits == 4) {
        day = LocalDate.of(first, second, third);
      } else {
        int year = third < 100 ? 2000 + third : third;
        boolean monthFirst = separator == '/' && order == Order.MONTH_FIRST;
        day = monthFirst ? LocalDate.of(year, first, second) : LocalDate.of(year, second, first);
      }
      return at == text.length() ? day.atStartOfDay(zone).toInstant() : withTime(day);
    }

    private @org.jspecify.annotations.Nullable Instant withTime(LocalDate day) {
      if (text.charAt(at) == ',') {
        at++;
      }
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == 'T')) {
        at++;
      }
      int hour = number();
      expect(':');
      int minute = number();
      int second = 0;
      int nanos = 0;
      if (at < text.length() && text.charAt(at) == ':') {
        at++;
        second = number();
        if (at < text.length() && text.charAt(at) == '.') {
          int start = ++at;
          String digits = (number() >= 0 ? text.substring(start, at) : "") + "000000000";
          nanos = Integer.parseInt(digits.substring(0, 9));
        }
      }
      String rest = text.substring(at).strip().toUpperCase(Locale.ROOT);
      if (rest.equals("AM") || rest.equals("PM")) {
        hour = hour % 12 + (rest.equals("PM") ? 12 : 0);
        rest = "";
      }
      LocalDateTime time = day.atTime(hour, minute, second, nanos);
      if (rest.isEmpty() || rest.equals("UHR")) {
        return time.atZone(zone).toInstant();
      }
      ZoneId named = rest.equals("UTC") || rest.equals("Z") ? ZoneOffset.UTC : ZoneId.of(rest);
      return time.atZone(named).toInstant();
    }

    private void expect(char c) {
      if (at >= text.length() || text.charAt(at) != c) {
        throw new DateTimeException("no " + c);
      }
      at++;
    }

    private int number() {
      int start = at;
      while (at < text.length() && at - start < 10 && Character.digit(text.charAt(at), 10) >= 0) {
        at++;
      }
      return Integer.parseInt(text.substring(start, at));
    }
  }
}
