package io.kundig.templates;

import io.kundig.accounts.Shop;
import io.kundig.catalog.Catalog;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Content of messages: compiled once per version, rendered once per recipient.
@Component
public class Templates {

  private final LiveTemplates live;
  private final BrandStore brands;
  private final LocalPages.Source pages;

  @Autowired
  Templates(LiveTemplates live, BrandStore brands, Catalog catalog) {
    this(live, brands, catalog::pages);
  }

  Templates(LiveTemplates live, BrandStore brands, LocalPages.Source pages) {
    this.live = live;
    this.brands = brands;
    this.pages = pages;
  }

  /// Renders the live version of a template.
  ///
  /// @param locale of the person; a language the template lacks falls back to the shop's, then to
  ///   German. `locale` in the data, where present, is used instead
  /// @param data what the Liquid may use: `person`, `cart`, `order`, `links` (`unsubscribe`,
  ///   `preferences`, `browser`, `confirm`); values are escaped for HTML. `shop` is added here
  /// @throws RenderFailed if there is no such template, it breaks a limit, or a filter cannot work
  ///   with its value
  public Rendered render(String key, Locale locale, Shop shop, Map<String, Object> data) {
    Object wanted = data.get("locale");
    Locale used = wanted instanceof String tag ? Locale.forLanguageTag(tag) : locale;
    CompiledTemplate template = live.find(key, used, shop.locale());
    return render(template, used, shop, data);
  }

  Rendered render(CompiledTemplate template, Locale wanted, Shop shop, Map<String, Object> data) {
    Map<String, @Nullable Object> all = new HashMap<>(data);
    all.put("shop", ShopFacts.of(shop, brand(shop.id())));
    Locale locale = template.locale(wanted, shop.locale());
    boolean asWanted = wanted.getLanguage().equals(locale.getLanguage());
    Map<String, Object> plain =
        LocalPages.in(PlainData.of(all), shop.id(), asWanted ? wanted : locale, pages);
    CompiledTemplate.Output output = template.render(plain, locale, shop.timeZone());
    RenderedHtml html = RenderedHtml.read(output.html());
    return new Rendered(
        template.version(),
        output.subject(),
        output.preheader(),
        html.html(),
        output.text(),
        html.links(),
        hasImpressum(html.visibleText(), shop.impressum()),
        hasUnsubscribe(html, plain));
  }

  /// The template as it looks to a made-up person with a made-up cart.
  ///
  /// @throws RenderFailed if it cannot be rendered even for them
  public Rendered sample(String key, Locale wanted, Shop shop) {
    return render(key, wanted, shop, SampleData.of(wanted.getLanguage()));
  }

  /// Whether there is a template of this key, in any language.
  public boolean exists(String key) {
    return live.exists(key);
  }

  /// The templates there are: their names by language, by key.
  public Map<String, Map<String, String>> names() {
    Map<String, Map<String, String>> names = new LinkedHashMap<>();
    Starter.ALL.forEach(
        one -> names.put(one.key(), Map.of("de", one.name().de(), "en", one.name().en())));
    return names;
  }

  /// How a shop looks in mails and on its public pages.
  public Brand brand(int shopId) {
    return brands.get(shopId);
  }

  /// What pages and mails may say about a shop: name, address, colours, Impressum; nothing of its
  /// keys and rules.
  public Map<String, Object> shopFacts(Shop shop) {
    return PlainData.of(ShopFacts.of(shop, brand(shop.id())));
  }

  /// All mandatory parts can be read in the message.
  private static boolean hasImpressum(String visibleText, Shop.Impressum impressum) {
    return impressum.missing().isEmpty()
        && contains(visibleText, impressum.company())
        && contains(visibleText, impressum.street())
        && contains(visibleText, impressum.city())
        && contains(visibleText, impressum.country())
        && contains(visibleText, impressum.email());
  }

  private static boolean contains(String visibleText, @Nullable String part) {
    return visibleText.contains(RenderedHtml.collapsed(Objects.requireNonNullElse(part, "")));
  }

  /// A link that can be seen leads to the page for unsubscribing.
  private static boolean hasUnsubscribe(RenderedHtml html, Map<String, Object> data) {
    return data.get("links") instanceof Map<?, ?> links
        && links.get("unsubscribe") instanceof String unsubscribe
        && html.visibleLinks().contains(unsubscribe);
  }

  /// A rendered message before tracking: links still lead to their targets.
  ///
  /// @param links every distinct http(s) target in the HTML, in order
  /// @param hasImpressum whether all mandatory parts of the shop's Impressum can be read in it
  /// @param hasUnsubscribe whether a visible link leads to `links.unsubscribe`
  public record Rendered(
      int version,
      String subject,
      String preheader,
      String html,
      String text,
      List<String> links,
      boolean hasImpressum,
      boolean hasUnsubscribe) {}

  /// How a shop looks.
  ///
  /// @param color of buttons and links, `#rrggbb`
  /// @param logoUrl shown instead of the name, at most 200 by 48 pixels
  public record Brand(String color, @Nullable String logoUrl) {

    static final Brand DEFAULT = new Brand("#1F5F5B", null);

    /// White or nearly black, whichever reads better on the colour.
    public String textOnColor() {
      return Colors.contrastToWhite(color) >= 4.5 ? "#FFFFFF" : "#1E1C19";
    }
  }

  /// The template could not be rendered for this recipient.
  public static final class RenderFailed extends RuntimeException {
    public RenderFailed(String message) {
      super(message);
    }
  }
}
