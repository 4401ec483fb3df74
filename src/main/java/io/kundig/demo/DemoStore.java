package io.kundig.demo;

import io.kundig.accounts.DemoMark;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Whether the demo shop was filled into this installation.
@Component
class DemoStore implements DemoMark {

  enum State {
    EMPTY,
    HALF_FILLED,
    FILLED,
    /// Somebody's real data is in here.
    IN_USE
  }

  private final JdbcClient jdbc;

  DemoStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  State state() {
    return jdbc.sql(
            """
            select case
              when exists (select 1 from demo.filling where finished_at is not null) then 'FILLED'
              when exists (select 1 from demo.filling) then 'HALF_FILLED'
              when exists (select 1 from profiles.profile) then 'IN_USE'
              else 'EMPTY' end
            """)
        .query((row, n) -> State.valueOf(row.getString(1)))
        .single();
  }

  @Override
  public boolean isDemo() {
    return jdbc.sql("select exists (select 1 from demo.filling)").query(Boolean.class).single();
  }

  void started(Instant at) {
    jdbc.sql("insert into demo.filling (started_at) values (:at)")
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }

  void finished(Instant at) {
    jdbc.sql("update demo.filling set finished_at = :at")
        .param("at", at.atOffset(ZoneOffset.UTC))
        .update();
  }
}
