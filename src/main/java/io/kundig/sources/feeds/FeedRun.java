package io.kundig.sources.feeds;

import io.kundig.accounts.Shops;
import io.kundig.catalog.Catalog;
import io.kundig.catalog.RecordedProduct;
import io.kundig.platform.OutsideHttp;
import io.kundig.platform.OutsideHttp.Reach;
import io.kundig.platform.OutsideHttp.Request;
import io.kundig.platform.OutsideHttp.Response;
import io.kundig.platform.Settings;
import io.kundig.sources.feeds.Feed.Flaw;
import io.kundig.sources.feeds.Feed.Outcome;
import io.kundig.sources.feeds.Feed.Result;
import io.kundig.sources.feeds.FeedFields.Flawed;
import io.kundig.sources.feeds.FeedStore.Said;
import io.kundig.sources.feeds.FeedStore.Staged;
import io.kundig.sources.feeds.FeedTrouble.Code;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Fetches one feed, reads all of it, judges it, and only then changes the catalogue, a few hundred
/// products at a time. Killed at any moment it begins anew, and what was written stays true.
@Component
class FeedRun {

  private static final long MOST_BYTES = 512L << 20;

  private static final int PIECE = 1_000;
  private static final int MOST_FLAWS = 20;

  /// Fewer products say nothing about what is missing.
  private static final int LEAST_TO_JUDGE = 10;

  /// After a longer silence changes are of the past.
  private static final Duration FRESH = Duration.ofDays(2);

  private final FeedStore store;
  private final Catalog catalog;
  private final OutsideHttp http;
  private final Shops shops;
  private final Path folder;
  private final Clock clock;
  private final TransactionTemplate transactions;

  FeedRun(
      FeedStore store,
      Catalog catalog,
      OutsideHttp http,
      Shops shops,
      Settings settings,
      Clock clock,
      TransactionTemplate transactions) {
    this.store = store;
    this.catalog = catalog;
    this.http = http;
    this.shops = shops;
    this.folder = settings.data().resolve("feeds");
    this.clock = clock;
    this.transactions = transactions;
  }

