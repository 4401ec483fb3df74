package io.kundig.templates;

import ch.digitalfondue.mjml4j.Mjml4j;
import ch.digitalfondue.mjml4j.Mjml4j.TextDirection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/// MJML with our blocks, compiled to HTML and to a text part; the Liquid in it stays for later.
record Mjml(String html, String text) {

  private static final Pattern BLOCK = Pattern.compile("<k-([a-z]+)\\s*(?:/>|>\\s*</k-\\1\\s*>)");
  private static final Pattern COMMENT =
      Pattern.compile("<!--(?!\\[if|<!\\[endif|\\s*\\[if).*?-->", Pattern.DOTALL);
  private static final Pattern CONDITIONAL_END = Pattern.compile("<!--<!\\[endif\\]-->");

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

  static Mjml compile(String source, String language, String preheader) {
    String expanded = expand(source, language);
    String html =
        Mjml4j.render(
            withPreheader(expanded, preheader),
            new Mjml4j.Configuration(language, TextDirection.AUTO));
    return new Mjml(slim(html), MailText.of(expanded));
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
  private static String withPreheader(String source, String preheader) {
    String preview = "<mj-preview>" + preheader + "&#847;&zwnj;&nbsp;".repeat(40) + "</mj-preview>";
    int head = source.indexOf("</mj-head>");
    if (head >= 0) {
      return source.substring(0, head) + preview + source.substring(head);
    }
    return source.replaceFirst(
        "<mjml([^>]*)>", Matcher.quoteReplacement("<mjml><mj-head>" + preview + "</mj-head>"));
  }

  private static String slim(String html) {
    String local = FOREIGN_FONTS.matcher(html).replaceAll("");
    String uncommented =
        COMMENT
            .matcher(local)
            .replaceAll(
                found ->
                    CONDITIONAL_END.matcher(found.group()).matches()
                        ? Matcher.quoteReplacement(found.group())
                        : "");
    return INDENTATION.matcher(uncommented).replaceAll("\n");
  }
}
