package io.kundig.templates;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.shared.Invalid;
import io.kundig.shared.Page;
import io.kundig.templates.Starter.Name;
import io.kundig.templates.TemplateEditor.Summary;
import io.kundig.templates.Templates.Brand;
import io.kundig.templates.Templates.RenderFailed;
import io.kundig.templates.Templates.Rendered;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Templates over HTTP: list, look at, edit.
@RestController
@RequestMapping("/api/v1/templates")
class TemplateController {

  private final TemplateEditor editor;
  private final Templates templates;
  private final Shops shops;

  TemplateController(TemplateEditor editor, Templates templates, Shops shops) {
    this.editor = editor;
    this.templates = templates;
    this.shops = shops;
  }

  @GetMapping
  Page<Summary> list() {
    return new Page<>(editor.list(), null);
  }

  @GetMapping("/{key}/preview")
  Preview preview(
      @PathVariable String key,
      @RequestParam(defaultValue = "de") String locale,
      @RequestParam Optional<Integer> shopId) {
    return preview(editor.current(key, locale), locale, shop(shopId));
  }

  /// What is being typed, before it is saved.
  @PostMapping("/{key}/previews")
  Preview previewOf(
      @PathVariable String key,
      @RequestParam(defaultValue = "de") String locale,
      @RequestParam Optional<Integer> shopId,
      @RequestBody Source source) {
    return preview(editor.compiled(key, locale, source.checked()), locale, shop(shopId));
  }

  private Preview preview(CompiledTemplate template, String language, Shop shop) {
    try {
      Rendered rendered =
          templates.render(template, java.util.Locale.of(language), shop, SampleData.of(language));
      return new Preview(
          rendered.subject(),
          rendered.preheader(),
          rendered.html(),
          rendered.text(),
          PreviewProblem.of(rendered, editor.isMarketing(template.key())));
    } catch (RenderFailed e) {
      throw new Invalid("mjml", "The template " + e.getMessage() + ".", "Change it there.");
    }
  }

  private Shop shop(Optional<Integer> id) {
    return id.map(shops::get).orElseGet(() -> shops.all().getFirst());
  }

  @GetMapping("/{key}/source")
  Source source(@PathVariable String key, @RequestParam(defaultValue = "de") String locale) {
    TemplateSource source = editor.source(key, locale);
    return new Source(source.subject(), source.preheader(), source.mjml(), source.text());
  }

  /// @return the source as stored, as the new version
  @PutMapping("/{key}/source")
  Source store(
      @PathVariable String key,
      @RequestParam(defaultValue = "de") String locale,
      @RequestBody Source source) {
    editor.store(key, locale, source.checked());
    return source;
  }

  @GetMapping("/brand")
  Brand brand(@RequestParam Optional<Integer> shopId) {
    return templates.brand(shop(shopId).id());
  }

  @PutMapping("/brand")
  Brand storeBrand(@RequestParam Optional<Integer> shopId, @RequestBody Brand brand) {
    editor.storeBrand(shop(shopId).id(), brand);
    return brand;
  }

  /// @param text Liquid of the text part; null: made from the MJML
  record Source(
      @Nullable String subject,
      @Nullable String preheader,
      @Nullable String mjml,
      @Nullable String text) {

    TemplateSource checked() {
      return new TemplateSource(
          Objects.requireNonNullElse(subject, ""),
          Objects.requireNonNullElse(preheader, ""),
          Objects.requireNonNullElse(mjml, ""),
          text == null || text.isBlank() ? null : text);
    }
  }

  record Preview(
      String subject, String preheader, String html, String text, List<PreviewProblem> problems) {}

  /// What would keep the mail from being sent, or from being read whole.
  record PreviewProblem(String code, Name message) {

    /// Gmail cuts mails behind this many bytes of HTML.
    private static final int CLIPPED_BY_GMAIL = 102_000;

    static List<PreviewProblem> of(Rendered rendered, boolean marketing) {
      return java.util.stream.Stream.of(
              new PreviewProblem(
                  rendered.hasImpressum() ? "" : "no_impressum",
                  new Name(
                      "Das Impressum ist nicht vollständig zu lesen. So wird die Mail nicht gesendet.",
                      "The legal notice cannot be read in full. The mail will not be sent like this.")),
              new PreviewProblem(
                  !marketing || rendered.hasUnsubscribe() ? "" : "no_unsubscribe_link",
                  new Name(
                      "Der Link zum Abmelden fehlt. So wird die Mail nicht gesendet.",
                      "The unsubscribe link is missing. The mail will not be sent like this.")),
              new PreviewProblem(
                  rendered.html().length() <= CLIPPED_BY_GMAIL ? "" : "too_long",
                  new Name(
                      "Gmail schneidet Mails ab 102 KB ab. Diese ist länger.",
                      "Gmail cuts mails off at 102 KB. This one is longer.")))
          .filter(problem -> !problem.code().isEmpty())
          .toList();
    }
  }
}