  Result run(Feed feed) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(feed.id() + ".tmp");
    Files.deleteIfExists(file);
    try {
      Response answer = fetch(feed, file);
      if (answer.status() == 304) {
        store.confirmed(feed.id(), clock.instant());
        return new Result(
            clock.instant(), Outcome.UNCHANGED, null, null, null, feed.items(), 0, 0, 0, List.of());
      }
      return take(feed, file, answer);
    } catch (FeedTrouble e) {
      return refused(e, Outcome.FAILED, new Reading(feed, feedFields(feed)));
    } finally {
      Files.deleteIfExists(file);
      store.clear(feed.id());
    }
  }

  private FeedFields feedFields(Feed feed) {
    return new FeedFields(feed.market(), shops.get(feed.shopId()).currency(), clock.instant());
  }

  private Response fetch(Feed feed, Path file) throws FeedTrouble {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", "application/xml, text/xml, application/json, text/csv, */*");
    if (!feed.timed() && !feed.acceptFewer()) {
      putIfKnown(headers, "If-None-Match", feed.etag());
      putIfKnown(headers, "If-Modified-Since", feed.modified());
    }
    store
        .login(feed.id())
        .ifPresent(
            login ->
                headers.put(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(login.getBytes(StandardCharsets.UTF_8))));
    Response answer;
    try {
      answer =
          http.download(
              new Request("GET", URI.create(feed.url()), headers, null),
              feed.insideNetwork() ? Reach.INSIDE_TOO : Reach.OUTSIDE,
              file,
              MOST_BYTES);
    } catch (OutsideHttp.Unreachable e) {
      throw new FeedTrouble(Code.UNREACHABLE, null, e.getMessage());
    }
    return switch (answer.status()) {
      case 200, 304 -> answer;
      case 401, 403 -> throw new FeedTrouble(Code.LOGIN, null, answer.status() + "");
      default -> throw new FeedTrouble(Code.STATUS, null, answer.status() + "");
    };
  }

  private static void putIfKnown(Map<String, String> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.put(name, value);
    }
  }

  private Result take(Feed feed, Path file, Response answer) throws IOException {
    Reading reading = new Reading(feed, feedFields(feed));
    store.clear(feed.id());
    try {
      if (!Files.exists(file)) {
        throw new FeedTrouble(Code.EMPTY, null, null);
      }
      FeedFile.read(file, reading);
      reading.flush();
    } catch (FeedTrouble e) {
      return refused(e, Outcome.FAILED, reading);
    }
    FeedTrouble doubt = reading.doubt();
    if (doubt != null) {
      return refused(doubt, Outcome.KEPT, reading);
    }
    int changed = apply(feed);
    int gone = withdraw(feed);
    store.applied(
        feed.id(),
        reading.items,
        answer.headers().get("etag"),
        answer.headers().get("last-modified"),
        reading.fields.isTimed(),
        clock.instant());
    return new Result(
        clock.instant(),
        Outcome.APPLIED,
        null,
        null,
        null,
        reading.items,
        reading.skipped,
        changed,
        gone,
        reading.flaws);
  }

  private Result refused(FeedTrouble trouble, Outcome outcome, Reading reading) {
    return new Result(
        clock.instant(),
        outcome,
        trouble.code().name().toLowerCase(Locale.ROOT),
        trouble.line(),
        trouble.detail(),
        reading.items,
        reading.skipped,
        0,
        0,
        reading.flaws);
  }

  /// Stages what can be used, and remembers some of what cannot.
  private final class Reading implements FeedFile.Sink {

    private final Feed feed;
    private final FeedFields fields;
    private final List<Staged> waiting = new ArrayList<>();
    private final List<Flaw> flaws = new ArrayList<>();
    private int items;
    private int skipped;
    private int position;

    Reading(Feed feed, FeedFields fields) {
      this.feed = feed;
      this.fields = fields;
    }

    @Override
    public void accept(long line, Map<String, String> entry) {
      position++;
      try {
        waiting.add(new Staged(position, fields.read(entry)));
      } catch (Flawed e) {
        skip(line, entry.get("id"), e.flaw());
      }
      if (waiting.size() == PIECE) {
        flush();
      }
    }

    private void skip(long line, @Nullable String id, FeedFields.Flaw flaw) {
      skipped++;
      if (flaws.size() < MOST_FLAWS) {
        String shown = id == null ? null : id.substring(0, Math.min(id.length(), 100)).strip();
        flaws.add(new Flaw(line, shown, flaw.name().toLowerCase(Locale.ROOT)));
      }
    }

    private void flush() {
      if (waiting.isEmpty()) {
        return;
      }
      int fresh = store.stage(feed.id(), waiting);
      items += fresh;
      if (fresh < waiting.size()) {
        skipped += waiting.size() - fresh - 1;
        skip(waiting.getLast().position(), null, FeedFields.Flaw.TWICE);
      }
      waiting.clear();
      store.progress(feed.id(), position);
    }

    private @Nullable FeedTrouble doubt() {
      if (skipped > items) {
        return new FeedTrouble(
            Code.MOSTLY_UNUSABLE, flaws.isEmpty() ? null : flaws.getFirst().line(), null);
      }
      boolean shrunk = feed.items() >= LEAST_TO_JUDGE && items * 2 <= feed.items();
      return shrunk && !feed.acceptFewer()
          ? new FeedTrouble(Code.SHRUNK, null, feed.items() + "")
          : null;
    }
  }

  private int apply(Feed feed) {
    Instant applied = feed.appliedAt();
    boolean told = applied != null && applied.isAfter(clock.instant().minus(FRESH));
    int changed = 0;
    String after = "";
    for (List<Said> page = store.next(feed.id(), after, PIECE);
        !page.isEmpty();
        page = store.next(feed.id(), after, PIECE)) {
      List<Said> news = page.stream().filter(said -> !said.known()).toList();
      if (!news.isEmpty()) {
        transactions.executeWithoutResult(_ -> write(feed, news, told));
      }
      changed += news.size();
      after = page.getLast().productId();
    }
    return changed;
  }

  private void write(Feed feed, List<Said> news, boolean told) {
    Map<String, List<FeedItem>> items =
        store.items(feed.id(), news.stream().map(Said::productId).toList());
    List<RecordedProduct> products = new ArrayList<>();
    items.forEach((id, variants) -> products.add(product(feed, id, variants)));
    catalog.recordFeed(feed.id(), feed.market(), products, told);
    store.took(feed.id(), news);
  }

  private RecordedProduct product(Feed feed, String id, List<FeedItem> items) {
    FeedItem first = items.getFirst();
    SortedMap<String, String> urls = new TreeMap<>();
    if (first.url() != null) {
      urls.put("", first.url());
    }
    return new RecordedProduct(
        feed.shopId(),
        id,
        clock.instant(),
        first.title(),
        first.description(),
        first.brand(),
        first.categories(),
        urls,
        first.imageUrl(),
        first.currency(),
        true,
        items.stream().map(item -> variant(item, first)).toList());
  }

  private static RecordedProduct.Variant variant(FeedItem item, FeedItem first) {
    boolean foreign = !item.currency().equals(first.currency());
    return new RecordedProduct.Variant(
        item.variantId(),
        item.sku(),
        item.variant(),
        foreign ? null : item.price(),
        foreign ? null : item.salePrice(),
        item.stock(),
        item.available(),
        item.url(),
        item.imageUrl());
  }

  private int withdraw(Feed feed) {
    int gone = 0;
    for (List<String> some = store.gone(feed.id(), PIECE);
        !some.isEmpty();
        some = store.gone(feed.id(), PIECE)) {
      List<String> products = some;
      transactions.executeWithoutResult(_ -> withdraw(feed, products));
      gone += some.size();
    }
    return gone;
  }

  private void withdraw(Feed feed, List<String> products) {
    catalog.withdrawFeed(feed.id(), feed.shopId(), feed.market(), products);
    store.markGone(feed.id(), products);
  }

  /// Takes all back that only the feed told, and forgets the feed.
  void remove(UUID id) {
    Feed feed = store.find(id).orElse(null);
    if (feed == null) {
      return;
    }
    for (List<String> some = store.held(id, PIECE); !some.isEmpty(); some = store.held(id, PIECE)) {
      List<String> products = some;
      transactions.executeWithoutResult(_ -> withdraw(feed, products));
    }
    transactions.executeWithoutResult(_ -> store.remove(id));
  }
}
