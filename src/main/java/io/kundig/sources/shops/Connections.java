package io.kundig.sources.shops;

import io.kundig.accounts.AuditAction;
import io.kundig.accounts.AuditLog;
import io.kundig.accounts.Shops;
import io.kundig.platform.OutsideHttp.Reach;
import io.kundig.shared.Conflict;
import io.kundig.shared.Ids;
import io.kundig.shared.Invalid;
import io.kundig.shared.Invalid.Violation;
import io.kundig.shared.NotFound;
import io.kundig.sources.shops.ShopConnection.Live;
import io.kundig.sources.shops.ShopConnection.Settings;
import io.kundig.sources.shops.ShopConnection.State;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// What staff do with connections to shops. Shops are asked outside of any transaction.
@Component
class Connections {

  private static final Logger log = LoggerFactory.getLogger(Connections.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 24;
  private static final int LONGEST_KEY = 4_000;
  private static final int LONGEST_WORDING = 1_000;

  private final ConnectionStore store;
  private final HistoryStore histories;
  private final DeliveryStore deliveries;
  private final LookUpStore lookUps;
  private final HookSecrets secrets;
  private final HookTargets targets;
  private final Platforms platforms;
  private final Arrivals arrivals;
  private final HistoryWorker historyWorker;
  private final Watch watch;
  private final Shops shops;
  private final AuditLog audit;
  private final TransactionTemplate transactions;
  private final Clock clock;

  Connections(
      ConnectionStore store,
      HistoryStore histories,
      DeliveryStore deliveries,
      LookUpStore lookUps,
      HookSecrets secrets,
      HookTargets targets,
      Platforms platforms,
      Arrivals arrivals,
      HistoryWorker historyWorker,
      Watch watch,
      Shops shops,
      AuditLog audit,
      TransactionTemplate transactions,
      Clock clock) {
    this.store = store;
    this.histories = histories;
    this.deliveries = deliveries;
    this.lookUps = lookUps;
    this.secrets = secrets;
    this.targets = targets;
    this.platforms = platforms;
    this.arrivals = arrivals;
    this.historyWorker = historyWorker;
    this.watch = watch;
    this.shops = shops;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  List<ShopConnection> all() {
    return store.standing();
  }

  ShopConnection get(UUID id) {
    return store
        .find(id)
        .filter(connection -> connection.state() != State.DISCONNECTED)
        .orElseThrow(() -> new NotFound("connection", id));
  }

  Optional<Instant> lastPollAt(ShopConnection connection) {
    return store.lastPollAt(connection.id());
  }

  /// Tries the keys, makes the connection, has the shop send its changes, and begins with its past.
  ///
  /// @throws Invalid when the shop does not take the keys; the codes begin with `shop_`
  ShopConnection connect(
      int shopId, String kind, String address, Map<String, String> keys, Settings settings) {
    Platform platform =
        platforms
            .find(kind)
            .orElseThrow(
                () ->
                    new Invalid(
                        "kind", "There is no such kind of shop.", "Choose one of those offered."));
    shops.get(shopId);
    URI normal = address(address, settings.insideNetwork());
    checkKeys(platform, keys);
    checkSettings(settings);
    if (store.isConnected(shopId, kind, normal)) {
      throw new Conflict("This shop is connected already.");
    }
    Greeting greeting = greet(platform, access(normal, keys, settings));
    ShopConnection fresh = fresh(shopId, kind, normal, State.CONNECTED, settings, greeting);
    UUID id = transactions.execute(_ -> insert(platform, fresh, keys));
    secrets.forget(id);
    arrivals.subscribe(get(id));
    historyWorker.wake();
    watch.wake();
    return get(id);
  }

  /// Names a shop that is to make itself known by an app of ours.
  ///
  /// @throws Invalid when this kind of shop takes no apps, or could not reach this server
  ShopConnection await(int shopId, String kind, String address, Settings settings) {
    appPlatform(kind);
    shops.get(shopId);
    URI normal = address(address, settings.insideNetwork());
    checkSettings(settings);
    if (store.isConnected(shopId, kind, normal)) {
      throw new Conflict("This shop is connected already.");
    }
    Greeting greeting = new Greeting(null, null, null);
    ShopConnection fresh = fresh(shopId, kind, normal, State.AWAITED, settings, greeting);
    if (!targets.areReachable(fresh)) {
      throw violation(
          "address", "shop_not_reachable", "The shop cannot reach this server over https.");
    }
    Optional<ShopConnection> before = store.awaited(shopId, kind, normal);
    if (before.isPresent()) {
      store.change(before.get().id(), settings, null, null);
      return get(before.get().id());
    }
    UUID id =
        transactions.execute(
            _ -> {
              UUID made = store.await(fresh, Handshake.begun(secret() + secret()));
              recordConnected(made, fresh);
              return made;
            });
    secrets.forget(id);
    return get(id);
  }

  /// The file that staff put into an awaited shop.
  AppPlatform.App app(UUID id) {
    ShopConnection connection = get(id);
    Handshake handshake = store.handshake(id);
    if (handshake == null) {
      throw new Conflict("This shop is connected by keys.");
    }
    return appPlatform(connection.kind()).app(targets.of(connection), handshake.appSecret());
  }

  /// Whether the shop brings its keys by itself.
  boolean isByApp(ShopConnection connection) {
    return store.handshake(connection.id()) != null;
  }

  private AppPlatform appPlatform(String kind) {
    return platforms
        .find(kind)
        .filter(AppPlatform.class::isInstance)
        .map(AppPlatform.class::cast)
        .orElseThrow(() -> violation("kind", "no_app", "This kind of shop takes no app."));
  }

  private ShopConnection fresh(
      int shopId, String kind, URI address, State state, Settings settings, Greeting greeting) {
    Instant now = clock.instant();
    return new ShopConnection(
        Ids.random(now),
        shopId,
        kind,
        address,
        state,
        Live.POLLING,
        settings,
        List.of(),
        greeting,
        now,
        null,
        0,
        null,
        null,
        null,
        null,
        null);
  }

  private UUID insert(Platform platform, ShopConnection fresh, Map<String, String> keys) {
    UUID id =
        store.connect(
            fresh,
            keys,
            Objects.requireNonNullElseGet(platform.signingSecret(keys), Connections::secret));
    arrivals.begin(id, platform, fresh.connectedAt());
    recordConnected(id, fresh);
    return id;
  }

  private void recordConnected(UUID id, ShopConnection fresh) {
    audit.record(
        AuditAction.SHOP_CONNECTED,
        "connection:" + id,
        Map.of(
            "kind", new @Nullable Object[] {null, fresh.kind()},
            "address", new @Nullable Object[] {null, fresh.address().toString()}));
  }

  private static String secret() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  /// @param keys null: they stay
  ShopConnection change(UUID id, Settings settings, @Nullable Map<String, String> keys) {
    ShopConnection before = get(id);
    Platform platform = platforms.of(before);
    checkSettings(settings);
    if (keys != null) {
      if (store.handshake(id) != null) {
        throw new Conflict("This shop brings its keys by itself.");
      }
      checkKeys(platform, keys);
      greet(platform, access(before.address(), keys, settings));
    }
    transactions.executeWithoutResult(
        _ -> {
          store.change(id, settings, keys, keys == null ? null : platform.signingSecret(keys));
          audit.record(
              AuditAction.SHOP_CONNECTION_CHANGED,
              "connection:" + id,
              Map.of(
                  "settings", new @Nullable Object[] {before.settings(), settings},
                  "keys", new @Nullable Object[] {null, keys == null ? null : "***"}));
        });
    secrets.forget(id);
    if (before.connected()) {
      arrivals.subscribe(get(id));
      watch.wake();
    }
    return get(id);
  }

  private ShopConnection connected(UUID id) {
    ShopConnection connection = get(id);
    if (!connection.connected()) {
      throw new Conflict("This shop has not made itself known yet.");
    }
    return connection;
  }

  /// Tries keys and webhooks now, and makes those again that are off.
  ShopConnection check(UUID id) {
    ShopConnection connection = connected(id);
    try {
      platforms.of(connection).greet(store.access(connection));
      store.answered(id, null, "", clock.instant());
      arrivals.subscribe(connection);
    } catch (ShopRefusal e) {
      store.answered(id, e.reason(), e.getMessage(), clock.instant());
    }
    return get(id);
  }

  /// Asks for all changes, and compares, as soon as the watch comes to it.
  ///
  /// @throws Conflict if it cannot be asked
  ShopConnection compare(UUID id) {
    if (!platforms.of(connected(id)).answers()) {
      throw new Conflict("This shop sends its records by itself; nobody here can ask it.");
    }
    store.nextPoll(id, clock.instant());
    store.compareAt(id, clock.instant());
    watch.wake();
    return get(id);
  }

  /// Takes the webhooks out of the shop and forgets the keys. What was taken over stays.
  void disconnect(UUID id) {
    ShopConnection connection = get(id);
    if (connection.connected()) {
      unsubscribe(connection);
    }
    transactions.executeWithoutResult(
        _ -> {
          store.disconnect(id);
          deliveries.forget(id);
          lookUps.forget(id);
          histories.forget(id);
          audit.record(
              AuditAction.SHOP_DISCONNECTED,
              "connection:" + id,
              Map.of("address", new @Nullable Object[] {connection.address().toString(), null}));
        });
    secrets.forget(id);
  }

  private void unsubscribe(ShopConnection connection) {
    try {
      platforms.of(connection).unsubscribe(store.access(connection), targets.of(connection));
    } catch (ShopRefusal e) {
      log.atWarn()
          .addKeyValue("connection", connection.id())
          .addKeyValue("reason", e.reason())
          .log("the webhooks of a disconnected shop could not be taken away");
    }
  }

  private static ShopAccess access(URI address, Map<String, String> keys, Settings settings) {
    return new ShopAccess(
        address, keys, settings.insideNetwork() ? Reach.INSIDE_TOO : Reach.OUTSIDE);
  }

  private static Greeting greet(Platform platform, ShopAccess access) {
    try {
      return platform.greet(access);
    } catch (ShopRefusal e) {
      String path =
          switch (e.reason()) {
            case KEYS_REFUSED, READ_ONLY -> "keys";
            case UNREACHABLE, NO_SHOP, BUSY, FAULTY -> "address";
          };
      throw new Invalid(
          List.of(
              new Violation(
                  path,
                  "shop_" + e.reason().code(),
                  "The shop cannot be connected: " + e.getMessage(),
                  Map.of("detail", e.getMessage()))));
    }
  }

  private static void checkKeys(Platform platform, Map<String, String> keys) {
    for (String name : platform.keys()) {
      String key = keys.get(name);
      if (key == null || key.isBlank()) {
        throw violation("keys." + name, "required", "This key is missing.");
      }
      checkKey(name, key);
    }
    for (String name : platform.furtherKeys()) {
      checkKey(name, keys.getOrDefault(name, ""));
    }
  }

  private static void checkKey(String name, String key) {
    if (key.length() > LONGEST_KEY || key.chars().anyMatch(c -> c < ' ' || c > 0x7E)) {
      throw violation("keys." + name, "key_invalid", "This is no key.");
    }
  }

  private static void checkSettings(Settings settings) {
    checkWording("consentWording", settings.consentWording());
    checkWording("smsWording", settings.smsWording());
  }

  private static void checkWording(String path, @Nullable String wording) {
    if (wording != null && (wording.length() > LONGEST_WORDING || wording.indexOf('\0') >= 0)) {
      throw violation(path, "too_long", "This sentence is too long.");
    }
  }

  private static Invalid violation(String path, String code, String message) {
    return new Invalid(List.of(new Violation(path, code, message, Map.of())));
  }

  /// With scheme, host, port and folder; a host alone is meant as https.
  private static URI address(String raw, boolean insideNetwork) {
    String text = raw.strip();
    String whole = text.matches("(?i)^[a-z]+://.*") ? text : "https://" + text;
    try {
      URI uri = new URI(whole);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean usable =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && (scheme.equals("https") || (scheme.equals("http") && insideNetwork));
      if (usable) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        return new URI(
            scheme
                + "://"
                + uri.getHost().toLowerCase(Locale.ROOT)
                + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
                + path);
      }
    } catch (URISyntaxException e) {
      // Answered below.
    }
    throw violation(
        "address", "shop_address_invalid", "This is no address of a shop. It begins with https://");
  }
}
