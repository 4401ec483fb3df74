package io.kundig.sources.shops;

import io.kundig.events.EventLog;
import io.kundig.sources.shops.Said.Answered;
import io.kundig.sources.shops.Said.Pushed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Brings what is known of a shop's records to what the shop says, whatever order its words come in
/// and however often. `docs/adr/0033-shops.md` has the rules with their reasons.
@Component
class Recorder {

  private final MirrorStore mirror;
  private final LookUpStore lookUps;
  private final People people;
  private final OrderRecords orders;
  private final ProductRecords products;
  private final EventLog log;
  private final Clock clock;

  Recorder(
      MirrorStore mirror,
      LookUpStore lookUps,
      People people,
      OrderRecords orders,
      ProductRecords products,
      EventLog log,
      Clock clock) {
    this.mirror = mirror;
    this.lookUps = lookUps;
    this.people = people;
    this.orders = orders;
    this.products = products;
    this.log = log;
    this.clock = clock;
  }

  /// Applies what is news, in the caller's transaction and with a constant number of statements.
  /// Its commit does not wait for the disk: a crash takes back the records together with what the
  /// caller notes of them, such as a cursor or a delivery that is done, and they are taken again.
  ///
  /// @param ask further records whose state only the shop can tell
  /// @return how many states were applied
  /// @throws org.springframework.dao.ConcurrencyFailureException or
  ///   [org.springframework.dao.DuplicateKeyException] when another transaction was faster: roll
  ///   back and try again
  int record(ShopConnection connection, List<? extends Said> said, List<RecordRef> ask) {
    log.begin();
    TreeSet<RecordRef> refs = new TreeSet<>();
    said.forEach(word -> refs.add(word.ref()));
    Decisions decisions =
        new Decisions(
            refs.isEmpty() ? Map.of() : mirror.lock(connection.id(), refs), mirror.nextTurn());
    said.forEach(decisions::decide);
    decisions.asked.addAll(ask);
    apply(connection, decisions);
    decisions.save(connection);
    lookUps.want(connection.id(), decisions.asked, decisions.turn, clock.instant());
    return decisions.applied();
  }

  private void apply(ShopConnection connection, Decisions decisions) {
    List<ShopCustomer> customers =
        NewsletterChanges.of(decisions.winners(ShopCustomer.class), decisions, clock.instant());
    List<ShopOrder> winners = decisions.winners(ShopOrder.class);
    List<ShopSubscriber> subscribers = decisions.winners(ShopSubscriber.class);
    if (!customers.isEmpty() || !winners.isEmpty() || !subscribers.isEmpty()) {
      decisions.asked.addAll(unknownAccounts(connection, winners, decisions));
      People.Found found = people.find(connection, customers, winners, subscribers);
      orders.apply(connection, winners, found, decisions);
      people.decideNewsletters(connection, found.newsletters());
    }
    people.letGo(connection, decisions.gone(Resource.CUSTOMER));
    people.leaveList(connection, decisions.gone(Resource.SUBSCRIBER), clock.instant());
    orders.withdraw(connection, decisions.goneNames());
    products.apply(connection, decisions.winners(ShopProduct.class));
    products.applyCoupons(connection, decisions.winners(ShopCoupon.class));
    products.withdraw(connection, decisions.gone(Resource.PRODUCT));
    decisions.asked.addAll(products.ofVariants(connection, decisions.allGone(Resource.PRODUCT)));
    products.withdrawCoupons(connection, decisions.gone(Resource.COUPON));
  }

  /// An order says of an account only its number; who that is, the account itself says.
  private List<RecordRef> unknownAccounts(
      ShopConnection connection, List<ShopOrder> orders, Decisions decisions) {
    TreeSet<String> accounts = new TreeSet<>();
    for (ShopOrder order : orders) {
      if (order.buyer() != null && order.buyer().accountId() != null) {
        accounts.add(order.buyer().accountId());
      }
    }
    accounts.removeIf(id -> decisions.states.containsKey(new RecordRef(Resource.CUSTOMER, id)));
    if (accounts.isEmpty()) {
      return List.of();
    }
    accounts.removeAll(mirror.known(connection.id(), Resource.CUSTOMER, accounts));
    return accounts.stream().map(id -> new RecordRef(Resource.CUSTOMER, id)).toList();
  }

