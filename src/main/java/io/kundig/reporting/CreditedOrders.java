package io.kundig.reporting;

import io.kundig.messaging.MessageOrders;
import io.kundig.shared.Money;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The (first) order that is owed to a message.
@Component
class CreditedOrders implements MessageOrders {

  private final JdbcClient jdbc;

  CreditedOrders(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<AttributedOrder> orderOf(UUID messageId) {
    return jdbc.sql(
            """
            select o.external_id, o.base_net as net, o.base_currency as currency, o.placed_at
            from reporting.attribution a
            join orders.orders o on o.profile_id = a.profile_id and o.order_id = a.order_id
            where a.message_id = :message and o.currency is not null
            order by o.placed_at limit 1
            """)
        .param("message", messageId)
        .query(
            (row, n) ->
                new AttributedOrder(
                    row.getString("external_id"),
                    new Money(row.getBigDecimal("net"), row.getString("currency")),
                    row.getObject("placed_at", OffsetDateTime.class).toInstant()))
        .optional();
  }
}
