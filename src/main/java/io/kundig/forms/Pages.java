package io.kundig.forms;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.platform.BaseUrl;
import io.kundig.profiles.Profiles.Profile;
import io.kundig.shared.NotFound;
import io.kundig.templates.Liquid;
import io.kundig.templates.Templates;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/// The public pages: no script, nothing from other servers but the shop's logo, everything escaped.
@Component
class Pages {

  static final List<String> LANGUAGES = List.of("de", "en");

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Templates templates;
  private final Shops shops;
  private final BaseUrl baseUrl;
  private final String layout = read("layout");
  private final Map<String, Liquid> pages = new ConcurrentHashMap<>();

  Pages(Templates templates, Shops shops, BaseUrl baseUrl) {
    this.templates = templates;
    this.shops = shops;
    this.baseUrl = baseUrl;
  }

  ResponseEntity<String> show(
      HttpStatus status, String page, Shop shop, String language, Map<String, ?> facts) {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    Map<String, Object> data = new HashMap<>(facts);
    data.put("lang", language);
    data.put("shop", templates.shopFacts(shop));
    data.put("nonce", nonce);
    data.put("base", baseUrl.get());
    String html = page(page).render(data, Locale.of(language), shop.timeZone());
    return ResponseEntity.status(status)
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .cacheControl(CacheControl.noStore())
        .header("X-Robots-Tag", "noindex, nofollow")
        .header(HttpHeaders.CONTENT_LANGUAGE, language)
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
        .header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'nonce-"
                + nonce
                + "'; img-src https: http:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
        .body(html);
  }

  /// For links that are broken or forged: tells nothing about anybody.
  ResponseEntity<String> invalidLink(HttpServletRequest request) {
    Shop shop = shops.all().getFirst();
    return show(HttpStatus.NOT_FOUND, "invalid", shop, language(request, null, shop), Map.of());
  }

  Optional<Shop> shop(int id) {
    try {
      return Optional.of(shops.get(id));
    } catch (NotFound e) {
      return Optional.empty();
    }
  }

  /// What was asked for in the address, else what the person reads, else the browser, else the
  /// shop.
  static String language(HttpServletRequest request, @Nullable Profile person, Shop shop) {
    String asked = request.getParameter("lang");
    if (asked != null && LANGUAGES.contains(asked)) {
      return asked;
    }
    if (person != null && person.locale() != null) {
      String known = Locale.forLanguageTag(person.locale()).getLanguage();
      if (LANGUAGES.contains(known)) {
        return known;
      }
    }
    if (request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) != null) {
      String reads = request.getLocale().getLanguage();
      return LANGUAGES.contains(reads) ? reads : "en";
    }
    return shop.locale().getLanguage().equals("de") ? "de" : "en";
  }

  private Liquid page(String name) {
    return pages.computeIfAbsent(
        name, it -> Liquid.html(layout.replace("<!-- page -->", read(it))));
  }

  private static String read(String name) {
    try (InputStream stream = Pages.class.getResourceAsStream("/pages/" + name + ".html")) {
      if (stream == null) {
        throw new IllegalStateException("pages/" + name + ".html is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
