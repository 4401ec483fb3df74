package io.kundig.sources.shops.shopware;

import io.kundig.sources.shops.Handshake;
import io.kundig.sources.shops.Handshakes;
import io.kundig.sources.shops.Handshakes.Keys;
import io.kundig.sources.shops.Handshakes.Standing;
import io.kundig.sources.shops.Handshakes.Step;
import io.kundig.sources.shops.Hmac;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How a shop and its app make themselves known to each other (Shopware's “App Registration &
/// Backend Setup”): the shop proves that it has the app's file, we prove it too and give it a
/// secret to sign with, and the shop, by that, hands over its keys. Whatever address it says it
/// has, only the one is asked that staff named.
@RestController
class ShopwareRegistration {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 48;
  private static final int LONGEST_QUERY = 2_000;
  private static final int LONGEST_BODY = 10_000;
  private static final int LONGEST_KEY = 1_000;
  private static final int LONGEST_IDENTITY = 255;
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  /// From the registration to the confirmation, which follows at once.
  private static final Duration OFFERED = Duration.ofMinutes(10);

  /// For what is on its way while the shop gets a new secret.
  private static final Duration BOTH_SECRETS = Duration.ofMinutes(1);

  private final Handshakes handshakes;
  private final JsonMapper json;
  private final Clock clock;

  ShopwareRegistration(Handshakes handshakes, JsonMapper json, Clock clock) {
    this.handshakes = handshakes;
    this.json = json;
    this.clock = clock;
  }

  private static ResponseEntity<Map<String, String>> refused(HttpStatus status, String why) {
    return ResponseEntity.status(status).body(Map.of("error", why));
  }

  private static ResponseEntity<Map<String, String>> unknown() {
    return refused(HttpStatus.NOT_FOUND, "Kundig expects no shop here. Download the app again.");
  }

  @GetMapping("/hooks/shopware/{connection}" + ShopwareApp.REGISTRATION)
  ResponseEntity<Map<String, String>> register(
      @PathVariable UUID connection,
      @RequestParam("shop-id") String identity,
      @RequestParam("shop-url") String address,
      @RequestParam long timestamp,
      @RequestHeader("shopware-app-signature") String signature,
      @RequestHeader(name = Shopware.SHOP_SIGNATURE, required = false) @Nullable String renewal,
      HttpServletRequest request) {
    String query = Objects.requireNonNullElse(request.getQueryString(), "");
    if (query.length() > LONGEST_QUERY || identity.length() > LONGEST_IDENTITY) {
      return refused(HttpStatus.BAD_REQUEST, "This is no registration.");
    }
    Registration registration =
        new Registration(
            query.getBytes(StandardCharsets.UTF_8),
            identity,
            address,
            timestamp,
            signature,
            renewal);
    return handshakes
        .step("shopware", connection, standing -> register(registration, standing))
        .orElseGet(ShopwareRegistration::unknown);
  }

  private record Registration(
      byte[] query,
      String identity,
      String address,
      long timestamp,
      String signature,
      @Nullable String renewal) {}

  private Step<ResponseEntity<Map<String, String>>> register(
      Registration registration, Standing standing) {
    Handshake before = standing.handshake();
    if (!Hmac.isHex(before.appSecret(), registration.query, registration.signature)) {
      return Step.refused(refused(HttpStatus.UNAUTHORIZED, "This is not the app's signature."));
    }
    ResponseEntity<Map<String, String>> why = refusal(registration, standing);
    if (why != null) {
      return Step.refused(why);
    }
    String secret = secret();
    return new Step<>(
        ResponseEntity.ok()
            .cacheControl(CacheControl.noStore())
            .body(offer(registration, standing, secret)),
        new Handshake(
            before.appSecret(),
            before.identity(),
            registration.timestamp,
            new Handshake.Offer(registration.identity, secret),
            before.former()),
        null);
  }

  private @Nullable ResponseEntity<Map<String, String>> refusal(
      Registration registration, Standing standing) {
    if (!isNow(registration.timestamp)) {
      return refused(HttpStatus.BAD_REQUEST, "The shop's clock is wrong by more than 5 minutes.");
    }
    if (registration.timestamp <= standing.handshake().registeredAt()) {
      return refused(HttpStatus.CONFLICT, "This registration was there before. Try again.");
    }
    if (!isNamed(registration.address, standing)) {
      return refused(HttpStatus.BAD_REQUEST, elsewhere(standing));
    }
    if (standing.connected()
        && !(registration.identity.equals(standing.handshake().identity())
            && isSigned(standing.secret(), registration.query, registration.renewal))) {
      return refused(
          HttpStatus.CONFLICT,
          "This shop is connected already. Disconnect it in Kundig and download the app again.");
    }
    return null;
  }

  private static String elsewhere(Standing standing) {
    return "In Kundig this shop was named "
        + standing.address()
        + ". Enter the address there that the shop itself has (APP_URL), and download the app again.";
  }

  private static Map<String, String> offer(
      Registration registration, Standing standing, String secret) {
    String proven = registration.identity + registration.address + ShopwareApp.NAME;
    return Map.of(
        "proof",
        Hmac.hex(standing.handshake().appSecret(), proven.getBytes(StandardCharsets.UTF_8)),
        "secret",
        secret,
        "confirmation_url",
        standing.target() + ShopwareApp.CONFIRMATION);
  }

  private static String secret() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  @PostMapping("/hooks/shopware/{connection}" + ShopwareApp.CONFIRMATION)
  ResponseEntity<Map<String, String>> confirm(
      @PathVariable UUID connection,
      @RequestHeader(Shopware.SHOP_SIGNATURE) String signature,
      @RequestHeader(name = "shopware-shop-signature-previous", required = false)
          @Nullable String renewal,
      HttpServletRequest request)
      throws IOException {
    byte[] body = request.getInputStream().readNBytes(LONGEST_BODY + 1);
    if (body.length > LONGEST_BODY) {
      return refused(HttpStatus.CONTENT_TOO_LARGE, "This is no confirmation.");
    }
    return handshakes
        .step("shopware", connection, standing -> confirm(body, signature, renewal, standing))
        .orElseGet(ShopwareRegistration::unknown);
  }

  private Step<ResponseEntity<Map<String, String>>> confirm(
      byte[] body, String signature, @Nullable String renewal, Standing standing) {
    Handshake.Offer offer = standing.handshake().offer();
    if (offer == null || !Hmac.isHex(offer.secret(), body, signature)) {
      return Step.refused(refused(HttpStatus.UNAUTHORIZED, "This is not the shop's signature."));
    }
    if (standing.connected() && !isSigned(standing.secret(), body, renewal)) {
      return Step.refused(
          refused(HttpStatus.UNAUTHORIZED, "The shop does not know what it signed with before."));
    }
    JsonNode said = parsed(body);
    String key = said.path("apiKey").asString("");
    String secret = said.path("secretKey").asString("");
    boolean whole =
        isKey(key)
            && isKey(secret)
            && said.path("shopId").asString("").equals(offer.identity())
            && isNamed(said.path("shopUrl").asString(""), standing)
            && isNow(said.path("timestamp").asLong(0))
            && isOpen(standing.handshake());
    if (!whole) {
      return Step.refused(refused(HttpStatus.BAD_REQUEST, "This confirms no registration."));
    }
    return new Step<>(
        ResponseEntity.ok(Map.of()),
        confirmed(standing, offer),
        new Keys(
            Map.of(
                ShopwareApi.KEY, key,
                ShopwareApi.SECRET, secret,
                ShopwareApi.SHOP_ID, offer.identity()),
            offer.secret()));
  }

  private Handshake confirmed(Standing standing, Handshake.Offer offer) {
    Handshake before = standing.handshake();
    String former = standing.connected() ? standing.secret() : null;
    return new Handshake(
        before.appSecret(),
        offer.identity(),
        before.registeredAt(),
        null,
        former == null ? null : new Handshake.Former(former, clock.instant().plus(BOTH_SECRETS)));
  }

  private JsonNode parsed(byte[] body) {
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      return JsonMapper.shared().createObjectNode();
    }
  }

  private boolean isNow(long timestamp) {
    long now = clock.instant().getEpochSecond();
    return timestamp > now - CLOCKS_DIFFER.toSeconds()
        && timestamp < now + CLOCKS_DIFFER.toSeconds();
  }

  private boolean isOpen(Handshake handshake) {
    return Instant.ofEpochSecond(handshake.registeredAt()).plus(OFFERED).isAfter(clock.instant());
  }

  private static boolean isKey(String key) {
    return !key.isBlank()
        && key.length() <= LONGEST_KEY
        && key.chars().allMatch(c -> c > ' ' && c <= 0x7E);
  }

  private static boolean isSigned(
      @Nullable String secret, byte[] message, @Nullable String signature) {
    return secret != null && signature != null && Hmac.isHex(secret, message, signature);
  }

  /// Behind a proxy a shop may not know that it is reached over TLS; it is asked as staff named it.
  private static boolean isNamed(String address, Standing standing) {
    return place(address).equals(place(standing.address().toString()));
  }

  /// Host, port and folder.
  private static String place(String address) {
    try {
      URI uri = URI.create(address.strip());
      String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
      boolean usual = uri.getPort() < 0 || uri.getPort() == 80 || uri.getPort() == 443;
      String path = Objects.requireNonNullElse(uri.getRawPath(), "").replaceAll("/+$", "");
      return host + (usual ? "" : ":" + uri.getPort()) + path;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
