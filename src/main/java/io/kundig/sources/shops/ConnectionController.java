package io.kundig.sources.shops;

import io.kundig.shared.Invalid;
import io.kundig.shared.NotFound;
import io.kundig.shared.Page;
import io.kundig.sources.shops.ShopConnection.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// Connections to shops over HTTP.
@RestController
@RequestMapping("/api/v1")
class ConnectionController {

  private static final int MOST_UNREADABLE = 100;

  private final Connections connections;
  private final Platforms platforms;
  private final HistoryStore histories;
  private final DeliveryStore deliveries;
  private final LookUpStore lookUps;
  private final DeliveryWorker worker;
  private final HookTargets targets;
  private final Submissions submissions;
  private final StaffRequests requests;

  ConnectionController(
      Connections connections,
      Platforms platforms,
      HistoryStore histories,
      DeliveryStore deliveries,
      LookUpStore lookUps,
      DeliveryWorker worker,
      HookTargets targets,
      Submissions submissions,
      StaffRequests requests) {
    this.connections = connections;
    this.platforms = platforms;
    this.histories = histories;
    this.deliveries = deliveries;
    this.lookUps = lookUps;
    this.worker = worker;
    this.targets = targets;
    this.submissions = submissions;
    this.requests = requests;
  }

  /// @param keys names of what is to be entered
  /// @param app whether it can be connected by an app of ours, without any keys
  record PlatformView(String kind, List<String> keys, boolean app) {}

  /// The kinds of shops that can be connected.
  @GetMapping("/shop-platforms")
  Page<PlatformView> platforms() {
    return new Page<>(
        platforms.all().stream()
            .map(
                platform ->
                    new PlatformView(
                        platform.kind(), platform.keys(), platform instanceof AppPlatform))
            .toList(),
        null);
  }

  @GetMapping("/shop-connections")
  Page<ConnectionView> list() {
    return new Page<>(connections.all().stream().map(this::view).toList(), null);
  }

  /// @param app whether the shop brings its keys by itself, by the app that staff put into it
  /// @param insideNetwork whether the shop may stand at a private address
  record ConnectForm(
      @Nullable Integer shopId,
      @Nullable String kind,
      @Nullable String address,
      @Nullable Map<String, String> keys,
      @Nullable Boolean app,
      @Nullable Boolean insideNetwork,
      @Nullable Boolean eraseDeleted,
      @Nullable String consentWording,
      @Nullable String smsWording) {}

  @PostMapping("/shop-connections")
  ResponseEntity<ConnectionView> connect(@RequestBody ConnectForm form) {
    if (form.shopId() == null || form.kind() == null || form.address() == null) {
      throw new Invalid("address", "Shop, kind and address are needed.", "Send all three of them.");
    }
    Settings settings =
        new Settings(
            Boolean.TRUE.equals(form.insideNetwork()),
            Boolean.TRUE.equals(form.eraseDeleted()),
            blankIsNull(form.consentWording()));
    ShopConnection connection =
        Boolean.TRUE.equals(form.app())
            ? connections.await(form.shopId(), form.kind(), form.address(), settings)
            : connections.connect(
                form.shopId(),
                form.kind(),
                form.address(),
                Objects.requireNonNullElse(form.keys(), Map.of()),
                settings);
    return ResponseEntity.created(URI.create("/api/v1/shop-connections/" + connection.id()))
        .body(view(connection));
  }

  private static @Nullable String blankIsNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  @GetMapping("/shop-connections/{id}")
  ConnectionView get(@PathVariable UUID id) {
    return view(connections.get(id));
  }

  /// What is null stays as it is.
  record ChangeForm(
      @Nullable Map<String, String> keys,
      @Nullable Boolean eraseDeleted,
      @Nullable String consentWording,
      @Nullable String smsWording) {}

  @PatchMapping("/shop-connections/{id}")
  ConnectionView change(@PathVariable UUID id, @RequestBody ChangeForm form) {
    Settings before = connections.get(id).settings();
    Settings after =
        new Settings(
            before.insideNetwork(),
            Objects.requireNonNullElse(form.eraseDeleted(), before.eraseDeleted()),
            form.consentWording() == null
                ? before.consentWording()
                : blankIsNull(form.consentWording()),
            form.smsWording() == null ? before.smsWording() : blankIsNull(form.smsWording()));
    return view(connections.change(id, after, form.keys()));
  }

  @DeleteMapping("/shop-connections/{id}")
  ResponseEntity<Void> disconnect(@PathVariable UUID id) {
    connections.disconnect(id);
    return ResponseEntity.noContent().build();
  }

