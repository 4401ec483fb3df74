package io.kundig.events;

import io.kundig.profiles.Erasure;
import io.kundig.profiles.ErasureParticipant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Deletes what happened to somebody; that the facts were taken stays known.
@Component
class EventErasure implements ErasureParticipant {

  private final JdbcClient jdbc;

  EventErasure(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void erase(Erasure person) {
    jdbc.sql(
            """
            delete from events.event where profile_id = any(:ids)
            """)
        .param("ids", person.idArray())
        .update();
    jdbc.sql(
            """
            delete from events.set_aside where profile_id = any(:ids)
            """)
        .param("ids", person.idArray())
        .update();
  }
}
