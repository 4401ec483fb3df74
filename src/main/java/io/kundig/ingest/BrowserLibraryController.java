package io.kundig.ingest;

import io.kundig.accounts.Shop;
import io.kundig.accounts.Shops;
import io.kundig.platform.BaseUrl;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What the browser libraries of Segment and RudderStack ask for before they send: their vendor's
/// settings of a source, here always the same, with nobody else to send to and nothing reported
/// about themselves.
@Hidden
@RestController
class BrowserLibraryController {

  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Map<String, Object> EVERYTHING =
      Map.of("__default", Map.of("enabled", true, "integrations", Map.of()));

  private final Shops shops;
  private final BaseUrl baseUrl;

  BrowserLibraryController(Shops shops, BaseUrl baseUrl) {
    this.shops = shops;
    this.baseUrl = baseUrl;
  }

  /// For `@segment/analytics-next` with `cdnURL` set to this server.
  @GetMapping("/v1/projects/{writeKey}/settings")
  ResponseEntity<Map<String, Object>> segment(@PathVariable String writeKey) {
    return answer(shops.byWriteKey(writeKey).map(_ -> segmentSettings(writeKey)));
  }

  private Map<String, Object> segmentSettings(String writeKey) {
    URI here = URI.create(baseUrl.get());
    return Map.of(
        "integrations",
        Map.of(
            "Segment.io",
            Map.of(
                "apiKey",
                writeKey,
                "apiHost",
                here.getRawAuthority() + here.getRawPath() + "/v1",
                "protocol",
                here.getScheme(),
                "unbundledIntegrations",
                List.of(),
                "addBundledMetadata",
                true)),
        "plan",
        Map.of("track", EVERYTHING, "identify", EVERYTHING, "group", EVERYTHING),
        "edgeFunction",
        Map.of(),
        "middlewareSettings",
        Map.of(),
        "enabledMiddleware",
        Map.of(),
        "remotePlugins",
        List.of(),
        "metrics",
        Map.of("sampleRate", 0),
        "analyticsNextEnabled",
        true,
        "legacyVideoPluginsEnabled",
        false);
  }

  /// For `@rudderstack/analytics-js` with `configUrl` set to this server.
  @GetMapping({"/sourceConfig", "/sourceConfig/"})
  ResponseEntity<Map<String, Object>> rudderStack(@RequestParam String writeKey) {
    return answer(shops.byWriteKey(writeKey).map(shop -> sourceConfig(shop, writeKey)));
  }

  private static Map<String, Object> sourceConfig(Shop shop, String writeKey) {
    String id = "kundig-" + shop.id();
    Map<String, Object> off = Map.of("enabled", false);
    return Map.of(
        "source",
        Map.of(
            "id",
            id,
            "name",
            shop.name(),
            "writeKey",
            writeKey,
            "enabled",
            true,
            "workspaceId",
            "kundig",
            "config",
            Map.of("statsCollection", Map.of("errors", off, "metrics", off)),
            "destinations",
            List.of(),
            "connections",
            List.of(),
            "dataplanes",
            Map.of()));
  }

  private static ResponseEntity<Map<String, Object>> answer(Optional<Map<String, Object>> found) {
    return found
        .map(
            settings ->
                ResponseEntity.ok()
                    .cacheControl(CacheControl.maxAge(FRESH).cachePublic())
                    .body(settings))
        .orElseGet(() -> ResponseEntity.notFound().build());
  }
}
