package io.kundig.customers;

import io.kundig.consent.ChannelKind;
import io.kundig.consent.Consents;
import io.kundig.shared.Money;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// People as rows of a list.
@Component
class PersonRows {

  private final JdbcClient jdbc;
  private final Consents consents;

  PersonRows(JdbcClient jdbc, Consents consents) {
    this.jdbc = jdbc;
    this.consents = consents;
  }

  /// @param revenue net of refunds, in the first shop's currency
  /// @param emailConsent `subscribed`, `unsubscribed`, `pending`, `none` or `suppressed`
  record PersonRow(
      UUID id,
      @Nullable String name,
      @Nullable String email,
      @Nullable String phone,
      @Nullable String city,
      @Nullable String country,
      boolean known,
      Instant createdAt,
      @Nullable Instant lastSeenAt,
      int orders,
      @Nullable Money revenue,
      String emailConsent) {

    PersonRow suppressed() {
      return new PersonRow(
          id,
          name,
          email,
          phone,
          city,
          country,
          known,
          createdAt,
          lastSeenAt,
          orders,
          revenue,
          "suppressed");
    }
  }

  /// In the order of the ids.
  List<PersonRow> of(List<UUID> ids, String currency) {
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<UUID, PersonRow> found = new HashMap<>();
    jdbc.sql(
            """
            select p.profile_id, nullif(concat_ws(' ', p.first_name, p.last_name), '') as name,
              p.email, p.phone, p.city, p.country, p.known, p.created_at, s.last_at,
              coalesce(b.orders, 0) as orders, b.revenue, c.state
            from profiles.profile p
            left join customers.seen s using (profile_id)
            left join orders.buyer b on b.profile_id = p.profile_id and b.currency = :currency
            left join consent.state c on c.profile_id = p.profile_id and c.channel = 'email'
              and c.purpose = 'marketing'
            where p.profile_id = any(:ids::uuid[])
            """)
        .param("currency", currency)
        .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
        .query(
            row -> {
              PersonRow person = read(row, currency);
              found.put(person.id, person);
            });
    Set<String> addresses = new HashSet<>();
    found.values().forEach(person -> addAddress(person, addresses));
    Set<String> suppressed = consents.suppressed(ChannelKind.EMAIL, addresses).keySet();
    return ids.stream()
        .map(found::get)
        .filter(Objects::nonNull)
        .map(person -> isSuppressed(person, suppressed) ? person.suppressed() : person)
        .toList();
  }

  private static boolean isSuppressed(PersonRow person, Set<String> suppressed) {
    return person.email != null && suppressed.contains(person.email);
  }

  private static void addAddress(PersonRow person, Set<String> addresses) {
    if (person.email != null) {
      addresses.add(person.email);
    }
  }

  private static PersonRow read(ResultSet row, String currency) throws SQLException {
    OffsetDateTime seen = row.getObject("last_at", OffsetDateTime.class);
    BigDecimal revenue = row.getBigDecimal("revenue");
    return new PersonRow(
        row.getObject("profile_id", UUID.class),
        row.getString("name"),
        row.getString("email"),
        row.getString("phone"),
        row.getString("city"),
        row.getString("country"),
        row.getBoolean("known"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        seen == null ? null : seen.toInstant(),
        row.getInt("orders"),
        revenue == null ? null : new Money(revenue, currency),
        Objects.requireNonNullElse(row.getString("state"), "none"));
  }
}
