package io.kundig.segments;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Deque;

/// Regular expressions that cost little whatever they are and whatever they are tried on: the
/// engine needs linear time, and what is repeated within a repetition is limited, since it is
/// written out.
final class Patterns {

  /// How many characters and classes a pattern has once its repetitions are written out.
  private static final long LARGEST = 2_000;

  /// Longer texts are not searched.
  static final int LONGEST_TEXT = 1_000;

  private Patterns() {}

  /// @throws PatternSyntaxException if it is none, or too large
  static Pattern compile(String pattern) {
    String composed = Normalizer.normalize(pattern, Normalizer.Form.NFC);
    if (new Size(composed).estimate() > LARGEST) {
      throw new PatternSyntaxException("it repeats too much", "");
    }
    return Pattern.compile(composed, Pattern.CASE_INSENSITIVE);
  }

  static boolean isFound(Pattern pattern, String text) {
    return text.length() <= LONGEST_TEXT && pattern.matcher(text).find();
  }

  /// Never below the true size; above it where braces are no repetition.
  private static final class Size {

    private final String pattern;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long group;
    private long last;
    private int at;

    Size(String pattern) {
      this.pattern = pattern;
    }

    long estimate() {
      while (at < pattern.length()) {
        switch (pattern.charAt(at++)) {
          case '\\' -> {
            at++;
            add(1);
          }
          case '(' -> {
            outer.push(group);
            group = 0;
          }
          case ')' -> {
            long inner = group + 2;
            group = outer.isEmpty() ? 0 : outer.pop();
            add(inner);
          }
          case '{' -> repeat();
          default -> add(1);
        }
      }
      while (!outer.isEmpty()) {
        group += outer.pop();
      }
      return group;
    }

    private void add(long size) {
      last = size;
      group = Math.min(group + size, LARGEST + 1);
    }

    private void repeat() {
      int end = pattern.indexOf('}', at);
      if (end < 0) {
        return;
      }
      long times = 1;
      for (String count : pattern.substring(at, end).split(",")) {
        times = Math.max(times, count.matches("\\d{1,4}") ? Long.parseLong(count) + 1 : 1);
      }
      at = end + 1;
      long repeated = Math.min(last * times, LARGEST + 1);
      add(repeated);
    }
  }
}
