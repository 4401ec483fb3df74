package io.kundig.templates;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// One version of a template in one language, ready to be rendered.
final class CompiledTemplate {

  private static final int LONGEST_SUBJECT = 250;
  private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\s]+");
  private static final Pattern EMPTY_LINES = Pattern.compile("\\n[ \\t]*(\\n[ \\t]*)+\\n");
  private static final Pattern LINE_ENDS = Pattern.compile("[ \\t]*\\n[ \\t]*");
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

  private final String key;
  private final int version;
  private final String language;
  private final Liquid subject;
  private final Liquid preheader;
  private final Liquid html;
  private final Liquid text;

  private CompiledTemplate(String key, int version, String language, TemplateSource source) {
    this.key = key;
    this.version = version;
    this.language = language;
    this.subject = Liquid.text(source.subject());
    this.preheader = Liquid.text(source.preheader());
    Mjml mjml = Mjml.compile(source, language);
    this.html = Liquid.html(mjml.html());
    this.text = Liquid.text(source.text() == null ? mjml.text() : source.text());
  }

  /// @throws InvalidTemplate with all that is wrong
  static CompiledTemplate compile(String key, int version, String language, TemplateSource source) {
    SourceCheck.verify(source);
    return new CompiledTemplate(key, version, language, source);
  }

  String key() {
    return key;
  }

  int version() {
    return version;
  }

  /// The template's language, written as the person's or the shop's country does.
  Locale locale(Locale wanted, Locale shops) {
    if (wanted.getLanguage().equals(language) && !wanted.getCountry().isEmpty()) {
      return wanted;
    }
    String country = shops.getLanguage().equals(language) ? shops.getCountry() : "";
    String usual = language.equals("de") ? "DE" : "GB";
    return Locale.of(language, country.isEmpty() ? usual : country);
  }

  Output render(Map<String, Object> plain, Locale locale, ZoneId zone) {
    return new Output(
        oneLine(subject.render(plain, new RenderState(locale, zone))),
        oneLine(preheader.render(plain, new RenderState(locale, zone))),
        html.render(plain, new RenderState(locale, zone)),
        paragraphs(text.render(plain, new RenderState(locale, zone))));
  }

  /// A line break in a name must not become a header.
  private static String oneLine(String text) {
    String line = BREAKS.matcher(text).replaceAll(" ").strip();
    if (line.length() <= LONGEST_SUBJECT) {
      return line;
    }
    int cut = Character.isHighSurrogate(line.charAt(LONGEST_SUBJECT - 1)) ? 1 : 0;
    return line.substring(0, LONGEST_SUBJECT - cut).strip() + "…";
  }

  private static String paragraphs(String text) {
    String clean = CONTROLS.matcher(text.replace("\r\n", "\n")).replaceAll("");
    String trimmed = LINE_ENDS.matcher(clean).replaceAll("\n");
    return EMPTY_LINES.matcher(trimmed).replaceAll("\n\n").strip() + "\n";
  }

  record Output(String subject, String preheader, String html, String text) {}
}
