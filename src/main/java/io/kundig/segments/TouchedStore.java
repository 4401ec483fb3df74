package io.kundig.segments;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The SQL of marks that people were changed.
@Repository
class TouchedStore {

  private final JdbcClient jdbc;

  TouchedStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Touched(UUID profileId, boolean rebuild) {}

  /// Takes the oldest marks that nobody else is at.
  List<Touched> take(int limit) {
    return jdbc.sql(
            """
            delete from segments.touched where id in (
              select id from segments.touched order by id limit :limit for update skip locked)
            returning profile_id, rebuild
            """)
        .param("limit", limit)
        .query((row, _) -> new Touched(row.getObject(1, UUID.class), row.getBoolean(2)))
        .list();
  }

  /// Takes all marks of one person.
  List<Touched> takeOf(UUID person) {
    return jdbc.sql(
            "delete from segments.touched where profile_id = :person returning profile_id, rebuild")
        .param("person", person)
        .query((row, _) -> new Touched(row.getObject(1, UUID.class), row.getBoolean(2)))
        .list();
  }

  /// The people of the oldest marks.
  List<UUID> oldest(int limit) {
    return jdbc.sql("select profile_id from segments.touched order by id limit :limit")
        .param("limit", limit)
        .query(UUID.class)
        .list();
  }

  boolean isEmpty() {
    return jdbc.sql("select not exists (select 1 from segments.touched)")
        .query(Boolean.class)
        .single();
  }
}
