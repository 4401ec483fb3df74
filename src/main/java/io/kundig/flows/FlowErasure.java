package io.kundig.flows;

import io.kundig.profiles.Erasure;
import io.kundig.profiles.ErasureParticipant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Takes somebody out of every flow.
@Component
class FlowErasure implements ErasureParticipant {

  private final JdbcClient jdbc;

  FlowErasure(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void erase(Erasure person) {
    jdbc.sql(
            """
            delete from flows.flow_run where profile_id = any(:ids)
            """)
        .param("ids", person.idArray())
        .update();
  }
}
