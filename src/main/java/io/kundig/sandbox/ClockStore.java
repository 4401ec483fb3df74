package io.kundig.sandbox;

import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class ClockStore {

  private final JdbcClient jdbc;

  ClockStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Duration> ahead() {
    return jdbc.sql("select ahead_nanos from sandbox.clock")
        .query(Long.class)
        .optional()
        .map(Duration::ofNanos);
  }

  void save(Duration ahead) {
    jdbc.sql(
            """
            insert into sandbox.clock (ahead_nanos) values (:ahead)
            on conflict (only_row) do update set ahead_nanos = :ahead
            """)
        .param("ahead", ahead.toNanos())
        .update();
  }
}
