package io.kundig.templates;

import io.kundig.templates.Templates.RenderFailed;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/// The filter `date`: `short`, `medium`, `long`, `time` or signs such as `%d.%m.%Y`, in the shop's
/// time zone.
final class LiquidDates {

  private static final int LONGEST_PATTERN = 100;

  private LiquidDates() {}

  static String format(String iso, String pattern, RenderState state) {
    if (iso.isEmpty()) {
      return "";
    }
    ZonedDateTime time = parse(iso, state);
    return switch (pattern) {
      case "short" -> written(time, FormatStyle.SHORT, state);
      case "medium" -> written(time, FormatStyle.MEDIUM, state);
      case "long" -> written(time, FormatStyle.LONG, state);
      case "time" -> time.format(ofPattern("HH:mm", state));
      default -> bySigns(time, pattern, state);
    };
  }

  private static String written(ZonedDateTime time, FormatStyle style, RenderState state) {
    return time.format(DateTimeFormatter.ofLocalizedDate(style).withLocale(state.locale()));
  }

  private static ZonedDateTime parse(String iso, RenderState state) {
    try {
      if (iso.length() == 10) {
        return LocalDate.parse(iso).atStartOfDay(state.zone());
      }
      return iso.endsWith("Z")
          ? Instant.parse(iso).atZone(state.zone())
          : OffsetDateTime.parse(iso).atZoneSameInstant(state.zone());
    } catch (DateTimeException e) {
      throw new RenderFailed("date: cannot read a time");
    }
  }

  private static String bySigns(ZonedDateTime time, String pattern, RenderState state) {
    if (pattern.length() > LONGEST_PATTERN) {
      throw new RenderFailed("date: the pattern is too long");
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != '%' || i + 1 == pattern.length()) {
        text.append(c);
        continue;
      }
      i++;
      text.append(
          switch (pattern.charAt(i)) {
            case 'd' -> time.format(ofPattern("dd", state));
            case 'e' -> time.format(ofPattern("d", state));
            case 'm' -> time.format(ofPattern("MM", state));
            case 'Y' -> time.format(ofPattern("yyyy", state));
            case 'y' -> time.format(ofPattern("yy", state));
            case 'H' -> time.format(ofPattern("HH", state));
            case 'M' -> time.format(ofPattern("mm", state));
            case 'B' -> time.format(ofPattern("MMMM", state));
            case 'b' -> time.format(ofPattern("MMM", state));
            case 'A' -> time.format(ofPattern("EEEE", state));
            case 'a' -> time.format(ofPattern("EEE", state));
            case '%' -> "%";
            default -> throw new RenderFailed("date: there is no sign %" + pattern.charAt(i));
          });
    }
    return text.toString();
  }

  private static DateTimeFormatter ofPattern(String pattern, RenderState state) {
    return DateTimeFormatter.ofPattern(pattern, state.locale());
  }
}
