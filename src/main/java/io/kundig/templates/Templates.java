package io.kundig.templates;

import io.kundig.accounts.Shop;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Content of messages: compiled once per version, rendered once per recipient.
@Component
public class Templates {

  /// Renders the live version of a template.
  ///
  /// @param data what the Liquid may use: `person`, `cart`, `order`, `links` (`unsubscribe`,
  ///   `preferences`, `browser`, `confirm`); values are escaped for HTML by default
  /// @throws RenderFailed if the template breaks a limit or names what is not there
  public Rendered render(String key, Locale locale, Shop shop, Map<String, Object> data) {
    throw new UnsupportedOperationException();
  }

  /// A rendered message before tracking: links still lead to their targets.
  ///
  /// @param links every distinct http(s) target in the HTML, in order
  public record Rendered(
      int version,
      String subject,
      String preheader,
      String html,
      String text,
      List<String> links,
      boolean hasImpressum,
      boolean hasUnsubscribe) {}

  /// The template could not be rendered for this recipient.
  public static final class RenderFailed extends RuntimeException {
    public RenderFailed(String message) {
      super(message);
    }
  }
}
