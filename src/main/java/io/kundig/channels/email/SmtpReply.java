package io.kundig.channels.email;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server answered to one command (RFC 5321 section 4.2).
///
/// @param code three digits, 200 to 599
/// @param enhanced the enhanced status code (RFC 3463) such as `5.1.1`, where the server gave one
///   that fits the code
/// @param lines the text of each line, without code; control characters replaced. Foreign text:
///   escape it where shown
public record SmtpReply(int code, @Nullable String enhanced, List<String> lines) {

  /// @throws IllegalArgumentException where `code` is outside 200 to 599
  public SmtpReply {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("Not a reply code: " + code);
    }
    lines = List.copyOf(lines);
  }

  static SmtpReply of(int code, List<String> lines) {
    return new SmtpReply(code, lines.isEmpty() ? null : enhancedOf(code, lines.getFirst()), lines);
  }

  /// All lines in one, joined by a space, the enhanced code included.
  public String text() {
    return String.join(" ", lines);
  }

  boolean isPositive() {
    return code < 300;
  }

  boolean asksForMore() {
    return code >= 300 && code < 400;
  }

  boolean isPermanent() {
    return code >= 500;
  }

  private static @Nullable String enhancedOf(int code, String text) {
    int end = text.indexOf(' ');
    String first = end < 0 ? text : text.substring(0, end);
    boolean fits =
        first.length() >= 5
            && first.length() <= 9
            && first.charAt(0) == '0' + code / 100
            && first.matches("[245]\\.\\d{1,3}\\.\\d{1,3}");
    return fits ? first : null;
  }
}
