package io.kundig.templates;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liqp.exceptions.ExceededMaxIterationsException;
import liqp.exceptions.LiquidException;
import org.jspecify.annotations.Nullable;

/// Turns the parser's words into a sentence for people.
final class LiquidMessages {

  private static final Pattern PLACE =
      Pattern.compile("(parser|lexer) error \"(.*)\" on line \\d+, index \\d+", Pattern.DOTALL);
  private static final Pattern FILTER_PLACE = Pattern.compile("^error on line \\d+, index \\d+: ");

  private static final Pattern TAG = Pattern.compile("\\{%-?\\s*([a-z]+)");
  private static final Set<String> BLOCKS =
      Set.of("if", "unless", "for", "case", "capture", "comment", "raw");

  private LiquidMessages() {}

  /// The parser only says that the text ended too early; people want to know where it began.
  static Optional<Liquid.SourceError> unclosedTag(String source) {
    Deque<Liquid.SourceError> open = new ArrayDeque<>();
    Deque<String> names = new ArrayDeque<>();
    Matcher tag = TAG.matcher(source);
    while (tag.find()) {
      String name = tag.group(1);
      if (BLOCKS.contains(name)) {
        int line =
            1 + (int) source.substring(0, tag.start()).chars().filter(c -> c == '\n').count();
        open.push(new Liquid.SourceError(line, "{% " + name + " %} is never closed"));
        names.push(name);
      } else if (!names.isEmpty() && name.equals("end" + names.peek())) {
        open.pop();
        names.pop();
      }
    }
    return Optional.ofNullable(open.peekLast());
  }

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
