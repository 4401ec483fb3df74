package io.kundig.orders;

import io.kundig.profiles.Erasure;
import io.kundig.profiles.ErasureParticipant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Forgets somebody's carts. Orders stay for the books: they say what was bought, and nothing of by
/// whom.
@Component
class OrdersErasure implements ErasureParticipant {

  private final JdbcClient jdbc;

  OrdersErasure(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void erase(Erasure person) {
    jdbc.sql(
            """
            delete from orders.cart where profile_id = any(:ids)
            """)
        .param("ids", person.idArray())
        .update();
  }
}
