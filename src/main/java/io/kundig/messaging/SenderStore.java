package io.kundig.messaging;

import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The SQL of sending processes.
@Repository
class SenderStore {

  private final JdbcClient jdbc;

  SenderStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void beat(String owner, long count) {
    jdbc.sql(
            """
            insert into messaging.sender (owner, beat) values (:owner, :count)
            on conflict (owner) do update set beat = excluded.beat
            """)
        .param("owner", owner)
        .param("count", count)
        .update();
  }

  /// The last beat of each owner; -1 for one that has slots and never beat.
  Map<String, Long> beats() {
    Map<String, Long> beats = new HashMap<>();
    jdbc.sql(
            """
            select owner, coalesce(s.beat, -1) as beat
            from (select owner from messaging.sender
                  union select owner from messaging.slot where owner is not null) as all_owners
            left join messaging.sender s using (owner)
            """)
        .query(
            row -> {
              beats.put(row.getString("owner"), row.getLong("beat"));
            });
    return beats;
  }

  void forget(String owner) {
    jdbc.sql("delete from messaging.sender where owner = :owner").param("owner", owner).update();
  }
}
