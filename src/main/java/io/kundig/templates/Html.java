package io.kundig.templates;

/// HTML as text.
public final class Html {

  private Html() {}

  /// Safe as content and inside quoted attributes. Control characters, which no HTML may contain,
  /// are left out.
  public static String escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isSpecial(text.charAt(i))) {
        return escapeFrom(text, i);
      }
    }
    return text;
  }

  private static String escapeFrom(String text, int first) {
    StringBuilder escaped = new StringBuilder(text.length() + 32).append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> {
          if (!isControl(c)) {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }

  private static boolean isSpecial(char c) {
    return c == '&' || c == '<' || c == '>' || c == '"' || c == '\'' || isControl(c);
  }

  private static boolean isControl(char c) {
    return c < ' ' && c != '\n' && c != '\t' && c != '\r' || c == 0x7F;
  }
}
