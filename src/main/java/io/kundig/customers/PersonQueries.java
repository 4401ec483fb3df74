package io.kundig.customers;

import io.kundig.accounts.Shops;
import io.kundig.customers.PersonView.CartItem;
import io.kundig.customers.PersonView.CartView;
import io.kundig.customers.PersonView.Favourite;
import io.kundig.customers.PersonView.IdentifierView;
import io.kundig.customers.PersonView.Value;
import io.kundig.orders.Carts;
import io.kundig.profiles.Identifier;
import io.kundig.profiles.ProfileId;
import io.kundig.profiles.Profiles;
import io.kundig.shared.Money;
import io.kundig.shared.NotFound;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Puts one person together.
@Component
class PersonQueries {

  private static final int FAVOURITES = 5;

  private final JdbcClient jdbc;
  private final Profiles profiles;
  private final Carts carts;
  private final Shops shops;

  PersonQueries(JdbcClient jdbc, Profiles profiles, Carts carts, Shops shops) {
    this.jdbc = jdbc;
    this.profiles = profiles;
    this.carts = carts;
    this.shops = shops;
  }

  /// The person an id leads to.
  Profiles.Profile profile(UUID id) {
    ProfileId asked = new ProfileId(id);
    Profiles.Profile found = profiles.find(List.of(asked)).get(asked);
    if (found == null) {
      throw new NotFound("profile", id);
    }
    return found;
  }

  PersonView view(UUID asked) {
    Profiles.Profile profile = profile(asked);
    UUID id = profile.id().value();
    Seen seen = seen(id);
    return new PersonView(
        id,
        nameOf(profile),
        profile.email(),
        profile.phone(),
        seen.known,
        profile.createdAt(),
        seen.first,
        seen.last,
        null,
        profile.traits(),
        profiles.identifiers(profile.id()).stream().map(PersonQueries::view).toList(),
        value(id),
        favourites(id),
        cart(profile.id()));
  }

  static @Nullable String nameOf(Profiles.Profile profile) {
    String name =
        Stream.of(profile.firstName(), profile.lastName())
            .flatMap(Stream::ofNullable)
            .collect(Collectors.joining(" "));
    return name.isBlank() ? null : name;
  }

  private Seen seen(UUID id) {
    return jdbc.sql(
            """
            select p.known,
              (select e.at from events.event e where e.profile_id = :id order by e.id limit 1) as first_at,
              (select e.at from events.event e where e.profile_id = :id order by e.id desc limit 1) as last_at
            from profiles.profile p where p.profile_id = :id
            """)
        .param("id", id)
        .query(
            (row, number) ->
                new Seen(
                    row.getBoolean("known"), instant(row, "first_at"), instant(row, "last_at")))
        .single();
  }

  private record Seen(boolean known, @Nullable Instant first, @Nullable Instant last) {}

  private static IdentifierView view(Profiles.Known known) {
    Instant since = known.since();
    return switch (known.identifier()) {
      case Identifier.Email email -> new IdentifierView("email", email.address(), since, null);
      case Identifier.Phone phone -> new IdentifierView("phone", phone.e164(), since, null);
      case Identifier.UserId user ->
          new IdentifierView("userId", user.value(), since, user.shopId());
      case Identifier.AnonymousId visitor ->
          new IdentifierView("anonymousId", visitor.value(), since, visitor.shopId());
      case Identifier.ExternalId external ->
          new IdentifierView(
              "externalId", external.system() + ":" + external.value(), since, external.shopId());
    };
  }

  /// In the currency that most of the person's orders add up in.
  private Value value(UUID id) {
    return jdbc.sql(
            """
            select o.base_currency as currency,
              count(*) filter (where cancelled_at is null)::int as orders,
              sum(base_net) as revenue, sum(base_refunded) as refunded,
              min(placed_at) filter (where cancelled_at is null) as first_at,
              max(placed_at) filter (where cancelled_at is null) as last_at
            from orders.orders o
            where profile_id = :id and placed_at is not null
            group by o.base_currency
            order by orders desc, o.base_currency
            limit 1
            """)
        .param("id", id)
        .query(
            (row, number) ->
                value(
                    row.getString("currency"),
                    row.getInt("orders"),
                    row.getBigDecimal("revenue"),
                    row.getBigDecimal("refunded"),
                    instant(row, "first_at"),
                    instant(row, "last_at")))
        .optional()
        .orElseGet(this::nothingBought);
  }

  private Value nothingBought() {
    String currency = shops.all().getFirst().currency();
    return value(currency, 0, BigDecimal.ZERO, BigDecimal.ZERO, null, null);
  }

  private static Value value(
      String currency,
      int orders,
      BigDecimal revenue,
      BigDecimal refunded,
      @Nullable Instant first,
      @Nullable Instant last) {
    Money average = null;
    BigDecimal between = null;
    if (orders > 0) {
      average =
          new Money(revenue.divide(BigDecimal.valueOf(orders), 2, RoundingMode.HALF_UP), currency);
    }
    if (orders > 1 && first != null && last != null) {
      long hours = Duration.between(first, last).toHours();
      between =
          BigDecimal.valueOf(hours)
              .divide(BigDecimal.valueOf(24L * (orders - 1)), 1, RoundingMode.HALF_UP);
    }
    return new Value(
        orders,
        new Money(revenue, currency),
        new Money(refunded, currency),
        average,
        orders == 0 ? null : new Money(revenue, currency),
        first,
        last,
        between);
  }

  private List<Favourite> favourites(UUID id) {
    return jdbc.sql(
            """
            select l.product_id, max(l.title) as title, sum(l.quantity) as quantity
            from orders.line l
            join orders.orders o on o.profile_id = l.profile_id and o.order_id = l.order_id
            where l.profile_id = :id and l.product_id is not null and o.cancelled_at is null
            group by l.product_id
            having sum(l.quantity) > 0
            order by sum(l.quantity) desc, l.product_id
            limit :most
            """)
        .param("id", id)
        .param("most", FAVOURITES)
        .query(
            (row, number) ->
                new Favourite(
                    row.getString("product_id"),
                    row.getString("title"),
                    row.getBigDecimal("quantity")))
        .list();
  }

  private @Nullable CartView cart(ProfileId id) {
    return Optional.ofNullable(carts.open(List.of(id)).get(id))
        .map(
            cart ->
                new CartView(
                    cart.items().stream()
                        .map(
                            item ->
                                new CartItem(
                                    item.productId(),
                                    item.title(),
                                    item.quantity(),
                                    money(item.price(), item.currency()),
                                    item.imageUrl(),
                                    item.url()))
                        .toList(),
                    money(cart.value(), cart.currency()),
                    cart.updatedAt()))
        .orElse(null);
  }

  static @Nullable Money money(@Nullable BigDecimal amount, @Nullable String currency) {
    return amount == null || currency == null ? null : new Money(amount, currency);
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
