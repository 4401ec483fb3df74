package io.kundig.profiles;

import io.kundig.platform.UuidArray;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What other modules read of people.
@Component
class ProfileReader {

  private static final TypeReference<Map<String, Object>> TRAITS = new TypeReference<>() {};
  private static final int MOST_IDENTIFIERS = 200;

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ProfileReader(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  Map<ProfileId, Profiles.Profile> find(Collection<ProfileId> ids) {
    Map<ProfileId, Profiles.Profile> found = new HashMap<>();
    jdbc.sql(
            """
            select asked.profile_id as asked_id, p.*
            from profiles.profile asked
            join profiles.profile p on p.profile_id = coalesce(asked.merged_into, asked.profile_id)
            where asked.profile_id = any(:ids)
            """)
        .param("ids", UuidArray.of(ids.stream().map(ProfileId::value).distinct().toList()))
        .query(
            row -> {
              found.put(new ProfileId(row.getObject("asked_id", UUID.class)), profile(row));
            });
    return found;
  }

  private Profiles.Profile profile(ResultSet row) throws SQLException {
    return new Profiles.Profile(
        new ProfileId(row.getObject("profile_id", UUID.class)),
        row.getString("email"),
        row.getString("phone"),
        row.getString("first_name"),
        row.getString("last_name"),
        row.getString("locale"),
        row.getString("time_zone"),
        json.readValue(row.getString("traits"), TRAITS),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  List<Profiles.Known> identifiers(ProfileId id) {
    return jdbc
        .sql(
            """
            select o.ident, o.claimed_at
            from profiles.profile p
            join profiles.identifier_owner o
              on o.profile_id = coalesce(p.merged_into, p.profile_id)
            where p.profile_id = :id
            order by o.ident
            limit :limit
            """)
        .param("id", id.value())
        .param("limit", MOST_IDENTIFIERS)
        .query(
            (row, _) ->
                Identifier.ofKey(row.getString(1))
                    .map(identifier -> new Profiles.Known(identifier, time(row, 2))))
        .list()
        .stream()
        .flatMap(Optional::stream)
        .sorted(Comparator.comparingInt(known -> known.identifier().rank()))
        .toList();
  }

  List<Profiles.IdentityConflict> conflicts(ProfileId id) {
    return jdbc.sql(
            """
            select c.ident, c.other_profile_id, c.reason, c.noted_at
            from profiles.profile p
            join profiles.identity_conflict c
              on c.profile_id = coalesce(p.merged_into, p.profile_id)
            where p.profile_id = :id
            order by c.noted_at desc
            limit :limit
            """)
        .param("id", id.value())
        .param("limit", MOST_IDENTIFIERS)
        .query(
            (row, _) ->
                new Profiles.IdentityConflict(
                    row.getString(1),
                    Optional.ofNullable(row.getObject(2, UUID.class))
                        .map(ProfileId::new)
                        .orElse(null),
                    row.getString(3),
                    time(row, 4)))
        .list();
  }

  private static java.time.Instant time(ResultSet row, int column) {
    try {
      return row.getObject(column, OffsetDateTime.class).toInstant();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