  static long hash(ShopRecord record) {
    try {
      byte[] text = record.toString().getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What is to be done with a batch, and the states after it.
  final class Decisions {

    private final Map<RecordRef, Version> before;
    private final Map<RecordRef, Version> states;
    private final SortedMap<RecordRef, ShopRecord> winners = new TreeMap<>();
    private final SortedMap<RecordRef, Version> gone = new TreeMap<>();
    private final TreeSet<RecordRef> asked = new TreeSet<>();
    private final long turn;

    Decisions(Map<RecordRef, Version> before, long turn) {
      this.before = before;
      this.states = new HashMap<>(before);
      this.turn = turn;
    }

    void decide(Said said) {
      switch (said) {
        case Pushed(ShopRecord record) -> {
          long hash = hash(record);
          decided(
              Version.pushed(states.get(record.ref()), record.modifiedAt(), hash), record, hash);
        }
        case Answered(Answer.Found(ShopRecord record), long questioned) -> {
          long hash = hash(record);
          decided(
              Version.answered(states.get(record.ref()), record.modifiedAt(), hash, questioned),
              record,
              hash);
        }
        case Answered(Answer.Gone(RecordRef ref), long questioned) -> isGone(ref, questioned);
        case Answered(Answer.Garbled _, long _) -> {}
      }
    }

    private void decided(Version.Decision decision, ShopRecord record, long hash) {
      switch (decision) {
        case APPLY -> {
          Version known = states.get(record.ref());
          states.put(
              record.ref(),
              new Version(
                  record.modifiedAt(),
                  hash,
                  false,
                  turn,
                  nameOf(record, known),
                  known == null ? "" : known.told()));
          winners.put(record.ref(), record);
          gone.remove(record.ref());
        }
        case ASK -> asked.add(record.ref());
        case IGNORE -> {}
      }
    }

    /// The number that an order was first known by: what is kept of it hangs on that.
    private static @Nullable String nameOf(ShopRecord record, @Nullable Version known) {
      if (known != null && known.name() != null) {
        return known.name();
      }
      return record instanceof ShopOrder order ? order.number() : null;
    }

    private void isGone(RecordRef ref, long questioned) {
      Version known = states.get(ref);
      switch (Version.gone(known, questioned)) {
        case APPLY -> {
          Version after =
              known == null
                  ? new Version(null, 0, true, turn, null, "")
                  : new Version(
                      known.modifiedAt(), known.hash(), true, turn, known.name(), known.told());
          states.put(ref, after);
          gone.put(ref, after);
          winners.remove(ref);
        }
        case ASK -> asked.add(ref);
        case IGNORE -> {}
      }
    }

    <T extends ShopRecord> List<T> winners(Class<T> kind) {
      return winners.values().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<String> gone(Resource resource) {
      return gone.keySet().stream()
          .filter(ref -> ref.resource() == resource && before.containsKey(ref))
          .map(RecordRef::id)
          .toList();
    }

    /// Also those of which nothing had been known.
    List<String> allGone(Resource resource) {
      return gone.keySet().stream()
          .filter(ref -> ref.resource() == resource)
          .map(RecordRef::id)
          .toList();
    }

    /// Numbers of orders that are gone and had been known.
    List<String> goneNames() {
      List<String> names = new ArrayList<>();
      gone.forEach(
          (ref, version) -> {
            if (ref.resource() == Resource.ORDER && version.name() != null) {
              names.add(version.name());
            }
          });
      return names;
    }

    /// Whether nothing was known of it before the batch.
    boolean isFresh(RecordRef ref) {
      return !before.containsKey(ref);
    }

    Version stateOf(RecordRef ref) {
      Version state = states.get(ref);
      if (state == null) {
        throw new IllegalStateException("nothing was decided of " + ref);
      }
      return state;
    }

    void tell(RecordRef ref, String event) {
      states.put(ref, stateOf(ref).telling(event));
    }

    void takeBack(RecordRef ref, String event) {
      states.put(ref, stateOf(ref).takingBack(event));
    }

    int applied() {
      return winners.size() + gone.size();
    }

    private void save(ShopConnection connection) {
      SortedMap<RecordRef, Version> fresh = new TreeMap<>();
      SortedMap<RecordRef, Version> changed = new TreeMap<>();
      states.forEach(
          (ref, state) -> {
            if (isFresh(ref)) {
              fresh.put(ref, state);
            } else if (!state.equals(before.get(ref))) {
              changed.put(ref, state);
            }
          });
      mirror.update(connection.id(), changed);
      mirror.insert(connection.id(), fresh);
    }
  }
}
