package io.kundig.templates;

import ch.digitalfondue.mjml4j.Mjml4j;
import ch.digitalfondue.mjml4j.Mjml4j.TextDirection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/// MJML with our blocks, compiled to HTML and to a text part; the Liquid in it stays for later.
record Mjml(String html, String text) {

  private static final Pattern BLOCK = Pattern.compile("<k-([a-z]+)\\s*(?:/>|>\\s*</k-\\1\\s*>)");

  /// Comments of people; those Outlook reads stay.
  private static final Pattern COMMENT =
      Pattern.compile("<!--(?!\\s*\\[if|\\s*<!\\[endif|>).*?-->", Pattern.DOTALL);

  /// The compiler fetches well-known fonts from Google, which would learn who reads.
  private static final Pattern FOREIGN_FONTS =
      Pattern.compile(
          "<!--\\[if !mso\\]><!-->\\s*(<link[^>]*fonts\\.googleapis[^>]*>\\s*)+<style[^>]*>\\s*(@import[^;]*;\\s*)+</style>\\s*<!--<!\\[endif\\]-->",
          Pattern.DOTALL);

  private static final Pattern OPEN_BY_NATURE =
      Pattern.compile(
          "<(img|br|hr|meta|wbr|col)\\b((?:\"[^\"]*\"|'[^']*'|[^'\">/]|/(?!>))*+)/?>",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern INDENTATION = Pattern.compile("\\n\\s+");

  private static final Map<String, String> BLOCKS = new ConcurrentHashMap<>();

  /// @throws InvalidTemplate where it cannot be done
  static Mjml compile(TemplateSource source, String language) {
    String expanded = expand(source.mjml(), language);
    return new Mjml(slim(html(withHead(expanded, source), language)), MailText.of(expanded));
  }

  /// The compiler takes nearly anything, but an attribute whose name no attribute can have.
  private static String html(String mjml, String language) {
    try {
      return Mjml4j.render(mjml, new Mjml4j.Configuration(language, TextDirection.AUTO));
    } catch (RuntimeException e) {
      throw new InvalidTemplate(
          List.of(
              new InvalidTemplate.Problem(
                  "mjml", 1, "cannot be made into a mail: look for a stray quote or { in a tag")));
    }
  }

  /// As XML, with the elements closed that HTML leaves open. Lines stay where they are.
  static Document parse(String source) {
    String closed = OPEN_BY_NATURE.matcher(source).replaceAll("<$1$2/>");
    return Parser.xmlParser().setTrackPosition(true).parseInput(closed, "");
  }

  private static String expand(String source, String language) {
    Matcher block = BLOCK.matcher(source);
    return block.replaceAll(found -> Matcher.quoteReplacement(block(found.group(1), language)));
  }

  private static String block(String name, String language) {
    return BLOCKS.computeIfAbsent(
        name + "." + language,
        localised ->
            MailFiles.find("blocks/" + localised + ".mjml")
                .orElseGet(() -> MailFiles.read("blocks/" + name + ".mjml")));
  }

  /// Mail programs fill the preview line with the first words of the mail unless something stands
  /// there.
  private static String withHead(String mjml, TemplateSource source) {
    String head =
        "<mj-title>"
            + source.subject()
            + "</mj-title><mj-preview>"
            + source.preheader()
            + "&#847;&zwnj;&nbsp;".repeat(40)
            + "</mj-preview>";
    int end = mjml.indexOf("</mj-head>");
    return end >= 0
        ? mjml.substring(0, end) + head + mjml.substring(end)
        : mjml.replaceFirst(
            "<mjml([^>]*)>", Matcher.quoteReplacement("<mjml><mj-head>" + head + "</mj-head>"));
  }

  private static String slim(String html) {
    String local = FOREIGN_FONTS.matcher(html).replaceAll("");
    return INDENTATION.matcher(COMMENT.matcher(local).replaceAll("")).replaceAll("\n");
  }
}
