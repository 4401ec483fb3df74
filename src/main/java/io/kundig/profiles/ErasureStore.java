package io.kundig.profiles;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The SQL of erasure within this module.
@Component
class ErasureStore {

  private final JdbcClient jdbc;

  ErasureStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Locks the person, merges followed, and reads what leads to them; the person's own id first.
  Optional<Erasure> lock(ProfileId asked, Instant now) {
    List<ProfileId> ids =
        jdbc.sql(
                """
                with person as (
                  select coalesce(merged_into, profile_id) as id from profiles.profile where profile_id = :asked)
                select p.profile_id from profiles.profile p join person on person.id in (p.profile_id, p.merged_into)
                order by p.merged_into nulls first, p.profile_id
                for update of p
                """)
            .param("asked", asked.value())
            .query((row, _) -> new ProfileId(row.getObject(1, UUID.class)))
            .list();
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    Erasure bare = new Erasure(ids, List.of(), List.of(), now);
    List<Identifier> identifiers =
        jdbc
            .sql("select ident from profiles.identifier_owner where profile_id = any(:ids)")
            .param("ids", bare.idArray())
            .query(String.class)
            .list()
            .stream()
            .flatMap(key -> Identifier.ofKey(key).stream())
            .toList();
    Erasure named = new Erasure(ids, identifiers, List.of(), now);
    List<String> words = new ArrayList<>(named.emails());
    words.addAll(named.phones());
    return Optional.of(new Erasure(ids, identifiers, words, now));
  }

  void erase(Erasure person) {
    for (String sql :
        List.of(
            "delete from profiles.identifier_owner where profile_id = any(:ids)",
            """
            delete from profiles.identity_conflict
            where profile_id = any(:ids) or other_profile_id = any(:ids)
            """,
            """
            update profiles.profile set known = false, traits = '{}', trait_times = '{}', email = null,
              phone = null, first_name = null, last_name = null, locale = null, time_zone = null,
              city = null, country = null, search = null
            where profile_id = any(:ids)
            """)) {
      jdbc.sql(sql).param("ids", person.idArray()).update();
    }
    jdbc.sql("delete from profiles.identity_conflict where ident = any(:idents)")
        .param("idents", person.identifiers().stream().map(Identifier::key).toArray(String[]::new))
        .update();
  }

  /// The first transaction that begins after this.
  String horizon() {
    return jdbc.sql("select pg_snapshot_xmax(pg_current_snapshot())::text")
        .query(String.class)
        .single();
  }

  boolean isPast(String horizon) {
    return jdbc.sql("select pg_snapshot_xmin(pg_current_snapshot()) >= :horizon::xid8")
        .param("horizon", horizon)
        .query(Boolean.class)
        .single();
  }
}
