package io.kundig.profiles;

import io.kundig.platform.UuidArray;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The SQL of the schema `profiles`, but for merges ([MergeStore]).
@Component
class ProfileStore {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  ProfileStore(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  Map<String, UUID> owners(Collection<String> idents) {
    Map<String, UUID> owners = new HashMap<>();
    jdbc.sql(
            """
            select ident, profile_id from profiles.identifier_owner
            where ident = any(:idents)
            """)
        .param("idents", idents.toArray(String[]::new))
        .query(
            row -> {
              owners.put(row.getString(1), row.getObject(2, UUID.class));
            });
    return owners;
  }

  /// Reads whether they are known, and by which identifiers other than browsers'.
  void readDetails(Collection<Person> people) {
    Map<UUID, Person> byId = new HashMap<>();
    people.forEach(person -> byId.put(person.id, person));
    jdbc.sql(
            """
            select p.profile_id, p.known,
              array(
                select o.ident from profiles.identifier_owner o
                where o.profile_id = p.profile_id and o.ident >= 'b') as strong
            from profiles.profile p
            where p.profile_id = any(:ids)
            """)
        .param("ids", UuidArray.of(byId.keySet()))
        .query(
            row -> {
              Person person = byId.get(row.getObject(1, UUID.class));
              if (person != null) {
                person.read(row.getBoolean(2), strings(row));
              }
            });
  }

  private static Set<String> strings(ResultSet row) throws SQLException {
    return new TreeSet<>(List.of((String[]) row.getArray("strong").getArray()));
  }

  Map<UUID, ProfileRow> rows(Collection<UUID> ids) {
    return rows(ids, "");
  }

  /// Locks them against every other change of identity or traits until the transaction ends.
  Map<UUID, ProfileRow> lockedRows(Collection<UUID> ids) {
    return rows(ids, "order by profile_id for no key update");
  }

  private Map<UUID, ProfileRow> rows(Collection<UUID> ids, String suffix) {
    Map<UUID, ProfileRow> rows = new HashMap<>();
    if (ids.isEmpty()) {
      return rows;
    }
    jdbc.sql(
            """
            select profile_id, known, traits::text, trait_times::text, merged_into, created_at
            from profiles.profile where profile_id = any(:ids)
            """
                + suffix)
        .param("ids", UuidArray.of(ids))
        .query(
            result -> {
              ProfileRow row =
                  new ProfileRow(
                      result.getObject(1, UUID.class),
                      result.getBoolean(2),
                      new TraitDocument(object(result.getString(3)), object(result.getString(4))),
                      result.getObject(5, UUID.class),
                      result.getObject(6, OffsetDateTime.class).toInstant());
              rows.put(row.id(), row);
            });
    return rows;
  }

  ObjectNode object(String text) {
    return (ObjectNode) json.readTree(text);
  }

  ObjectNode emptyObject() {
    return json.createObjectNode();
  }

  /// @return whose it was
  Optional<UUID> release(String ident) {
    return jdbc.sql(
            "delete from profiles.identifier_owner where ident = :ident returning profile_id")
        .param("ident", ident)
        .query(UUID.class)
        .optional();
  }

  /// @return how many were free and are now theirs
  int claim(Map<String, UUID> ownersByIdent, Instant at) {
    return jdbc.sql(
            """
            insert into profiles.identifier_owner (ident, profile_id, claimed_at)
            select c.ident, c.profile_id, :at
            from unnest(:idents::text[], :ids::uuid[]) as c (ident, profile_id)
            on conflict (ident) do nothing
            """)
        .param("idents", ownersByIdent.keySet().toArray(String[]::new))
        .param("ids", UuidArray.of(ownersByIdent.values()))
        .param("at", utc(at))
        .update();
  }

  int handOn(Map<String, UUID> ownersByIdent, Instant at) {
    return jdbc.sql(
            """
            update profiles.identifier_owner o
            set profile_id = c.profile_id, claimed_at = :at
            from unnest(:idents::text[], :ids::uuid[]) as c (ident, profile_id)
            where o.ident = c.ident
            """)
        .param("idents", ownersByIdent.keySet().toArray(String[]::new))
        .param("ids", UuidArray.of(ownersByIdent.values()))
        .param("at", utc(at))
        .update();
  }

  void insert(Collection<ProfileRow> rows) {
    bind(
            jdbc.sql(
                """
                insert into profiles.profile (
                  profile_id, known, traits, trait_times, email, phone, first_name, last_name,
                  locale, time_zone, city, country, search, created_at)
                select n.profile_id, n.known, n.traits::jsonb, n.trait_times::jsonb, n.email,
                  n.phone, n.first_name, n.last_name, n.locale, n.time_zone, n.city, n.country,
                  n.search, timestamptz 'epoch' + n.created_at * interval '1 microsecond'
                from unnest(
                  :ids::uuid[], :known::boolean[], :traits::text[], :traitTimes::text[],
                  :emails::text[], :phones::text[], :firstNames::text[], :lastNames::text[],
                  :locales::text[], :timeZones::text[], :cities::text[], :countries::text[],
                  :searches::text[], :createdAt::bigint[])
                  as n (
                    profile_id, known, traits, trait_times, email, phone, first_name, last_name,
                    locale, time_zone, city, country, search, created_at)
                """),
            rows)
        .update();
  }

  void update(Collection<ProfileRow> rows) {
    bind(
            jdbc.sql(
                """
                update profiles.profile p
                set known = n.known, traits = n.traits::jsonb, trait_times = n.trait_times::jsonb,
                  email = n.email, phone = n.phone, first_name = n.first_name,
                  last_name = n.last_name, locale = n.locale, time_zone = n.time_zone,
                  city = n.city, country = n.country, search = n.search,
                  created_at = timestamptz 'epoch' + n.created_at * interval '1 microsecond'
                from unnest(
                  :ids::uuid[], :known::boolean[], :traits::text[], :traitTimes::text[],
                  :emails::text[], :phones::text[], :firstNames::text[], :lastNames::text[],
                  :locales::text[], :timeZones::text[], :cities::text[], :countries::text[],
                  :searches::text[], :createdAt::bigint[])
                  as n (
                    profile_id, known, traits, trait_times, email, phone, first_name, last_name,
                    locale, time_zone, city, country, search, created_at)
                where p.profile_id = n.profile_id
                """),
            rows)
        .update();
  }

  private static JdbcClient.StatementSpec bind(
      JdbcClient.StatementSpec statement, Collection<ProfileRow> rows) {
    return statement
        .param("ids", UuidArray.of(rows.stream().map(ProfileRow::id).toList()))
        .param("known", rows.stream().map(ProfileRow::known).toArray(Boolean[]::new))
        .param("traits", strings(rows, row -> row.traits().values().toString()))
        .param("traitTimes", strings(rows, row -> row.traits().times().toString()))
        .param("emails", strings(rows, ProfileRow::email))
        .param("phones", strings(rows, ProfileRow::phone))
        .param("firstNames", strings(rows, ProfileRow::firstName))
        .param("lastNames", strings(rows, ProfileRow::lastName))
        .param("locales", strings(rows, ProfileRow::locale))
        .param("timeZones", strings(rows, ProfileRow::timeZone))
        .param("cities", strings(rows, ProfileRow::city))
        .param("countries", strings(rows, ProfileRow::country))
        .param("searches", strings(rows, ProfileRow::search))
        .param(
            "createdAt",
            rows.stream()
                .mapToLong(row -> row.createdAt().toEpochMilli() * 1000)
                .boxed()
                .toArray(Long[]::new));
  }

  private static @Nullable String[] strings(
      Collection<ProfileRow> rows, Function<ProfileRow, @Nullable String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  /// Notes a claim that was not believed; each identifier once per profile.
  void noteConflicts(Collection<Resolution.Doubt> doubts, Instant at) {
    jdbc.sql(
            """
            insert into profiles.identity_conflict
              (profile_id, ident, other_profile_id, reason, noted_at)
            select c.profile_id, c.ident, c.other, c.reason, :at
            from unnest(:ids::uuid[], :idents::text[], :others::text[]::uuid[], :reasons::text[])
              as c (profile_id, ident, other, reason)
            on conflict (profile_id, ident) do nothing
            """)
        .param(
            "ids",
            UuidArray.of(doubts.stream().map(doubt -> doubt.person().survivor().id).toList()))
        .param("idents", doubts.stream().map(Resolution.Doubt::ident).toArray(String[]::new))
        .param("others", doubts.stream().map(ProfileStore::other).toArray(String[]::new))
        .param("reasons", doubts.stream().map(Resolution.Doubt::reason).toArray(String[]::new))
        .param("at", utc(at))
        .update();
  }

  private static @Nullable String other(Resolution.Doubt doubt) {
    return doubt.other() == null ? null : doubt.other().survivor().id.toString();
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
