package io.kundig.sources.shops;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.ConsentChange;
import io.kundig.consent.ConsentChange.Method;
import io.kundig.consent.Consents;
import io.kundig.consent.Purpose;
import io.kundig.events.Event;
import io.kundig.events.EventLog;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.Identifiers;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.profiles.Sighting;
import io.kundig.shared.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Who customers and buyers are.
@Component
class People {

  /// The system of numbers in lists of newsletters.
  private static final String NEWSLETTER = "newsletter";

  private final Profiles profiles;
  private final Consents consents;
  private final EventLog log;
  private final Clock clock;

  People(Profiles profiles, Consents consents, EventLog log, Clock clock) {
    this.profiles = profiles;
    this.consents = consents;
    this.log = log;
    this.clock = clock;
  }

  /// @param buyers by the order's id
  /// @param newsletters what was decided, with who did
  record Found(Map<String, ProfileId> buyers, List<Decided> newsletters) {}

  /// @param address or the telephone number in E.164, or the number in the list where that is all
  ///   that is known
  record Decided(
      ProfileId person,
      ChannelKind channel,
      String address,
      Newsletter newsletter,
      Method method) {}

  Found find(
      ShopConnection connection,
      List<ShopCustomer> customers,
      List<ShopOrder> orders,
      List<ShopSubscriber> subscribers) {
    List<Sighting> sightings = new ArrayList<>();
    for (ShopCustomer customer : customers) {
      List<Identifier> identifiers = account(connection, customer);
      sightings.add(new Sighting(identifiers, Map.of(), customer.createdAt(), true));
      sightings.add(
          new Sighting(
              identifiers,
              traits(customer.traits(), customer.email(), customer.phone()),
              customer.modifiedAt(),
              true));
    }
    orders.forEach(order -> sightings.add(buyer(connection, order)));
    subscribers.forEach(subscriber -> sightings.add(subscriber(connection, subscriber)));
    List<ProfileId> people = profiles.resolve(sightings);
    List<Decided> newsletters = new ArrayList<>();
    for (int i = 0; i < customers.size(); i++) {
      ShopCustomer customer = customers.get(i);
      decided(people.get(2 * i), customer.email(), customer.newsletter(), Method.CHECKOUT)
          .ifPresent(newsletters::add);
      decidedOnSms(people.get(2 * i), customer).ifPresent(newsletters::add);
    }
    Map<String, ProfileId> buyers = new HashMap<>();
    for (int i = 0; i < orders.size(); i++) {
      ShopOrder order = orders.get(i);
      ProfileId person = people.get(2 * customers.size() + i);
      buyers.put(order.id(), person);
      String address = order.buyer() == null ? null : order.buyer().email();
      decided(person, address, order.newsletter(), Method.CHECKOUT).ifPresent(newsletters::add);
    }
    int before = 2 * customers.size() + orders.size();
    for (int i = 0; i < subscribers.size(); i++) {
      ShopSubscriber one = subscribers.get(i);
      decided(people.get(before + i), one.email(), one.newsletter(), method(one))
          .ifPresent(newsletters::add);
    }
    return new Found(buyers, newsletters);
  }

  private static Optional<Decided> decided(
      ProfileId person, @Nullable String address, @Nullable Newsletter newsletter, Method method) {
    return newsletter == null
        ? Optional.empty()
        : Identifiers.email(address)
            .map(
                email ->
                    new Decided(person, ChannelKind.EMAIL, email.address(), newsletter, method));
  }

  private static Method method(ShopSubscriber subscriber) {
    return subscriber.confirmed() ? Method.DOUBLE_OPT_IN : Method.FORM;
  }

  /// By the address as far as it is nobody else's, and by the list's own number, by which they are
  /// found again when the list has lost them.
  private static Sighting subscriber(ShopConnection connection, ShopSubscriber subscriber) {
    List<Identifier> identifiers = new ArrayList<>();
    Identifiers.email(subscriber.email()).ifPresent(identifiers::add);
    inList(connection, subscriber.id()).ifPresent(identifiers::add);
    return new Sighting(
        identifiers,
        traits(subscriber.traits(), subscriber.email(), null),
        subscriber.createdAt(),
        false);
  }

