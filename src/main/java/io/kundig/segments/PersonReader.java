package io.kundig.segments;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.Consents;
import io.kundig.consent.Consents.Consent;
import io.kundig.consent.Consents.Suppression;
import io.kundig.orders.OrderStatus;
import io.kundig.platform.UuidArray;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.profiles.Profiles.Profile;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads what people are, as opposed to what they did.
@Repository
class PersonReader {

  private final Profiles profiles;
  private final Consents consents;
  private final ListStore lists;
  private final JdbcClient jdbc;
  private final JsonMapper json;

  PersonReader(
      Profiles profiles, Consents consents, ListStore lists, JdbcClient jdbc, JsonMapper json) {
    this.profiles = profiles;
    this.consents = consents;
    this.lists = lists;
    this.jdbc = jdbc;
    this.json = json;
  }

  /// @param orders placed ones that are not cancelled, oldest first
  /// @param lists since when they are on which, by number
  record Person(
      Profile profile,
      ObjectNode traits,
      Set<Condition.IdentifierKind> kinds,
      List<Consent> consents,
      Map<ChannelKind, Suppression.Reason> suppressed,
      List<OrderView> orders,
      Map<Integer, Instant> lists) {

    PersonState state(Map<Integer, Value> kept, FactsWriter orderStreams) {
      return new PersonState(
          profile.createdAt(),
          profile.locale(),
          kinds,
          addresses(),
          consents,
          suppressed,
          kept,
          orderStreams,
          lists);
    }

    private Set<ChannelKind> addresses() {
      Set<ChannelKind> addresses = EnumSet.noneOf(ChannelKind.class);
      if (profile.email() != null) {
        addresses.add(ChannelKind.EMAIL);
      }
      if (profile.phone() != null) {
        addresses.add(ChannelKind.SMS);
        addresses.add(ChannelKind.WHATSAPP);
      }
      return addresses;
    }
  }

  /// Those who are there: no aliases, and nobody known by nothing, as the erased are.
  Map<UUID, Person> read(Collection<UUID> ids) {
    Map<UUID, Profile> found = new HashMap<>();
    profiles
        .find(ids.stream().map(ProfileId::new).toList())
        .forEach(
            (asked, profile) -> {
              if (profile.id().equals(asked)) {
                found.put(asked.value(), profile);
              }
            });
    Map<UUID, Set<Condition.IdentifierKind>> kinds = kinds(found.keySet());
    found.keySet().retainAll(kinds.keySet());
    Map<ProfileId, List<Consent>> consented =
        consents.of(found.keySet().stream().map(ProfileId::new).toList());
    Map<String, Suppression> emails = suppressed(ChannelKind.EMAIL, found, Profile::email);
    Map<String, Suppression> phones = suppressed(ChannelKind.SMS, found, Profile::phone);
    Map<String, Suppression> chats = suppressed(ChannelKind.WHATSAPP, found, Profile::phone);
    Map<UUID, List<OrderView>> orders = orders(found.keySet());
    Map<UUID, Map<Integer, Instant>> onLists = lists.of(found.keySet());
    Map<UUID, Person> people = new HashMap<>();
    found.forEach(
        (id, profile) -> {
          Map<ChannelKind, Suppression.Reason> blocked = new EnumMap<>(ChannelKind.class);
          put(blocked, ChannelKind.EMAIL, emails.get(String.valueOf(profile.email())));
          put(blocked, ChannelKind.SMS, phones.get(String.valueOf(profile.phone())));
          put(blocked, ChannelKind.WHATSAPP, chats.get(String.valueOf(profile.phone())));
          people.put(
              id,
              new Person(
                  profile,
                  json.valueToTree(profile.traits()),
                  Objects.requireNonNull(kinds.get(id)),
                  consented.getOrDefault(profile.id(), List.of()),
                  blocked,
                  orders.getOrDefault(id, List.of()),
                  onLists.getOrDefault(id, Map.of())));
        });
    return people;
  }

  private static void put(
      Map<ChannelKind, Suppression.Reason> blocked,
      ChannelKind channel,
      @Nullable Suppression why) {
    if (why != null) {
      blocked.put(channel, why.reason());
    }
  }

