package io.kundig.templates;

import io.kundig.templates.Templates.RenderFailed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/// What a rendered message shows: one pass over its HTML that collects links and visible text, and
/// takes the sting out of targets such as `javascript:`. What could run, Liquid may have put
/// together out of harmless parts; such a message is not rendered at all.
///
/// @param html with unsafe targets replaced by `#`
/// @param links distinct http(s) targets in order
/// @param visibleLinks targets of links whose text can be seen
/// @param visibleText outside comments, head and `display:none`, white space collapsed
record RenderedHtml(String html, List<String> links, Set<String> visibleLinks, String visibleText) {

  /// Elements that run something, or take what people type; no mail may hold them.
  static final Set<String> ACTIVE =
      Set.of(
          "script",
          "iframe",
          "object",
          "embed",
          "form",
          "input",
          "textarea",
          "select",
          "base",
          "svg",
          "math",
          "audio",
          "video",
          "applet",
          "frame",
          "frameset");

  /// @throws Templates.RenderFailed if something in it could run
  static RenderedHtml read(String html) {
    return new Reader(html).read();
  }

  static String collapsed(String text) {
    return text.strip().replaceAll("[\\s\\u00a0]+", " ");
  }

  private static final class Reader {

    private static final Set<String> SILENT =
        Set.of("head", "style", "script", "title", "template");

    private final String html;
    private final StringBuilder safe = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final Set<String> links = new LinkedHashSet<>();
    private final Set<String> visibleLinks = new LinkedHashSet<>();
    private int copied;
    private int at;

    /// The element that hides what is in it, and how many of its name are open inside.
    private @Nullable String hiding;

    private int hidingDepth;

    private @Nullable String openLink;
    private boolean linkShowsSomething;

    Reader(String html) {
      this.html = html;
    }

    RenderedHtml read() {
      while (at < html.length()) {
        int tag = html.indexOf('<', at);
        text(at, tag < 0 ? html.length() : tag);
        if (tag < 0) {
          break;
        }
        at = tag;
        if (html.startsWith("<!--", at)) {
          comment();
        } else {
          tag();
        }
      }
      closeLink();
      String result = copied == 0 ? html : safe.append(html, copied, html.length()).toString();
      return new RenderedHtml(
          result, new ArrayList<>(links), visibleLinks, collapsed(text.toString()));
    }

    private void text(int from, int to) {
      if (hiding != null || from >= to) {
        return;
      }
      int before = text.length();
      String piece = html.substring(from, to);
      text.append(piece.indexOf('&') >= 0 ? Parser.unescapeEntities(piece, false) : piece);
      if (openLink != null && !linkShowsSomething) {
        linkShowsSomething = !text.substring(before).isBlank();
      }
    }

    /// `<!--[if !mso]><!-->` is a comment to browsers, and what follows it is not; nor is what
    /// follows `<!-->`, `<!--->` and `--!>`.
    private void comment() {
      int end = html.indexOf("-->", at + 2);
      int bang = html.indexOf("--!>", at + 4);
      if (bang >= 0 && (end < 0 || bang < end)) {
        at = bang + 4;
      } else {
        at = end < 0 ? html.length() : end + 3;
      }
    }

    private void tag() {
      int nameStart = at + 1;
      boolean closing = nameStart < html.length() && html.charAt(nameStart) == '/';
      if (closing) {
        nameStart++;
      }
      int nameEnd = nameStart;
      while (nameEnd < html.length() && Character.isLetterOrDigit(html.charAt(nameEnd))) {
        nameEnd++;
      }
      if (nameEnd == nameStart) {
        at++;
        return;
      }
      String name = html.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
      at = nameEnd;
      if (closing) {
        int end = html.indexOf('>', at);
        at = end < 0 ? html.length() : end + 1;
        close(name);
      } else {
        open(name);
      }
    }

    private void close(String name) {
      text.append(' ');
      if (name.equals(hiding)) {
        hidingDepth--;
        if (hidingDepth == 0) {
          hiding = null;
        }
      }
      if (name.equals("a")) {
        closeLink();
      }
    }

    private void closeLink() {
      if (openLink != null && linkShowsSomething) {
        visibleLinks.add(openLink);
      }
      openLink = null;
    }

