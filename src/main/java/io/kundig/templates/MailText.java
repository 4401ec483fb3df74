package io.kundig.templates;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/// Makes the text part of a mail out of its MJML, once per version: the Liquid in it is kept and
/// works in the text too.
final class MailText {

  private final StringBuilder text = new StringBuilder();

  private MailText() {}

  static String of(String mjml) {
    Document document = Mjml.parse(mjml);
    MailText mail = new MailText();
    mail.children(document);
    return mail.text.toString().strip();
  }

  private void children(Node parent) {
    for (Node child : parent.childNodes()) {
      switch (child) {
        case TextNode words -> words(words.getWholeText());
        case Element element -> element(element);
        default -> {}
      }
    }
  }

  private void words(String words) {
    String collapsed = words.replaceAll("\\s+", " ");
    boolean atStart = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
    text.append(atStart ? collapsed.stripLeading() : collapsed);
  }

  private void element(Element element) {
    switch (element.normalName()) {
      case "mj-head", "mj-image", "mj-style", "img", "style" -> {}
      case "mj-text", "mj-table" -> block(element, 2);
      case "mj-button" -> link(element, 2);
      case "mj-divider", "hr" -> text.append("\n\n");
      case "a" -> link(element, 0);
      case "br" -> text.append("\n");
      case "p", "h1", "h2", "h3", "ul", "ol" -> block(element, 2);
      case "div", "tr", "li" -> block(element, 1);
      case "td" -> cell(element);
      default -> children(element);
    }
  }

  private void block(Element element, int breaks) {
    if (element.attr("data-text").equals("none")) {
      return;
    }
    newLine();
    if (element.normalName().equals("li")) {
      text.append("- ");
    }
    children(element);
    text.append("\n".repeat(breaks));
  }

  private void newLine() {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    if (end > 0 && text.charAt(end - 1) != '\n') {
      text.append('\n');
    }
  }

  private void cell(Element element) {
    if (element.attr("data-text").equals("none")) {
      return;
    }
    children(element);
    text.append(' ');
  }

  /// `words: address`, or the address alone where the words are the same.
  private void link(Element element, int breaks) {
    String target = element.attr("href").strip();
    String words = element.text().strip();
    children(element);
    boolean wordsOnly = element.attr("data-text").equals("words") || target.startsWith("mailto:");
    if (!wordsOnly && !target.isEmpty() && !target.equals(words)) {
      text.append(breaks > 0 ? ":\n" : ": ").append(target);
    }
    text.append("\n".repeat(breaks));
  }
}