  private static Optional<Identifier.ExternalId> inList(ShopConnection connection, String id) {
    return Identifiers.externalId(connection.shopId(), NEWSLETTER, connection.kind() + ":" + id);
  }

  /// Whom the shop's list has no more get no more: nobody there could say that they agreed.
  void leaveList(ShopConnection connection, List<String> subscribers, Instant now) {
    List<Decided> left = new ArrayList<>();
    for (String id : subscribers) {
      Identifier.ExternalId inList = inList(connection, id).orElse(null);
      if (inList != null) {
        Newsletter none = new Newsletter(false, now, "deleted from the list", null, null);
        profiles
            .byIdentifier(inList)
            .ifPresent(
                person -> left.add(new Decided(person, ChannelKind.EMAIL, id, none, Method.API)));
        profiles.release(inList);
      }
    }
    decideNewsletters(connection, left);
  }

  private static Optional<Decided> decidedOnSms(ProfileId person, ShopCustomer customer) {
    Newsletter sms = customer.sms();
    return sms == null
        ? Optional.empty()
        : Identifiers.phone(customer.phone(), customer.country())
            .map(phone -> new Decided(person, ChannelKind.SMS, phone.e164(), sms, Method.CHECKOUT));
  }

  private static List<Identifier> account(ShopConnection connection, ShopCustomer customer) {
    List<Identifier> identifiers = new ArrayList<>();
    Identifiers.userId(connection.shopId(), customer.id()).ifPresent(identifiers::add);
    Identifiers.email(customer.email()).ifPresent(identifiers::add);
    Identifiers.phone(customer.phone(), customer.country()).ifPresent(identifiers::add);
    return identifiers;
  }

  /// What a buyer typed proves nothing, so it merges nobody: an order of an account names the
  /// account alone, which says itself who it is; a guest's order names the addresses as far as they
  /// are nobody else's.
  private static Sighting buyer(ShopConnection connection, ShopOrder order) {
    int shop = connection.shopId();
    ShopOrder.Buyer buyer = order.buyer();
    List<Identifier> identifiers = new ArrayList<>();
    if (buyer != null && buyer.accountId() != null) {
      Identifiers.userId(shop, buyer.accountId()).ifPresent(identifiers::add);
    } else if (buyer != null) {
      Identifiers.email(buyer.email()).ifPresent(identifiers::add);
      Identifiers.phone(buyer.phone(), buyer.country()).ifPresent(identifiers::add);
    }
    if (identifiers.isEmpty()) {
      Identifiers.anonymousId(shop, "order:" + order.number()).ifPresent(identifiers::add);
    }
    Map<String, Object> traits =
        buyer == null || buyer.accountId() != null
            ? Map.of()
            : traits(buyer.traits(), buyer.email(), buyer.phone());
    return new Sighting(identifiers, traits, order.createdAt(), false);
  }

  private static Map<String, Object> traits(
      Map<String, Object> own, @Nullable String email, @Nullable String phone) {
    Map<String, Object> traits = new HashMap<>(own);
    if (email != null) {
      traits.put("email", email);
    }
    if (phone != null) {
      traits.put("phone", phone);
    }
    return traits;
  }

  /// Takes over what was decided about the newsletter, in the caller's transaction: a consent only
  /// with its wording, as nothing else would prove it. The newest decision holds.
  void decideNewsletters(ShopConnection connection, List<Decided> newsletters) {
    List<ConsentChange> changes = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (Decided decided : newsletters) {
      Newsletter newsletter = decided.newsletter();
      String wording =
          newsletter.wording() == null
              ? wording(connection, decided.channel())
              : newsletter.wording();
      if (newsletter.subscribed() && wording == null) {
        continue;
      }
      ConsentChange change =
          new ConsentChange(
              decided.person(),
              decided.channel(),
              Purpose.MARKETING,
              newsletter.subscribed()
                  ? ConsentChange.State.SUBSCRIBED
                  : ConsentChange.State.UNSUBSCRIBED,
              decided.method(),
              Objects.requireNonNull(newsletter.at()),
              connection.address().getHost() + ": " + newsletter.source(),
              newsletter.subscribed() ? wording : null,
              newsletter.ip(),
              null);
      changes.add(change);
      events.add(event(connection, decided, change));
    }
    consents.record(changes);
    log.append(events);
  }

