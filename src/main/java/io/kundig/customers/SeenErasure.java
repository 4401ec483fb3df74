package io.kundig.customers;

import io.kundig.profiles.Erasure;
import io.kundig.profiles.ErasureParticipant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Forgets when somebody was seen.
@Component
class SeenErasure implements ErasureParticipant {

  private final JdbcClient jdbc;

  SeenErasure(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void erase(Erasure person) {
    jdbc.sql(
            """
            delete from customers.seen where profile_id = any(:ids)
            """)
        .param("ids", person.idArray())
        .update();
  }
}