  /// The app to put into an awaited shop. It holds a secret, so it is not for everybody who reads.
  @PostMapping("/shop-connections/{id}/app")
  ResponseEntity<byte[]> app(@PathVariable UUID id) {
    AppPlatform.App app = connections.app(id);
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(app.mediaType()))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(app.name()).build().toString())
        .cacheControl(CacheControl.noStore())
        .body(app.file());
  }

  /// Tries keys and webhooks.
  @PostMapping("/shop-connections/{id}/check")
  ConnectionView check(@PathVariable UUID id) {
    return view(connections.check(id));
  }

  /// Compares with the shop now, without waiting for the night.
  @PostMapping("/shop-connections/{id}/comparison")
  ResponseEntity<ConnectionView> compare(@PathVariable UUID id) {
    return ResponseEntity.accepted().body(view(connections.compare(id)));
  }

  /// @param records objects with `type` (`customer`, `order`, `product` or `coupon`); at most 500
  record RecordsForm(@Nullable List<JsonNode> records) {}

  /// Takes records of a shop of one's own (`own`): each whole and as it stands now, or `{type, id,
  /// deleted: true}`. What is known already changes nothing, so a call may be repeated. One record
  /// that cannot be read holds up no other: it is named in the answer.
  @PostMapping("/shop-connections/{id}/records")
  Submissions.Taken take(@PathVariable UUID id, @RequestBody RecordsForm form) {
    return submissions.take(
        connections.get(id), Objects.requireNonNullElse(form.records(), List.of()));
  }

  /// @param reason `not_json`, `unknown_topic`, `field_missing`, `field_wrong`, `refused` or
  ///   `for_staff`
  /// @param person a profile that is known here and whom people have to do something for; null:
  ///   none
  record UnreadableView(
      UUID id,
      Instant receivedAt,
      String topic,
      String reason,
      @Nullable String detail,
      @Nullable UUID person) {}

  /// Deliveries that could not be read, newest first.
  @GetMapping("/shop-deliveries")
  Page<UnreadableView> unreadable(@RequestParam UUID connection) {
    return new Page<>(
        deliveries.unreadable(connection, MOST_UNREADABLE).stream()
            .map(
                kept ->
                    new UnreadableView(
                        kept.id(),
                        kept.receivedAt(),
                        kept.topic(),
                        kept.reason(),
                        kept.detail(),
                        requests.person(kept).orElse(null)))
            .toList(),
        null);
  }

  record PayloadView(String body) {}

  /// A delivery as the shop sent it.
  @GetMapping("/shop-deliveries/{id}")
  PayloadView payload(@PathVariable UUID id) {
    return deliveries
        .body(id)
        .map(body -> new PayloadView(new String(body, StandardCharsets.UTF_8)))
        .orElseThrow(() -> new NotFound("delivery", id));
  }

  /// Reads a delivery again.
  @PostMapping("/shop-deliveries/{id}/replay")
  ResponseEntity<Void> replay(@PathVariable UUID id) {
    if (!deliveries.replay(id)) {
      throw new NotFound("delivery", id);
    }
    worker.wake();
    return ResponseEntity.accepted().build();
  }

  /// Reads all again that could not be read.
  @PostMapping("/shop-connections/{id}/replay")
  ResponseEntity<Void> replayAll(@PathVariable UUID id) {
    connections.get(id);
    deliveries.replayAll(id);
    worker.wake();
    return ResponseEntity.accepted().build();
  }

  @DeleteMapping("/shop-deliveries/{id}")
  ResponseEntity<Void> discard(@PathVariable UUID id) {
    deliveries.remove(List.of(id));
    return ResponseEntity.noContent().build();
  }

  private @Nullable String pollsBecause(ShopConnection connection) {
    if (connection.live() == ShopConnection.Live.WEBHOOKS
        || !connection.connected()
        || !platforms.of(connection).pushes()) {
      return null;
    }
    return targets.areReachable(connection) ? "read_only" : "not_reachable";
  }

  private ConnectionView view(ShopConnection connection) {
    return new ConnectionView(
        connection.id(),
        connection.shopId(),
        connection.kind(),
        connection.address().toString(),
        connection.state().code(),
        connections.isByApp(connection),
        platforms.of(connection).answers() ? connection.live().code() : "sent",
        pollsBecause(connection),
        connection.settings(),
        connection.hooks().size(),
        (int) connection.hooks().stream().filter(Hook::active).count(),
        targets.of(connection).toString(),
        connection.greeting().version(),
        connection.greeting().currency(),
        connection.connectedAt(),
        connection.problem(),
        connection.deliveries(),
        connection.lastDeliveryAt(),
        connection.lagMillis(),
        connections.lastPollAt(connection).orElse(null),
        connection.nextPollAt(),
        connection.nextComparisonAt(),
        connection.comparison(),
        lookUps.waiting(connection.id()),
        deliveries.countUnreadable(connection.id()),
        histories.of(connection.id()).stream().map(ConnectionView.Part::of).toList());
  }
}