  private Map<String, Suppression> suppressed(
      ChannelKind channel, Map<UUID, Profile> people, Function<Profile, @Nullable String> address) {
    return consents.suppressed(
        channel,
        people.values().stream().map(address).filter(Objects::nonNull).distinct().toList());
  }

  private Map<UUID, Set<Condition.IdentifierKind>> kinds(Collection<UUID> ids) {
    Map<UUID, Set<Condition.IdentifierKind>> kinds = new HashMap<>();
    jdbc.sql(
            """
            select distinct profile_id, left(ident, 1) from profiles.identifier_owner
            where profile_id = any(:ids)
            """)
        .param("ids", UuidArray.of(ids))
        .query(
            row -> {
              kinds
                  .computeIfAbsent(row.getObject(1, UUID.class), id -> new HashSet<>())
                  .add(kind(row.getString(2)));
            });
    return kinds;
  }

  /// As [io.kundig.profiles.Identifier#key()] begins.
  private static Condition.IdentifierKind kind(String letter) {
    return switch (letter) {
      case "e" -> Condition.IdentifierKind.EMAIL;
      case "p" -> Condition.IdentifierKind.PHONE;
      case "u" -> Condition.IdentifierKind.USER_ID;
      case "a" -> Condition.IdentifierKind.ANONYMOUS_ID;
      default -> Condition.IdentifierKind.EXTERNAL_ID;
    };
  }

  private Map<UUID, List<OrderView>> orders(Collection<UUID> ids) {
    Map<UUID, List<OrderView>> orders = new HashMap<>();
    readOrders(
        "and o.profile_id = any(:ids)",
        "where profile_id = any(:ids)",
        Map.of("ids", UuidArray.of(ids)),
        (person, order) -> orders.computeIfAbsent(person, id -> new ArrayList<>()).add(order));
    return orders;
  }

  /// Those of a share of everybody.
  void allOrders(Share share, BiConsumer<UUID, OrderView> reader) {
    readOrders(
        "and " + share.holds("o.profile_id"),
        "where " + share.holds("profile_id"),
        Map.of(),
        reader);
  }

  /// Those of a share of everybody.
  void allTraits(Share share, BiConsumer<UUID, ObjectNode> reader) {
    jdbc.sql(
            """
            select profile_id, traits::text from profiles.profile
            where merged_into is null and traits <> '{}' and\s"""
                + share.holds("profile_id"))
        .withFetchSize(5_000)
        .query(
            row -> {
              reader.accept(
                  row.getObject(1, UUID.class), (ObjectNode) json.readTree(row.getString(2)));
            });
  }

  private void readOrders(
      String whose,
      String whoseLines,
      Map<String, Object> params,
      BiConsumer<UUID, OrderView> reader) {
    Map<UUID, List<OrderView.Line>> lines = lines(whoseLines, params);
    jdbc.sql(
            """
            select o.profile_id, o.order_id, o.shop_id, o.placed_at, o.status, o.coupon,
              coalesce(o.base_currency, o.currency, '') as currency, o.base_net, o.base_refunded
            from orders.orders o
            where o.placed_at is not null and o.cancelled_at is null
            """
                + whose)
        .params(params)
        .query(
            row -> {
              BigDecimal net = row.getBigDecimal("base_net");
              BigDecimal refunded = row.getBigDecimal("base_refunded");
              reader.accept(
                  row.getObject("profile_id", UUID.class),
                  new OrderView(
                      row.getInt("shop_id"),
                      row.getObject("placed_at", OffsetDateTime.class).toInstant(),
                      row.getString("currency"),
                      OrderStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                      row.getString("coupon"),
                      net.add(refunded),
                      net,
                      refunded,
                      lines.getOrDefault(row.getObject("order_id", UUID.class), List.of())));
            });
  }

  private Map<UUID, List<OrderView.Line>> lines(String whose, Map<String, Object> params) {
    Map<UUID, List<OrderView.Line>> lines = new HashMap<>();
    jdbc.sql("select order_id, product_id, sku, title, category from orders.line " + whose)
        .params(params)
        .query(
            row -> {
              lines
                  .computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                  .add(
                      new OrderView.Line(
                          row.getString(2), row.getString(3), row.getString(4), row.getString(5)));
            });
    return lines;
  }
}
