package io.kundig.sources.feeds;

import io.kundig.accounts.AuditAction;
import io.kundig.accounts.AuditLog;
import io.kundig.accounts.Shops;
import io.kundig.shared.Conflict;
import io.kundig.shared.Ids;
import io.kundig.shared.Invalid;
import io.kundig.shared.NotFound;
import io.kundig.shared.Page;
import io.kundig.sources.feeds.Feed.Result;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Product feeds over HTTP.
@RestController
@RequestMapping("/api/v1/product-feeds")
class FeedController {

  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_URL = 2_048;
  private static final int LONGEST_LOGIN = 200;

  private final FeedStore store;
  private final FeedRun run;
  private final Shops shops;
  private final AuditLog audit;
  private final Clock clock;
  private final TransactionTemplate transactions;

  FeedController(
      FeedStore store,
      FeedRun run,
      Shops shops,
      AuditLog audit,
      Clock clock,
      TransactionTemplate transactions) {
    this.store = store;
    this.run = run;
    this.shops = shops;
    this.audit = audit;
    this.clock = clock;
    this.transactions = transactions;
  }

  /// @param market empty: the shop's own; else a language or market such as `de-AT`
  /// @param items usable ones, when it was last applied
  /// @param reading entries read so far by the run that goes on; null: none does
  record FeedView(
      UUID id,
      int shopId,
      String name,
      String url,
      String market,
      boolean login,
      boolean insideNetwork,
      int items,
      @Nullable Instant appliedAt,
      Instant nextAt,
      @Nullable Integer reading,
      @Nullable Result result) {

    static FeedView of(Feed feed) {
      return new FeedView(
          feed.id(),
          feed.shopId(),
          feed.name(),
          feed.url(),
          feed.market(),
          feed.login(),
          feed.insideNetwork(),
          feed.items(),
          feed.appliedAt(),
          feed.nextAt(),
          feed.reading(),
          feed.result());
    }
  }

  @GetMapping
  Page<FeedView> list() {
    return new Page<>(store.all().stream().map(FeedView::of).toList(), null);
  }

  @GetMapping("/{id}")
  FeedView get(@PathVariable UUID id) {
    return FeedView.of(find(id));
  }

  /// @param market empty or missing: the shop's own; else a language or market such as `de-AT`
  /// @param user of HTTP's basic login, with a password
  /// @param insideNetwork whether the server may stand at a private address
  record FeedForm(
      @Nullable Integer shopId,
      @Nullable String name,
      @Nullable String url,
      @Nullable String market,
      @Nullable String user,
      @Nullable String password,
      @Nullable Boolean insideNetwork) {}

  /// Adds a feed; it is fetched at once.
  @PostMapping
  ResponseEntity<FeedView> add(@RequestBody FeedForm form) {
    if (form.shopId() == null) {
      throw new Invalid("shopId", "The shop is missing.", "Send its number.");
    }
    boolean inside = Boolean.TRUE.equals(form.insideNetwork());
    URI url = address(form.url(), inside);
    String market = market(form.market());
    Feed feed =
        new Feed(
            Ids.random(clock.instant()),
            shops.get(form.shopId()).id(),
            name(form.name(), url),
            url.toString(),
            market,
            false,
            inside,
            null,
            null,
            false,
            false,
            0,
            null,
            0,
            clock.instant(),
            null,
            null);
    String login = login(form.user(), form.password());
    transactions.executeWithoutResult(
        _ -> {
          if (!store.add(feed, login, clock.instant())) {
            throw new Conflict("This feed is there already.");
          }
          audit.record(
              AuditAction.FEED_ADDED,
              "feed:" + feed.id(),
              Map.of("address", new @Nullable Object[] {null, feed.url()}));
        });
    return ResponseEntity.created(URI.create("/api/v1/product-feeds/" + feed.id()))
        .body(get(feed.id()));
  }

  /// What is null stays as it is; an empty user takes the login away.
  record FeedChangeForm(@Nullable String name, @Nullable String user, @Nullable String password) {}

  @PatchMapping("/{id}")
  FeedView change(@PathVariable UUID id, @RequestBody FeedChangeForm form) {
    Feed feed = find(id);
    boolean without = form.user() != null && form.user().isEmpty();
    String name = form.name() == null ? feed.name() : name(form.name(), URI.create(feed.url()));
    String login = without ? null : login(form.user(), form.password());
    transactions.executeWithoutResult(
        _ -> {
          store.change(id, name, login, without);
          audit.record(
              AuditAction.FEED_CHANGED,
              "feed:" + id,
              Map.of("name", new @Nullable Object[] {feed.name(), name}));
        });
    return get(id);
  }

  /// Fetches it now.
  ///
  /// @param fewer whether a feed is right that has lost half of its products
  record RunForm(@Nullable Boolean fewer) {}

  @PostMapping("/{id}/run")
  ResponseEntity<FeedView> run(
      @PathVariable UUID id, @RequestBody(required = false) @Nullable RunForm form) {
    find(id);
    store.due(id, clock.instant(), form != null && Boolean.TRUE.equals(form.fewer()));
    return ResponseEntity.accepted().body(get(id));
  }

  /// Products that only it told of can be bought no more.
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable UUID id) {
    Feed feed = find(id);
    run.remove(id);
    audit.record(
        AuditAction.FEED_REMOVED,
        "feed:" + id,
        Map.of("address", new @Nullable Object[] {feed.url(), null}));
  }

  private Feed find(UUID id) {
    return store.find(id).orElseThrow(() -> new NotFound("feed", id));
  }

  private static URI address(@Nullable String given, boolean inside) {
    String text = given == null ? "" : given.strip();
    try {
      URI uri = new URI(text.matches("(?i)^[a-z]+://.*") ? text : "https://" + text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean usable =
          text.length() <= LONGEST_URL
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && (scheme.equals("https") || (scheme.equals("http") && inside));
      if (usable) {
        return uri;
      }
    } catch (java.net.URISyntaxException e) {
      // Answered below.
    }
    throw new Invalid(
        "url",
        "This is no address of a feed.",
        "It begins with https://; user and password have fields of their own.");
  }

  private static String name(@Nullable String given, URI url) {
    String name = given == null || given.isBlank() ? url.getHost() : given.strip();
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw new Invalid("name", "This name is too long.", "Send up to 100 characters.");
    }
    return name;
  }

  private static String market(@Nullable String given) {
    if (given == null || given.isBlank()) {
      return "";
    }
    try {
      Locale locale = new Locale.Builder().setLanguageTag(given.strip()).build();
      if (!locale.getLanguage().isEmpty()) {
        return locale.toLanguageTag();
      }
    } catch (IllformedLocaleException e) {
      // Answered below.
    }
    throw new Invalid(
        "market", "This is no language or market.", "Send its code, such as de or de-AT.");
  }

  private static @Nullable String login(@Nullable String user, @Nullable String password) {
    if (user == null || user.isBlank()) {
      return null;
    }
    String login = user.strip() + ":" + (password == null ? "" : password);
    if (login.length() > LONGEST_LOGIN
        || user.contains(":")
        || login.chars().anyMatch(Character::isISOControl)) {
      throw new Invalid("user", "This is no login.", "Send a user without a colon.");
    }
    return login;
  }
}
