package io.kundig.templates;

import io.kundig.templates.InvalidTemplate.Problem;
import io.kundig.templates.Liquid.SourceError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// Finds what is wrong with a template before it is saved, since the MJML compiler itself accepts
/// anything.
final class SourceCheck {

  private static final Set<String> BODY = Set.of("mj-body");
  private static final Set<String> SECTIONS = Set.of("mj-body", "mj-wrapper");
  private static final Set<String> COLUMNS = Set.of("mj-section", "mj-group");
  private static final Set<String> CONTENT = Set.of("mj-column", "mj-hero");
  private static final Set<String> HEAD = Set.of("mj-head");

  /// Where each element may stand.
  private static final Map<String, Set<String>> PARENTS =
      Map.ofEntries(
          Map.entry("mj-head", Set.of("mjml")),
          Map.entry("mj-body", Set.of("mjml")),
          Map.entry("mj-attributes", HEAD),
          Map.entry("mj-style", HEAD),
          Map.entry("mj-title", HEAD),
          Map.entry("mj-breakpoint", HEAD),
          Map.entry("mj-class", Set.of("mj-attributes")),
          Map.entry("mj-all", Set.of("mj-attributes")),
          Map.entry("mj-wrapper", BODY),
          Map.entry("mj-hero", SECTIONS),
          Map.entry("mj-section", SECTIONS),
          Map.entry("mj-group", Set.of("mj-section")),
          Map.entry("mj-column", COLUMNS),
          Map.entry("mj-text", CONTENT),
          Map.entry("mj-button", CONTENT),
          Map.entry("mj-image", CONTENT),
          Map.entry("mj-divider", CONTENT),
          Map.entry("mj-spacer", CONTENT),
          Map.entry("mj-table", CONTENT),
          Map.entry("mj-social", CONTENT),
          Map.entry("mj-social-element", Set.of("mj-social")),
          Map.entry(
              "mj-raw",
              Set.of("mj-head", "mj-body", "mj-wrapper", "mj-section", "mj-group", "mj-column")),
          Map.entry("k-head", HEAD),
          Map.entry("k-header", SECTIONS),
          Map.entry("k-cart", CONTENT),
          Map.entry("k-footer", SECTIONS),
          Map.entry("k-legal", SECTIONS));

  /// Elements whose inside is ordinary HTML.
  private static final Set<String> HTML_INSIDE =
      Set.of(
          "mj-text",
          "mj-button",
          "mj-table",
          "mj-raw",
          "mj-style",
          "mj-title",
          "mj-social-element");

  /// Where a tag would begin, also one that Liquid puts together.
  private static final Pattern TAG = Pattern.compile("<(?![\\s\\d=])");

  private final List<Problem> problems = new ArrayList<>();

  private SourceCheck() {}

  /// @throws InvalidTemplate with all that is wrong
  static void verify(TemplateSource source) {
    SourceCheck check = new SourceCheck();
    check.liquid("subject", source.subject());
    check.liquid("preheader", source.preheader());
    check.noTag("subject", source.subject());
    check.noTag("preheader", source.preheader());
    check.liquid("mjml", source.mjml());
    if (source.text() != null) {
      check.liquid("text", source.text());
    }
    if (source.subject().isBlank()) {
      check.problem("subject", 1, "is empty: every mail needs a subject");
    }
    check.mjml(source.mjml());
    if (!check.problems.isEmpty()) {
      check.problems.sort(Comparator.comparing(Problem::line));
      throw new InvalidTemplate(check.problems);
    }
  }

  private void liquid(String part, String source) {
    try {
      Liquid.html(source);
    } catch (SourceError e) {
      problem(part, e.line(), e.getMessage());
    }
  }

  /// They become part of the mail's head as they are.
  private void noTag(String part, String source) {
    if (TAG.matcher(source).find()) {
      problem(part, 1, "is plain text: write a space behind <, or leave it out");
    }
  }

  /// What runs, and what reaches beyond the mail from its head.
  private static boolean isDangerous(String element) {
    return RenderedHtml.ACTIVE.contains(element)
        || element.equals("link")
        || element.equals("meta");
  }

  private void mjml(String source) {
    Document document = Mjml.parse(source);
    List<Element> roots = document.children();
    if (roots.size() != 1 || !roots.getFirst().normalName().equals("mjml")) {
      problem("mjml", 1, "must be one <mjml> element with <mj-body> inside");
      return;
    }
    if (roots.getFirst().selectFirst("mj-body") == null) {
      problem("mjml", 1, "has no <mj-body>");
    }
    for (Element element : roots.getFirst().getAllElements()) {
      if (element != roots.getFirst()) {
        element(element);
      }
      attributes(element);
    }
  }

  private void element(Element element) {
    String name = element.normalName();
    String parent = element.parent() == null ? "" : element.parent().normalName();
    if (isDangerous(name)) {
      problem(element, "<" + name + "> is not allowed in mails");
      return;
    }
    boolean isMjml = name.startsWith("mj-") || name.startsWith("k-");
    boolean inHtml = element.parents().stream().anyMatch(e -> HTML_INSIDE.contains(e.normalName()));
    if (!isMjml) {
      if (!inHtml && !parent.equals("mj-attributes")) {
        problem(element, "<" + name + "> must stand inside <mj-text>, <mj-table> or <mj-raw>");
      }
      return;
    }
    if (name.equals("mj-font")) {
      problem(element, "<mj-font> would tell another server who reads the mail: use a system font");
    } else if (name.equals("mj-include")) {
      problem(element, "<mj-include> is not available");
    } else if (parent.equals("mj-attributes")) {
      return;
    } else if (!PARENTS.containsKey(name)) {
      problem(element, "there is no <" + name + ">");
    } else if (!PARENTS.getOrDefault(name, Set.of()).contains(parent)) {
      problem(
          element,
          "<%s> cannot stand in <%s>, only in %s"
              .formatted(
                  name, parent, String.join(" or ", tags(PARENTS.getOrDefault(name, Set.of())))));
    } else if (!element.endSourceRange().isTracked() && !isEmpty(element)) {
      problem(element, "<" + name + "> is never closed");
    }
  }

  private static boolean isEmpty(Element element) {
    return element.childNodeSize() == 0;
  }

  private void attributes(Element element) {
    for (Attribute attribute : element.attributes()) {
      String name = attribute.getKey().toLowerCase(Locale.ROOT);
      String value = attribute.getValue().strip().toLowerCase(Locale.ROOT);
      if (name.startsWith("on")) {
        problem(element, "the attribute " + name + " is not allowed in mails");
      }
      if (value.startsWith("javascript:") || value.startsWith("vbscript:")) {
        problem(element, name + " must be a web address");
      }
    }
  }

  private static List<String> tags(Set<String> names) {
    return names.stream().sorted().map(name -> "<" + name + ">").toList();
  }

  private void problem(Element element, String message) {
    problem("mjml", element.sourceRange().start().lineNumber(), message);
  }

  private void problem(String part, int line, String message) {
    problems.add(new Problem(part, Math.max(1, line), message));
  }
}
