package io.kundig.tracking;

import java.util.function.UnaryOperator;
import org.jsoup.parser.Parser;

/// Finds the targets of `<a>` and `<area>` in HTML without building a tree, since it runs once per
/// mail.
final class Anchors {

  private Anchors() {}

  /// The HTML with every target put through the function; all else stays byte for byte.
  static String replace(String html, UnaryOperator<String> replacement) {
    StringBuilder result = new StringBuilder(html.length() + html.length() / 4);
    int copied = 0;
    int at = html.indexOf('<');
    while (at >= 0) {
      int attributes = startOfAttributes(html, at + 1);
      if (attributes < 0) {
        at = html.indexOf('<', at + 1);
        continue;
      }
      Value value = href(html, attributes);
      if (value.found()) {
        String target = html.substring(value.start(), value.end()).strip();
        String decoded = target.indexOf('&') >= 0 ? Parser.unescapeEntities(target, true) : target;
        String replaced = replacement.apply(decoded);
        if (!replaced.equals(decoded)) {
          result.append(html, copied, value.start()).append(escape(replaced));
          copied = value.end();
        }
      }
      at = html.indexOf('<', value.next());
    }
    return copied == 0 ? html : result.append(html, copied, html.length()).toString();
  }

  /// Behind `a` or `area`, or -1 for any other tag.
  private static int startOfAttributes(String html, int name) {
    int end = name;
    while (end < html.length() && end - name < 5 && Character.isLetter(html.charAt(end))) {
      end++;
    }
    boolean anchor =
        end - name == 1 && html.regionMatches(true, name, "a", 0, 1)
            || end - name == 4 && html.regionMatches(true, name, "area", 0, 4);
    return anchor && end < html.length() && isSpace(html.charAt(end)) ? end : -1;
  }

  /// Where the value of `href` stands in the tag whose attributes start here.
  private static Value href(String html, int from) {
    int at = from;
    int start = -1;
    int end = -1;
    while (at < html.length() && html.charAt(at) != '>') {
      if (isSpace(html.charAt(at)) || html.charAt(at) == '/') {
        at++;
        continue;
      }
      int name = at;
      while (at < html.length() && !isSpace(html.charAt(at)) && "=>".indexOf(html.charAt(at)) < 0) {
        at++;
      }
      boolean isHref = at - name == 4 && html.regionMatches(true, name, "href", 0, 4);
      at = skipSpace(html, at);
      if (at >= html.length() || html.charAt(at) != '=') {
        continue;
      }
      at = skipSpace(html, at + 1);
      int valueStart = at;
      int valueEnd;
      if (at < html.length() && (html.charAt(at) == '"' || html.charAt(at) == '\'')) {
        valueStart = at + 1;
        int close = html.indexOf(html.charAt(at), valueStart);
        valueEnd = close < 0 ? html.length() : close;
        at = Math.min(valueEnd + 1, html.length());
      } else {
        while (at < html.length() && !isSpace(html.charAt(at)) && html.charAt(at) != '>') {
          at++;
        }
        valueEnd = at;
      }
      if (isHref && start < 0) {
        start = valueStart;
        end = valueEnd;
      }
    }
    return new Value(start, end, at);
  }

  private static int skipSpace(String html, int at) {
    int next = at;
    while (next < html.length() && isSpace(html.charAt(next))) {
      next++;
    }
    return next;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
  }

  private static String escape(String target) {
    return target.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }

  private record Value(int start, int end, int next) {
    boolean found() {
      return start >= 0;
    }
  }
}