    private void open(String name) {
      if (ACTIVE.contains(name)) {
        throw new RenderFailed("prints <" + name + ">, which no mail may hold");
      }
      boolean hides = SILENT.contains(name);
      @Nullable String target = null;
      boolean selfClosing = false;
      while (at < html.length() && html.charAt(at) != '>') {
        char c = html.charAt(at);
        selfClosing = c == '/';
        if (Character.isWhitespace(c) || c == '/') {
          at++;
          continue;
        }
        Attribute attribute = attribute();
        if (attribute.name().startsWith("on")) {
          throw new RenderFailed(
              "prints the attribute " + attribute.name() + ", which no mail may hold");
        }
        switch (attribute.name()) {
          case "href" -> target = checked(attribute, name.equals("a") || name.equals("area"));
          case "src", "background", "action", "srcset" -> checked(attribute, false);
          case "style" -> hides |= isHidden(attribute);
          case "hidden" -> hides = true;
          default -> {}
        }
      }
      at = Math.min(at + 1, html.length());
      text.append(' ');
      if (hiding != null) {
        hidingDepth += name.equals(hiding) && !selfClosing ? 1 : 0;
      } else if (hides && !selfClosing && !isVoid(name)) {
        hiding = name;
        hidingDepth = 1;
      }
      if (target != null && name.equals("a") && hiding == null) {
        closeLink();
        openLink = target;
        linkShowsSomething = false;
      }
      if (name.equals("img") && openLink != null && hiding == null) {
        linkShowsSomething = true;
      }
    }

    private Attribute attribute() {
      int start = at;
      while (at < html.length() && isNamePart(html.charAt(at))) {
        at++;
      }
      if (at == start) {
        at++;
      }
      String name = html.substring(start, at).toLowerCase(Locale.ROOT);
      int equals = skipSpace(at);
      if (equals >= html.length() || html.charAt(equals) != '=') {
        return new Attribute(name, at, at);
      }
      int from = skipSpace(equals + 1);
      if (from < html.length() && (html.charAt(from) == '"' || html.charAt(from) == '\'')) {
        int close = html.indexOf(html.charAt(from), from + 1);
        int to = close < 0 ? html.length() : close;
        at = Math.min(to + 1, html.length());
        return new Attribute(name, from + 1, to);
      }
      at = from;
      while (at < html.length()
          && !Character.isWhitespace(html.charAt(at))
          && html.charAt(at) != '>') {
        at++;
      }
      return new Attribute(name, from, at);
    }

    private String checked(Attribute attribute, boolean isLink) {
      String raw = html.substring(attribute.from(), attribute.to()).strip();
      String target = raw.indexOf('&') >= 0 ? Parser.unescapeEntities(raw, true) : raw;
      if (!isSafe(target, !isLink)) {
        safe.append(html, copied, attribute.from()).append('#');
        copied = attribute.to();
        return "#";
      }
      if (isLink && isWebAddress(target)) {
        links.add(target);
      }
      return target;
    }

    private static boolean isSafe(String target, boolean isPicture) {
      return target.isEmpty()
          || target.startsWith("#")
          || isWebAddress(target)
          || startsWith(target, "mailto:")
          || startsWith(target, "tel:")
          || isPicture && startsWith(target, "data:image/");
    }

    private static boolean isWebAddress(String target) {
      return startsWith(target, "https://") || startsWith(target, "http://");
    }

    private static boolean startsWith(String target, String prefix) {
      return target.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private boolean isHidden(Attribute style) {
      for (int i = style.from(); i + 12 <= style.to(); i++) {
        if (html.regionMatches(true, i, "display", 0, 7)) {
          int colon = skipSpace(i + 7);
          int value = skipSpace(colon + 1);
          if (html.charAt(colon) == ':' && html.regionMatches(true, value, "none", 0, 4)) {
            return true;
          }
        }
      }
      return false;
    }

    private int skipSpace(int from) {
      int next = from;
      while (next < html.length() && Character.isWhitespace(html.charAt(next))) {
        next++;
      }
      return next;
    }

    private static boolean isNamePart(char c) {
      return !Character.isWhitespace(c) && c != '=' && c != '>' && c != '/';
    }

    private static boolean isVoid(String name) {
      return switch (name) {
        case "img", "br", "hr", "meta", "link", "input", "col", "area", "base" -> true;
        default -> false;
      };
    }

    private record Attribute(String name, int from, int to) {}
  }
}
