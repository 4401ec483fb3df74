package io.kundig.sources.shops.shopware;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kundig.sources.shops.JsonFields;
import io.kundig.sources.shops.ShopAccess;
import io.kundig.sources.shops.ShopRefusal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Under which addresses the sales channels of a shop are found, by language; remembered for a
/// while.
@Component
class Domains {

  private static final int MOST = 500;
  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final long MOST_SHOPS = 1_000;

  private final ShopwareApi api;
  private final Cache<URI, List<Domain>> known =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(MOST_SHOPS).build();

  Domains(ShopwareApi api) {
    this.api = api;
  }

  /// @param language BCP 47, such as `de-DE`
  record Domain(String url, String salesChannel, String languageId, String language) {

    /// @param salesChannel null: of any
    boolean serves(@Nullable String salesChannel, @Nullable String languageId) {
      return this.languageId.equals(languageId)
          && (salesChannel == null || this.salesChannel.equals(salesChannel));
    }
  }

  /// Those over TLS first.
  List<Domain> of(ShopAccess shop) throws ShopRefusal {
    List<Domain> before = known.getIfPresent(shop.address());
    if (before != null) {
      return before;
    }
    List<Domain> asked = ask(shop);
    known.put(shop.address(), asked);
    return asked;
  }

  private List<Domain> ask(ShopAccess shop) throws ShopRefusal {
    Criteria criteria =
        Criteria.of(MOST)
            .with("language.locale")
            .only("sales_channel_domain", "id", "url", "salesChannelId", "languageId", "language")
            .only("language", "id", "locale")
            .only("locale", "code");
    List<Domain> domains = new ArrayList<>();
    for (JsonNode node : api.search(shop, "sales-channel-domain", criteria.body()).path("data")) {
      JsonFields domain = new JsonFields(node, "domain");
      String url = domain.textOrNull("url");
      String channel = domain.idOrNull("salesChannelId");
      String language = domain.idOrNull("languageId");
      String code = domain.object("language").object("locale").textOrNull("code");
      if (url != null
          && url.matches("https?://.+")
          && channel != null
          && language != null
          && code != null) {
        domains.add(new Domain(url.replaceAll("/+$", ""), channel, language, code));
      }
    }
    domains.sort(
        Comparator.comparing((Domain domain) -> domain.url().startsWith("http:"))
            .thenComparing(Domain::url));
    return List.copyOf(domains);
  }
}
