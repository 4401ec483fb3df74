package io.kundig.templates;

import java.util.regex.Pattern;
import liqp.exceptions.ExceededMaxIterationsException;
import liqp.exceptions.LiquidException;
import org.jspecify.annotations.Nullable;

/// Turns the parser's words into a sentence for people.
final class LiquidMessages {

  private static final Pattern PLACE =
      Pattern.compile("(parser|lexer) error \"(.*)\" on line \\d+, index \\d+", Pattern.DOTALL);
  private static final Pattern FILTER_PLACE = Pattern.compile("^error on line \\d+, index \\d+: ");

  private LiquidMessages() {}

  static String explain(LiquidException e) {
    String message = String.valueOf(e.getMessage());
    var place = PLACE.matcher(message);
    return place.find() ? "Liquid: " + shortened(place.group(2)) : shortened(message);
  }

  static String explain(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof Templates.RenderFailed failed) {
        return String.valueOf(failed.getMessage());
      }
      if (cause instanceof ExceededMaxIterationsException) {
        return "loops more than " + Liquid.MOST_ITERATIONS + " times";
      }
    }
    return shortened(FILTER_PLACE.matcher(nonNull(e.getMessage())).replaceFirst(""));
  }

  private static String shortened(String message) {
    String line = message.strip().replaceAll("\\s+", " ");
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }

  private static String nonNull(@Nullable String message) {
    return message == null ? "cannot be rendered" : message;
  }
}
