package io.kundig.forms;

import io.kundig.catalog.Catalog;
import io.kundig.catalog.CatalogFact;
import io.kundig.consent.ChannelKind;
import io.kundig.forms.RestockStore.Place;
import io.kundig.forms.RestockStore.Restock;
import io.kundig.forms.RestockStore.Wish;
import io.kundig.messaging.MessageRequest;
import io.kundig.messaging.Messaging;
import io.kundig.platform.DueWork;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.shared.Ids;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Writes to those who wished for a product once it is back: each once, in the order of their
/// wishes, and no more people than its pieces are good for.
@Component
class Restocks implements DueWork {

  private static final Logger log = LoggerFactory.getLogger(Restocks.class);

  /// People told for each piece: not all of them buy.
  static final int PEOPLE_PER_PIECE = 3;

  private static final int PAGE = 200;

  /// While there are fewer pieces than wishes, more may come, or none be left.
  private static final Duration LOOK_AGAIN = Duration.ofHours(1);

  private static final String TEMPLATE = "stock-back";

  private final RestockStore store;
  private final Catalog catalog;
  private final Profiles profiles;
  private final Messaging messaging;
  private final Clock clock;
  private final TransactionTemplate transactions;

  Restocks(
      RestockStore store,
      Catalog catalog,
      Profiles profiles,
      Messaging messaging,
      Clock clock,
      TransactionTemplate transactions) {
    this.store = store;
    this.catalog = catalog;
    this.profiles = profiles;
    this.messaging = messaging;
    this.clock = clock;
    this.transactions = transactions;
  }

  @Override
  public String name() {
    return "wishes for products that are back";
  }

  @Override
  public Optional<Instant> nextDue() {
    Place place = store.place();
    return catalog.factsAfter(place.place(), place.factId(), 1).isEmpty()
        ? store.nextDue()
        : Optional.of(clock.instant());
  }

  @Override
  public int runDue() {
    int done = 0;
    for (int read = read(); read > 0; read = read()) {
      done += read;
    }
    while (Boolean.TRUE.equals(transactions.execute(_ -> tell()))) {
      done++;
    }
    return done;
  }

  /// A wish was confirmed for what may be there already.
  void wished(SignUp signUp, SignUp.Wanted wanted) {
    catalog
        .stock(signUp.shopId(), wanted.productId(), wanted.variantId())
        .filter(Catalog.Stock::available)
        .ifPresent(
            _ ->
                store.openIfMissing(
                    signUp.shopId(),
                    wanted.productId(),
                    wanted.variantId() == null ? "" : wanted.variantId(),
                    clock.instant()));
  }

  private int read() {
    Integer read =
        transactions.execute(
            _ -> {
              Place place = store.lockPlace();
              List<Catalog.Told> facts = catalog.factsAfter(place.place(), place.factId(), PAGE);
              for (Catalog.Told told : facts) {
                CatalogFact fact = told.fact();
                if (fact.kind() == CatalogFact.Kind.BACK_IN_STOCK) {
                  store.open(fact.shopId(), fact.productId(), fact.variantId(), clock.instant());
                }
              }
              if (!facts.isEmpty()) {
                store.reached(facts.getLast());
              }
              return facts.size();
            });
    return read == null ? 0 : read;
  }

  /// Some of the people who wait for one product.
  private boolean tell() {
    Instant now = clock.instant();
    Optional<Restock> due = store.lockDue(now);
    if (due.isEmpty()) {
      return false;
    }
    Restock restock = due.get();
    Optional<Catalog.Stock> stock =
        catalog
            .stock(restock.shopId(), restock.productId(), restock.variantId())
            .filter(Catalog.Stock::available);
    if (stock.isEmpty()) {
      store.close(restock);
      return true;
    }
    int most = mostNow(restock, stock.get());
    List<Wish> wishes = store.waiting(restock, Math.max(1, most));
    if (wishes.isEmpty()) {
      store.close(restock);
    } else if (most == 0) {
      store.told(restock, List.of(), now, now.plus(LOOK_AGAIN));
    } else {
      write(restock, wishes, now);
      store.told(restock, wishes.stream().map(Wish::id).toList(), now, now);
    }
    return true;
  }

  private static int mostNow(Restock restock, Catalog.Stock stock) {
    BigDecimal pieces = stock.pieces();
    if (pieces == null) {
      return PAGE;
    }
    long people = Math.min(pieces.longValue(), 1_000_000) * PEOPLE_PER_PIECE - restock.told();
    return (int) Math.clamp(people, 0, PAGE);
  }

  private void write(Restock restock, List<Wish> wishes, Instant now) {
    List<MessageRequest> requests = new ArrayList<>();
    for (Wish wish : wishes) {
      ProfileId person =
          profiles
              .byIdentifier(new Identifier.Email(wish.email()))
              .orElse(new ProfileId(wish.id()));
      requests.add(
          new MessageRequest(
              Ids.hashed(now, ("restock " + wish.id()).getBytes(StandardCharsets.UTF_8)),
              person,
              restock.shopId(),
              ChannelKind.EMAIL,
              MessageRequest.Kind.TRANSACTIONAL,
              new MessageRequest.Origin("signup", null, null, null),
              TEMPLATE,
              wish.email(),
              Map.of("locale", wish.language(), "product", product(restock, wish.language())),
              now));
    }
    messaging.request(requests);
  }

  /// In the shop's own words, as the catalogue has them in the person's language: what somebody
  /// typed into the form is in no mail.
  private Map<String, Object> product(Restock restock, String language) {
    return catalog
        .pages(restock.shopId(), List.of(restock.productId()), Locale.forLanguageTag(language))
        .getOrDefault(restock.productId(), Catalog.ProductPage.NONE)
        .facts();
  }

  @Scheduled(initialDelayString = "PT10S", fixedDelayString = "PT5S")
  void now() {
    try {
      runDue();
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("nobody was told of products that are back; trying again");
    }
  }
}