  private static @Nullable String wording(ShopConnection connection, ChannelKind channel) {
    return channel == ChannelKind.SMS
        ? connection.settings().smsWording()
        : connection.settings().consentWording();
  }

  private static Event event(ShopConnection connection, Decided decided, ConsentChange change) {
    boolean sms = decided.channel() == ChannelKind.SMS;
    boolean past = change.at().isBefore(connection.connectedAt());
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    if (past) {
      properties.put("$backfill", true);
    }
    properties.put("channel", sms ? "sms" : "email");
    properties.put("method", change.method().name().toLowerCase(Locale.ROOT));
    properties.put("source", change.source());
    String key = "consent history\n" + change.state() + "\n" + decided.address();
    return new Event(
        Ids.hashed(change.at(), key.getBytes(StandardCharsets.UTF_8)),
        change.profileId(),
        connection.shopId(),
        change.state() == ConsentChange.State.SUBSCRIBED
            ? "Subscribed to " + (sms ? "SMS" : "Email") + " Marketing"
            : "Unsubscribed from " + (sms ? "SMS" : "Email") + " Marketing",
        change.at(),
        properties);
  }

  /// Notes what people wrote to the shop, in the caller's transaction. Their address was typed by
  /// whoever wrote.
  void heard(ShopConnection connection, List<Notice.Written> written) {
    Map<UUID, Notice.Written> known = new TreeMap<>();
    for (Notice.Written one : written) {
      if (Identifiers.email(one.email()).isPresent()) {
        known.put(key(connection, one), one);
      }
    }
    if (!known.isEmpty()) {
      known.keySet().retainAll(log.takeTimeless(known.keySet(), clock.instant()));
    }
    List<Notice.Written> fresh = List.copyOf(known.values());
    List<ProfileId> writers = profiles.resolve(fresh.stream().map(People::writer).toList());
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < fresh.size(); i++) {
      events.add(event(connection, writers.get(i), fresh.get(i)));
    }
    log.append(events);
  }

  /// The same whenever it is told: the shop notes the time anew when it tells it again.
  private static UUID key(ShopConnection connection, Notice.Written written) {
    String key = "written\n" + connection.id() + "\n" + written.id();
    return Ids.hashed(Instant.EPOCH, key.getBytes(StandardCharsets.UTF_8));
  }

  private static Sighting writer(Notice.Written written) {
    Map<String, Object> traits = new HashMap<>();
    putIfThere(traits, "firstName", written.firstName());
    putIfThere(traits, "lastName", written.lastName());
    traits.put("email", written.email());
    return new Sighting(
        List.of(Identifiers.email(written.email()).orElseThrow()), traits, written.at(), false);
  }

  private static void putIfThere(Map<String, Object> traits, String name, @Nullable String value) {
    if (value != null) {
      traits.put(name, value);
    }
  }

  private static Event event(ShopConnection connection, ProfileId writer, Notice.Written written) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    if (isPast(connection, written.at())) {
      properties.put("$backfill", true);
    }
    properties.put("subject", written.subject());
    properties.put("text", written.text());
    return new Event(
        Ids.random(written.at()),
        writer,
        connection.shopId(),
        "Submitted Contact Form",
        written.at(),
        properties);
  }

  /// Accounts that the shop has deleted: their numbers name nobody any more.
  void letGo(ShopConnection connection, List<String> accounts) {
    for (String account : accounts) {
      Identifiers.userId(connection.shopId(), account).ifPresent(profiles::release);
    }
  }

  /// Who has the account, if anybody has.
  Optional<ProfileId> byAccount(ShopConnection connection, String account) {
    return Identifiers.userId(connection.shopId(), account).flatMap(profiles::byIdentifier);
  }

  /// Whom a shop means by its number or by an address.
  Set<ProfileId> named(
      ShopConnection connection, @Nullable String account, @Nullable String email) {
    Set<ProfileId> named = new LinkedHashSet<>();
    Identifiers.userId(connection.shopId(), account)
        .flatMap(profiles::byIdentifier)
        .ifPresent(named::add);
    Identifiers.email(email).flatMap(profiles::byIdentifier).ifPresent(named::add);
    return named;
  }

  static boolean isPast(ShopConnection connection, Instant at) {
    return at.isBefore(connection.connectedAt());
  }
}
